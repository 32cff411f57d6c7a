"""Whatever happens in whichever order, the ledger agrees with a model of a few lines.

A ── B ── C: a pipe KSR around the bundle RV (two tubes) in A-B, the bundle bare in B-C. Three
organisations claim, pull cables, note damage, release, let holds lapse, split, move.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from psycopg2.extras import DateRange

from accounts.roles import Role
from assets.models import Duct, DuctSection, Segment
from assets.services import segment as segment_service
from gis import srid
from network.availability import section_states
from network.models import Damage, Holder
from network.services.settle import settle
from tests.builders import (
    make_bundle,
    make_cable,
    make_cable_type,
    make_duct,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.network.ledger.claims import NEXT_YEAR, YEAR, claim
from tests.network.ledger.soundness import assert_sound

pytestmark = pytest.mark.django_db

ORGANISATIONS = ("nord", "sued", "west")
DUCTS = ("KSR", "RV", "RV.01", "RV.02")
ORDINARY = {"23514", "23P01"}
"""What the database answers when it refuses: a check, an exclusion."""

ducts = st.sampled_from(DUCTS)
organisations = st.sampled_from(ORGANISATIONS)
periods = st.sampled_from([YEAR, NEXT_YEAR, DateRange(YEAR.lower, NEXT_YEAR.upper)])
ways = st.sampled_from(["AB", "BC", "AC"])


class Ledger(RuleBasedStateMachine):
    @initialize()
    def plant(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.network = make_line_network("A-B-C")
        make_duct(self.network, "A-B", code="KSR")
        bundle = make_bundle(self.network, "A-B-C", tubes=2)
        self._into_the_pipe(bundle)
        self.people = {code: make_organisation(code, "carrier") for code in ORGANISATIONS}
        self.stranger = make_organisation("fremd", "carrier")
        self.editor = make_user(Role.EDITOR)
        self.splits = 0
        settle()

    def _into_the_pipe(self, bundle: Duct) -> None:
        around = DuctSection.objects.get(duct__code="KSR")
        inner = DuctSection.objects.filter(parent__duct=bundle, segment=around.segment)
        inner.update(level=2)
        bundle.sections.filter(segment=around.segment).update(parent=around, level=1)

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def attempt(self, act: Any) -> bool:
        """Whether the database allowed it; what it refuses leaves no trace."""
        try:
            with transaction.atomic():
                act()
                settle()
        except DatabaseError as error:
            assert error.__cause__.pgcode in ORDINARY, error
            return False
        return True

    def sites(self, way: str) -> list[Any]:
        return [self.network[way[0]], self.network[way[1]]]

    @rule(duct=ducts, who=organisations, way=ways, period=periods)
    def claim_whole(self, duct: str, who: str, way: str, period: DateRange) -> None:
        row = Duct.objects.get(code=duct)
        self.attempt(lambda: claim(self.people[who], row, *self.sites(way), period=period))

    @rule(duct=ducts, who=organisations, mm=st.sampled_from([2.0, 3.0, 15.0, 22.0]), period=periods)
    def claim_room(self, duct: str, who: str, mm: float, period: DateRange) -> None:
        row, sites = Duct.objects.get(code=duct), self.sites("AB")
        self.attempt(lambda: claim(self.people[who], row, *sites, period=period, cable_outer_mm=mm))

    @rule(duct=ducts, who=organisations, mm=st.sampled_from([2.5, 20.0]))
    def pull_a_cable(self, duct: str, who: str, mm: float) -> None:
        sections = DuctSection.objects.filter(duct__code=duct, segment=self.network["A-B"])

        def pull() -> None:
            cable = make_cable(
                self.network,
                "A-B",
                owner=self.people[who],
                type=make_cable_type(outer_mm=mm),
                route_quality="schematic",
            )
            cable.sections.update(duct_section=sections.get(), laying="duct")

        self.attempt(pull)

    @rule(duct=ducts, period=periods)
    def damage(self, duct: str, period: DateRange) -> None:
        section = DuctSection.objects.filter(duct__code=duct).latest("pk")
        self.attempt(
            lambda: Damage.objects.create(section=section, period=period, description="Bagger")
        )

    @rule(
        pick=st.integers(0, 99),
        change=st.sampled_from(
            [
                "period = 'empty'",
                "expires_at = now() - interval '1 hour'",
                "expires_at = NULL",
                "period = '[2027-01-01,2029-01-01)'",
                "organisation_id = (SELECT id FROM accounts_organisation WHERE code = 'west')",
            ]
        ),
    )
    def change_a_claim(self, pick: int, change: str) -> None:
        claims = list(
            Holder.objects.filter(kind="claim").order_by("pk").values_list("pk", flat=True)
        )
        if claims:
            self.attempt(
                lambda: self.sql(
                    f"UPDATE network_holder SET {change} WHERE id = %s", claims[pick % len(claims)]
                )
            )

    @rule(what=st.sampled_from(["cable", "claim"]))
    def delete_the_last(self, what: str) -> None:
        last = Holder.objects.filter(kind=what).order_by("pk").last()
        if last is not None:
            self.attempt((last.cable if what == "cable" else last).delete)

    @rule()
    def move_the_bundle_out_or_in(self) -> None:
        bundle = Duct.objects.get(code="RV")
        outside = not bundle.sections.filter(level=1).exists()

        def move_out() -> None:
            inside = bundle.sections.filter(parent__isnull=False)
            DuctSection.objects.filter(parent__in=inside).update(level=1)
            inside.update(parent=None, level=0)

        if not outside:
            self.attempt(move_out)
        elif not self.splits:
            self.attempt(lambda: self._into_the_pipe(bundle))

    @rule(share=st.sampled_from([0.3, 0.5]))
    def split(self, share: float) -> None:
        if self.splits == 2:
            return
        segment = Segment.objects.order_by("-pk")[self.splits]
        at = segment.geom.interpolate_normalized(share)
        segment_service.split(
            segment=segment,
            by=self.editor,
            at=Point(at.x, at.y, srid=srid.STORAGE),
            new_site={"code": f"x{self.splits}", "kind": "handhole"},
        )
        self.splits += 1

    def sql(self, statement: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    @invariant()
    def everything_is_sound(self) -> None:
        if hasattr(self, "stranger"):
            assert_sound()

    @invariant()
    def what_is_called_free_can_be_claimed_and_nothing_else(self) -> None:
        """By somebody who owns nothing here; lapsed holds are written off first, as services do."""
        if not hasattr(self, "stranger"):
            return
        for section in DuctSection.objects.select_related("duct", "segment"):
            state = section_states([section.pk], YEAR)[section.pk].state
            assert self._can_be_claimed(section) == (state == "free"), (section.duct.code, state)

    def _can_be_claimed(self, section: DuctSection) -> bool:
        segment = section.segment
        with transaction.atomic():
            self.sql("UPDATE network_holder SET period = 'empty' WHERE expires_at <= now()")
            possible = self.attempt(
                lambda: claim(self.stranger, section.duct, segment.start_site, segment.end_site)
            )
            transaction.set_rollback(True)
        return possible


def test_any_order(db: None) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=6,
            stateful_step_count=8,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
