"""Edits and reservations at the same time leave no gap, no overlap, no claim without lines."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count
from threading import Barrier

import pytest
from django.db import connection, transaction

from assets.models import Duct, Segment, Site
from assets.services import duct, segment
from assets.services.take_back import take_back
from gis.refusals import Refusal
from history.models import Change
from network.models import HeldUnit
from network.periods import Period
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import make_bundle, make_cable, make_line_network, make_organisation, make_user

pytestmark = pytest.mark.django_db(transaction=True)

RIVALS, TURNS = 6, 10
_numbers = count(1)


def test_rivals_leave_the_plant_whole() -> None:
    """A--B--C--D with a bundle of six tubes, while six split, merge, cut, reserve, take back."""
    with transaction.atomic():
        network = make_line_network("A-B-C-D")
        bundle = make_bundle(network, "A-B-C-D", tubes=6)
        make_cable(network, "A-B-C-D", inside=bundle.tubes.get(number=1))
    editor = make_user("editor")
    planners = [make_user("planner", make_organisation(f"amt-{n}")) for n in range(RIVALS)]
    start = Barrier(RIVALS)

    def rival(number: int) -> Counter:
        dice, outcomes = random.Random(number), Counter()
        start.wait()
        try:
            for _turn in range(TURNS):
                act = dice.choice(
                    [_split, _split, _merge, _cut, _take_back, _take_back, _reserve, _reserve]
                )
                outcomes[act.__name__, _attempt(act, dice, editor, planners[number])] += 1
        finally:
            connection.close()
        return outcomes

    with ThreadPoolExecutor(RIVALS) as pool:
        outcomes = sum(pool.map(rival, range(RIVALS)), Counter())

    done = {name for (name, outcome), _n in outcomes.items() if outcome == "done"}
    assert {"_split", "_cut", "_take_back", "_reserve"} <= done
    assert _faults() == {"paths": 0, "holes": 0, "overlaps": 0}


def _attempt(act: Callable, dice: random.Random, editor, planner) -> str:
    """What came of it: every loser is told why by a refusal, nobody gets another error."""
    try:
        act(dice, editor, planner)
    except Refusal as refusal:
        return refusal.code
    return "done"


def _split(dice: random.Random, editor, _planner) -> None:
    line = dice.choice(list(Segment.objects.all()))
    place = line.geom.interpolate_normalized(dice.uniform(0.2, 0.8))
    place.srid = line.geom.srid
    new = {"code": f"x{next(_numbers)}", "kind": "handhole"}
    segment.split(segment=line, at=place, new_site=new, by=editor)


def _merge(dice: random.Random, editor, _planner) -> None:
    line = dice.choice(list(Segment.objects.all()))
    following = Segment.objects.filter(start_site=line.end_site_id).first()
    if following is not None:
        segment.merge(segment=line, other=following, by=editor, drop_site=True)


def _cut(dice: random.Random, editor, _planner) -> None:
    tube = dice.choice(list(Duct.objects.all()))
    duct.cut(duct=tube, site=dice.choice(list(Site.objects.all())), by=editor)


def _take_back(dice: random.Random, editor, _planner) -> None:
    """One of the last changes, whoever of the rivals did it: they are one person here."""
    own = Change.objects.filter(actor_id=editor.pk).order_by("-pk")
    newest = list(own.values_list("pk", flat=True)[:20])
    if newest:
        take_back(change=dice.choice(newest), by=editor)


def _reserve(dice: random.Random, _editor, planner) -> None:
    tube = dice.choice(list(Duct.objects.filter(type__kind="tube")))
    reserve(
        units=[Stretch(tube.pk, tube.start_site_id, tube.end_site_id)],
        period=Period(date(2027, dice.choice([1, 6]), 1), date(2028, 12, 31)),
        idempotency_key=f"k{next(_numbers)}",
        by=planner,
    )


def _faults() -> dict[str, int]:
    """Ducts with gaps; sections of a held stretch without their line; lines that overlap."""
    asked = {
        "paths": "SELECT count(*) FROM assets_duct_path_faults(ARRAY(SELECT id FROM assets_duct))",
        "holes": "SELECT count(*) FROM network_heldunit u"
        " JOIN network_holder h ON h.id = u.holder_id AND NOT isempty(h.period)"
        " CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b"
        " WHERE NOT EXISTS (SELECT FROM network_claimline l WHERE l.holder_id = u.holder_id"
        " AND l.section_id = b.section_id AND l.exclusive)",
        "overlaps": "SELECT count(*) FROM network_claimline a JOIN network_claimline b"
        " ON a.section_id = b.section_id AND a.period && b.period AND a.key <> b.key",
    }
    found = {}
    with connection.cursor() as cursor:
        for name, question in asked.items():
            cursor.execute(question)
            found[name] = cursor.fetchone()[0]
    assert HeldUnit.objects.exists()
    return found
