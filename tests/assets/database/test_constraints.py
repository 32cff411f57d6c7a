"""What must never be wrong cannot be written, not even by raw SQL; and no rule is left untested."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import ApiSecret, ApiToken, Grant
from accounts.services import client as clients
from assets.models import (
    Address,
    Antenna,
    Channel,
    ColourScheme,
    ColourStep,
    DuctSection,
    DutyBand,
    FrequencyPlan,
    Project,
)
from gis.refusals import Refusal, refusal_from, worded_constraints
from tests.assets.database.attacks import ATTACKS, PEOPLE, SPOKEN_FOR
from tests.builders import (
    make_bundle,
    make_cable,
    make_cable_type,
    make_duct,
    make_gateway,
    make_gateway_report,
    make_line_network,
    make_organisation,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db

"""Django names keys after the table; rules of our own are named after the concept."""


@pytest.fixture
def rows() -> dict[str, int]:
    """A--B--C: a bundle of two tubes, a cable in the first, another cable and duct; people."""
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C", tubes=2)
    tube = bundle.tubes.get(number=1)
    cable = make_cable(network, "A-B-C", inside=tube)
    other_cable = make_cable(network, "A-B-C")
    gateway, other_gateway = make_gateway(network["A"]), make_gateway(network["B"])
    Antenna.objects.create(gateway=gateway, number=1)
    make_gateway_report(gateway)
    _catalogues_and_people(bundle.owner)
    first, second = bundle.sections.order_by("rank")
    inside = DuctSection.objects.filter(duct=tube).order_by("rank")
    return {
        "site": network["A"].pk,
        "other_site": network["B"].pk,
        "segment": network["A-B"].pk,
        "other_segment": network["B-C"].pk,
        "duct": bundle.pk,
        "tube": tube.pk,
        "other_duct": make_duct(network, "A-B").pk,
        "section": first.pk,
        "other_section": second.pk,
        "tube_section": inside[0].pk,
        "other_tube_section": inside[1].pk,
        "duct_type": tube.type_id,
        "cable": cable.pk,
        "other_cable": other_cable.pk,
        "other_cable_tube": other_cable.tubes.get().pk,
        "cable_section": cable.sections.order_by("rank")[0].pk,
        "cable_type": cable.type_id,
        "cable_type_24": make_cable_type(24).pk,
        "strand": cable.strands.first().pk,
        "gateway": gateway.pk,
        "other_gateway": other_gateway.pk,
    }


def _catalogues_and_people(owner) -> None:
    Address.objects.create(
        building_id="DE1", street="Höhne", house_number=1, town="Wuppertal", geom=place(0)
    )
    Project.objects.create(code="P", name="Los 1")
    scheme = ColourScheme.objects.create(code="din", name="DIN", source="DIN VDE 0888")
    for number, colour in ((1, "#ff0000"), (2, "#00ff00")):
        ColourStep.objects.create(
            scheme=scheme, number=number, name_de="x", name_en="x", hex=colour
        )
    plan = FrequencyPlan.objects.create(code="eu868", name="EU868", source="RP002")
    Channel.objects.create(plan=plan, frequency_hz=868_100_000, bandwidth_khz=125)
    DutyBand.objects.create(
        plan=plan, name="g1", low_hz=1, high_hz=2, duty_cycle=0.01, max_erp_dbm=14
    )
    make_user("editor")
    make_organisation("traeger", "carrier")
    client = clients.make(code="oss", name="OSS", organisation=owner, role="viewer")
    secret = ApiSecret.objects.create(client=client, digest="0" * 64, hint="tbs_")
    ApiToken.objects.create(
        client=client,
        secret=secret,
        scopes=["read"],
        digest="0" * 64,
        hint="tb_",
        expires_at=timezone.now() + timedelta(days=1),
    )
    Grant.objects.create(organisation=owner, case_reference="F-1", valid=("2026-01-01", None))


@pytest.mark.parametrize("name", sorted(name for name, sql in ATTACKS.items() if sql))
def test_the_rule_holds_against_raw_sql(name: str, rows: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute(ATTACKS[name].format(**rows))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refused.value.__cause__.diag.constraint_name == SPOKEN_FOR.get(name, name)
    assert isinstance(refusal_from(refused.value), Refusal)


@pytest.mark.parametrize("table", ["site", "segment", "duct", "cable", "gateway"])
def test_codes_and_public_ids_are_unique(table: str, rows: dict[str, int]) -> None:
    for column in ("code", "public_id"):
        taken = f"(SELECT {column} FROM assets_{table} WHERE id = {rows[table]})"
        double = f"UPDATE assets_{table} SET {column} = {taken} WHERE id = {rows[f'other_{table}']}"
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            connection.cursor().execute(double)
        assert refused.value.__cause__.diag.constraint_name == f"assets_{table}_{column}_key"


def test_triggers_keep_versions_live_sections_and_strands(rows: dict[str, int]) -> None:
    """Whoever writes: raw SQL gets a new version, strands, and sections that follow the duct."""
    with connection.cursor() as cursor:
        for table in ("site", "segment", "duct", "cable", "gateway"):
            cursor.execute(
                f"UPDATE assets_{table} SET name = 'x', version = 99 WHERE id = %s"
                " RETURNING version, updated_at > created_at - interval '1 day'",
                [rows[table]],
            )
            assert cursor.fetchone() == (2, True)
        cursor.execute(
            "UPDATE assets_duct SET life_cycle = 'removed' WHERE id = %s", [rows["other_duct"]]
        )
        cursor.execute(
            "UPDATE assets_ductsection SET is_live = true WHERE duct_id = %s RETURNING is_live",
            [rows["other_duct"]],
        )
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM assets_strand WHERE cable_id = %s", [rows["cable"]])
        assert cursor.fetchone() == (12,)


def test_raw_sql_is_in_the_history(rows: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assets_site SET name = 'Höhne' WHERE id = %s", [rows["site"]])
        cursor.execute("DELETE FROM assets_antenna")
        cursor.execute(
            "SELECT operation, after->>'name', actor_label LIKE 'database: %'"
            " FROM history_change WHERE operation <> 'I'"
            " AND table_name IN ('assets_site', 'assets_antenna') ORDER BY id"
        )
        assert cursor.fetchall() == [("U", "Höhne", True), ("D", None, True)]


def test_every_rule_of_the_plant_is_put_into_words() -> None:
    rules = {name for name, sql in ATTACKS.items() if sql and name not in PEOPLE}
    assert rules - worded_constraints() == set()
