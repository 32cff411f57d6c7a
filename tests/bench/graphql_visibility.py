"""What the visibility predicate costs: the same answer to people who see all and who do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from django.contrib.gis.geos import MultiPolygon
from django.db import connection, transaction
from django.utils import timezone
from psycopg2.extras import DateRange

from accounts.models import Grant, Membership, Organisation, User
from assets.models import Cable, Duct, Segment, Site
from gis import geojson
from network.models import Effect, HeldUnit, Holder, HolderKind
from network.services.settle import settle
from reservations.models import Claim, ClaimState
from tests.api.operations import operation
from tests.bench.city import someone
from tests.bench.graphql_read import NESTED, SEGMENTS, asker, dense_box
from tests.bench.measure import Comparison, compare

LIMIT = 1.3
ROUNDS = 60
"""The two differ by a millisecond: fewer rounds would show what else the machine did."""

IDLE = DateRange(date(2020, 9, 1), date(2020, 10, 1))
"""All ducts of the city are there, and nobody reserved or damaged one yet."""

HAIR_MM = 0.001
PLANT = (Site, Segment, Duct, Cable)


def _compared(name: str, text: str, bound: Callable[[dict[str, float]], User]) -> Comparison:
    box = dense_box()
    variables = {"box": box, "first": SEGMENTS}
    free = asker(text, variables, someone("viewer"))
    limited = asker(text, variables, bound(box))
    assert free() == limited(), "the same answer, or the comparison says nothing"
    return compare(f"visibility_{name}", floor=free, ours=limited, limit=LIMIT, rounds=ROUNDS)


@transaction.atomic
def contractor(box: dict[str, float]) -> User:
    """A contractor editor whose area is the quarter."""
    area = geojson.box(**_wider(box))
    return _person("contractor_editor", "contractor", area=MultiPolygon(area, srid=area.srid))


def carrier(box: dict[str, float]) -> User:
    """A carrier to which a grant opens all plant in the quarter, because it reserved the ducts."""
    user = _person("partner", "carrier")
    organisation = user.memberships.get().organisation
    if not Grant.objects.filter(organisation=organisation).exists():
        _open(organisation, geojson.box(**_wider(box)))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return user


@transaction.atomic
def _open(organisation: Organisation, area: object) -> None:
    today = timezone.localdate()
    grant = Grant.objects.create(
        organisation=organisation,
        case_reference="bench",
        valid=DateRange(today, today.replace(year=today.year + 5)),
    )
    for model in PLANT:
        name = model._meta.model_name
        through = model.grants.through  # type: ignore[attr-defined]
        inside = model.objects.filter(model.objects.in_area(area)).order_by()
        keys = inside.values_list("pk", flat=True)
        through.objects.bulk_create(
            (
                through(**{f"{name}_id": key, "grant": grant})
                for key in keys.values_list("pk", flat=True)
            ),
            batch_size=5_000,
        )
    _reserve(grant)


def _reserve(grant: Grant) -> None:
    """Next to no room in each duct that the grant opens, while the city is idle."""
    holder = Holder.objects.create(
        kind=HolderKind.CLAIM,
        organisation=grant.organisation,
        effect=Effect.RESERVED,
        period=IDLE,
    )
    HeldUnit.objects.bulk_create(
        HeldUnit(
            holder=holder,
            duct_id=duct,
            from_site_id=start,
            to_site_id=end,
            cable_outer_mm=HAIR_MM,
        )
        for duct, start, end in Duct.objects.filter(grants=grant).values_list(
            "pk", "start_site", "end_site"
        )
    )
    Claim.objects.create(
        holder=holder,
        organisation=grant.organisation,
        state=ClaimState.CONFIRMED,
        period=IDLE,
        idempotency_key="bench",
        requested_by=someone("partner"),
        grant=grant,
    )
    settle()


def _person(role: str, kind: str, **fields: object) -> User:
    organisation, _new = Organisation.objects.get_or_create(
        code=f"bench-{kind}", defaults={"name": kind, "kind": kind}
    )
    email = f"bench-{kind}@example.org"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, is_active=True)
        Membership.objects.create(user=user, organisation=organisation, role=role, **fields)
    return user


def _wider(box: dict[str, float]) -> dict[str, float]:
    """So that the ends of lines that cross the box lie inside, too."""
    more = {"west": -0.02, "south": -0.02, "east": 0.02, "north": 0.02}
    return {side: value + more[side] for side, value in box.items()}


BENCHMARKS = {
    f"visibility_{who.__name__}_{of}": partial(_compared, f"{who.__name__}_{of}", text, who)
    for of, text in (("nested", NESTED), ("deep", operation("AssetsInBox").text))
    for who in (contractor, carrier)
}
