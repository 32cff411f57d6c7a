"""Processes that change the registry, run by `test_mirror.py`: `python -m … KIND COUNT SEED`.

Each does COUNT things by chance, the same for the same SEED, and leaves what is refused.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_for_tests")

LONGEST_S = 20.0


class Undone(Exception):
    """Takes a transaction back."""


def plant(number: int, chance: random.Random) -> None:
    """An edit by a service; every fifth one inside a transaction that is taken back."""
    from django.db import transaction

    from accounts.models import User

    editor = User.objects.filter(memberships__role="editor").first()
    assert editor is not None
    edits = [_rename, _rename, _lay, _lay, _cut, _delete_duct, _gateway, _split, _take_back]
    edit = chance.choice(edits)
    with suppress(Undone), transaction.atomic():
        edit(number, chance, editor)
        if number % 5 == 0:
            raise Undone


def _rename(number: int, chance: random.Random, by: Any) -> None:
    from assets.models import Site
    from assets.services import site as sites

    chosen = chance.choice(list(Site.objects.order_by("pk")[:10]))
    sites.change(site=chosen, by=by, name=f"n{number}", reason="renamed")


def _lay(number: int, chance: random.Random, by: Any) -> None:
    from assets.models import DuctType, Segment
    from assets.services import duct as ducts
    from assets.services.path import Step

    start = Segment.objects.get(code="A-B")
    path = [Step(segment=start)]
    if chance.random() < 0.7:
        path.append(Step(segment=Segment.objects.get(start_site=start.end_site)))
    kind = DuctType.objects.get(code="7x1.5")
    ducts.lay(path=path, code=f"L-{number}", type=kind, owner=start.owner, by=by)


def _some_duct(chance: random.Random) -> Any:
    from assets.models import Duct

    return chance.choice(list(Duct.objects.filter(code__startswith="L-")) or [Duct()])


def _cut(_number: int, chance: random.Random, by: Any) -> None:
    from assets.services import duct_cut

    duct = _some_duct(chance)
    middle = duct.sections.order_by("rank").first().segment.end_site
    duct_cut.cut(duct=duct, site=middle, by=by, coupled=chance.random() < 0.5)


def _delete_duct(_number: int, chance: random.Random, by: Any) -> None:
    from assets.services import duct as ducts

    ducts.delete(duct=_some_duct(chance), by=by)


def _gateway(number: int, chance: random.Random, by: Any) -> None:
    from assets.models import Gateway, Site
    from assets.services import gateway as gateways

    found = Gateway.objects.order_by("?").first() if chance.random() < 0.5 else None
    if found is not None:
        gateways.delete(gateway=found, by=by)
        return
    site = chance.choice(list(Site.objects.order_by("pk")[:3]))
    facts = {"network": "lora", "network_gateway_id": f"g{number}", "site": site}
    gateways.create(by=by, code=f"GW-{number}", owner=site.owner, **facts)  # type: ignore[arg-type]


def _split(number: int, chance: random.Random, by: Any) -> None:
    from assets.models import Segment
    from assets.services import segment_split

    segment = chance.choice(list(Segment.objects.all()))
    segment_split.split(
        segment=segment,
        at=segment.geom.interpolate_normalized(0.5),
        new_site={"code": f"X-{number}", "kind": "chamber", "owner": segment.owner},
        by=by,
    )


def _take_back(_number: int, chance: random.Random, by: Any) -> None:
    """What was deleted comes back under its id, what was made goes."""
    from assets.services.take_back import take_back
    from history.models import Change

    own = Change.objects.filter(actor_id=by.pk, operation__in=["I", "D"]).order_by("-pk")
    newest = list(own.values_list("pk", flat=True)[:40])
    if newest:
        take_back(change=chance.choice(newest), by=by)


def ledger(number: int, chance: random.Random) -> None:
    """A reservation, mostly confirmed, often given back: plant appears and goes for the carrier."""
    from accounts.models import User
    from assets.models import Duct
    from network.periods import Period
    from reservations.models import Claim
    from reservations.services import decide
    from reservations.services.requested import Stretch
    from reservations.services.reserve import reserve

    carrier = User.objects.get(
        memberships__organisation__code="nord", memberships__role="partner", is_service=False
    )
    officer = User.objects.get(memberships__role="access_officer", is_service=False)
    # Those of cases end with their case alone: one among them would keep all others from going.
    confirmed = list(Claim.objects.filter(state="confirmed", request=None).order_by("pk"))
    if number % 8 == 0:  # all of them: what several grants opened goes only now
        for claim in confirmed:
            decide.release(claim=claim, by=carrier)
        return
    if confirmed and chance.random() < 0.3:
        decide.release(claim=chance.choice(confirmed), by=carrier)
        return
    tube = chance.choice(list(Duct.objects.filter(bundle__code="RV")))
    stretch = Stretch(tube.pk, tube.start_site_id, tube.end_site_id)
    day = dt.date(2030, 1, 1) + dt.timedelta(days=number)
    claim = reserve(
        units=[stretch], period=Period(day, day), idempotency_key=f"k{number}", by=carrier
    )
    if number % 5 != 2:
        decide.confirm(claim=claim, by=officer)


def cases(number: int, chance: random.Random) -> None:
    """A step of a case on its way, by the carrier or the desk; every fifth one is taken back."""
    from django.db import transaction

    from reservations.access.states import OVER
    from reservations.models import AccessRequest
    from tests.webhooks.mirror.case_writer import begin, go_on

    going = list(AccessRequest.objects.exclude(state__in=OVER).order_by("pk")[:4])
    with suppress(Undone), transaction.atomic():
        if len(going) < 4 and chance.random() < 0.4:
            begin(number, chance)
        else:
            go_on(chance.choice(going), chance)
        if number % 5 == 0:
            raise Undone


RAW = (
    "UPDATE assets_site SET name = 'raw %(n)s' WHERE id % 3 = %(n)s % 3",
    "UPDATE assets_duct SET remarks = 'raw %(n)s' WHERE code LIKE 'RV%%'",
    "INSERT INTO assets_site (public_id, code, owner_id, kind, geom, life_cycle, publication,"
    " provenance, can_open, power, accuracy) SELECT gen_random_uuid(), 'RAW-%(n)s', owner_id, kind,"
    " geom, life_cycle, publication, provenance, can_open, power, accuracy FROM assets_site"
    " WHERE code = 'A'",
    "DELETE FROM assets_site WHERE code LIKE 'RAW-%%' AND id % 2 = %(n)s % 2",
)


def raw(number: int, chance: random.Random) -> None:
    """Plain SQL in transactions that last, some of which are taken back."""
    from django.db import connection, transaction

    with suppress(Undone), transaction.atomic(), connection.cursor() as cursor:
        for statement in chance.sample(RAW, 2):
            cursor.execute(statement.replace("%(n)s", str(number)).replace("%%", "%"))
            time.sleep(chance.choice([0, 0.02, 0.6]))
        if number % 3 == 0:
            raise Undone


def doomed(_number: int, _chance: random.Random) -> None:
    """Says when it is in the middle of a transaction, and waits there to be killed."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RAW[2].replace("%(n)s", f"doomed {os.getpid()}"))
        cursor.execute("UPDATE assets_segment SET name = 'doomed'")
        print("inside", flush=True)
        time.sleep(LONGEST_S)


KINDS: dict[str, Callable[[int, random.Random], None]] = {
    "plant": plant,
    "ledger": ledger,
    "cases": cases,
    "raw": raw,
    "doomed": doomed,
}


def main(kind: str, count: int, seed: int) -> None:
    import django

    django.setup()
    from django.db import DatabaseError

    from gis.refusals import Refusal

    chance = random.Random(seed)
    end = time.monotonic() + LONGEST_S
    done = 0
    for number in range(1, count + 1):
        if time.monotonic() > end:
            break
        # What does not exist, is refused or became the victim of a deadlock is left.
        with suppress(Refusal, DatabaseError, LookupError, ValueError, AttributeError):
            KINDS[kind](number, chance)
            done += 1
    print("done", done, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
