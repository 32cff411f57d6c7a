"""Reference data on its way into the database."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Organisation
from assets.models import Cable, CableType, ColourScheme, Duct, DuctType, FrequencyPlan, Site
from history.models import Change
from network.catalogues.files import ReferenceDataError, read
from network.catalogues.load import load
from network.catalogues.upsert import Outcome
from network.models import FillPolicy
from reservations.models import ChecklistItem, ClockRule, LegalRemedy, RefusalGround, Tariff

SHIPPED = Path(__file__).parents[3] / "fixtures" / "reference"

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return Path(copytree(SHIPPED, tmp_path / "reference"))


@pytest.fixture
def loaded():
    return load(read(SHIPPED))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def sites():
    owner = Organisation.objects.create(code="city", name="City", kind="city_department")
    ends = [
        Site.objects.create(code=code, kind="chamber", owner=owner, geom=Point(east, 5_680_000))
        for code, east in (("A", 370_000), ("B", 370_100))
    ]
    return owner, *ends


def lay_duct(type_code):
    owner, start, end = sites()
    kind = DuctType.objects.get(code=type_code)
    return Duct.objects.create(code="D1", owner=owner, type=kind, start_site=start, end_site=end)


def test_everything_arrives(loaded):
    assert len(loaded.all_of(Outcome.CREATED)) == sum(
        kind.objects.count()
        for kind in (
            ChecklistItem,
            ColourScheme,
            DuctType,
            CableType,
            FillPolicy,
            FrequencyPlan,
            ClockRule,
            RefusalGround,
            LegalRemedy,
            Tariff,
        )
    )
    bundle = DuctType.objects.get(code="24x7x1.5")
    assert [member.tube_type.code for member in bundle.members.all()] == ["7x1.5"] * 24
    assert bundle.inner_mm is None
    assert bundle.colour_scheme.steps.get(number=13).name_de == "Rot"
    assert bundle.colour_scheme.steps.get(number=13).marking == "stripe"
    assert DuctType.objects.get(code="10x2.0").inner_mm == 6
    assert CableType.objects.get(code="mini-432").fibre_count == 432
    plan = FrequencyPlan.objects.get(code="EU868")
    assert plan.duty_bands.get(name="P").duty_cycle == 0.1
    assert plan.channels.get(downlink_only=True).frequency_hz == 869_525_000


def test_the_second_run_changes_nothing(loaded):
    before = Change.objects.count()
    again = load(read(SHIPPED))
    assert set(again.all_of(Outcome.UNCHANGED)) == set(loaded.all_of(Outcome.CREATED))
    assert Change.objects.count() == before


def test_a_changed_file_changes_only_its_record(loaded, folder):
    edit(folder / "duct_types.toml", 'name = "Mikrorohr 7×1,5 mm"', 'name = "Röhrchen"')
    edit(folder / "frequency_plans.toml", "mhz = 867.9", "mhz = 867.85")
    report = load(read(folder))
    assert report.all_of(Outcome.CHANGED) == ["7x1.5", "EU868"]
    assert DuctType.objects.get(code="7x1.5").name == "Röhrchen"
    channels = FrequencyPlan.objects.get(code="EU868").channels
    assert channels.filter(frequency_hz=867_850_000).exists()
    assert not channels.filter(frequency_hz=867_900_000).exists()


def test_what_the_files_do_not_name_is_left_alone(loaded):
    DuctType.objects.create(code="own", name="Eigenes", kind="tube", source="Lieferschein")
    load(read(SHIPPED))
    assert DuctType.objects.filter(code="own").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE network_fillpolicy SET max_ratio = 0.6 WHERE code = 'micro-duct-blown'",
        "UPDATE assets_dutyband SET duty_cycle = 0.05 WHERE name = 'P'",
        "DELETE FROM assets_channel WHERE modulation = 'fsk'",
    ],
)
def test_what_was_edited_here_is_kept_and_reported(loaded, statement):
    with connection.cursor() as cursor:
        # A test is one transaction: without this the edit would carry the loader's reason.
        cursor.execute("SELECT set_config('trassenbuch.reason', '', true)")
        cursor.execute(statement)
    again = load(read(SHIPPED))
    assert len(again.all_of(Outcome.KEPT)) == 1
    assert again.all_of(Outcome.CHANGED) == []


@pytest.mark.parametrize(
    ("type_code", "old", "new"),
    [
        ("7x1.5", "outer_mm = 7.0\nwall_mm = 1.5", "outer_mm = 7.0\nwall_mm = 1.75"),
        ("24x7x1.5", "count = 24", "count = 23"),
    ],
)
def test_a_duct_type_in_use_keeps_its_dimensions(loaded, folder, type_code, old, new):
    lay_duct(type_code)
    edit(folder / "duct_types.toml", old, new)
    edit(folder / "colours.toml", 'name = "TIA-598"', 'name = "Amerikanisch"')
    with pytest.raises(ReferenceDataError, match=type_code):
        load(read(folder))
    assert ColourScheme.objects.get(code="tia-598").name == "TIA-598"


def test_a_duct_type_in_use_may_get_a_better_name(loaded, folder):
    lay_duct("7x1.5")
    edit(folder / "duct_types.toml", 'name = "Mikrorohr 7×1,5 mm"', 'name = "Röhrchen"')
    assert load(read(folder)).all_of(Outcome.CHANGED) == ["7x1.5"]


def test_an_unused_duct_type_may_be_corrected(loaded, folder):
    edit(folder / "duct_types.toml", "outer_mm = 42.0", "outer_mm = 43.5")
    load(read(folder))
    assert DuctType.objects.get(code="24x7x1.5").outer_mm == 43.5


def test_a_cable_type_in_use_keeps_its_fibres(loaded, folder):
    owner, start, end = sites()
    kind = CableType.objects.get(code="micro-24")
    Cable.objects.create(
        code="K1", owner=owner, type=kind, fibre_count=24, start_site=start, end_site=end
    )
    edit(folder / "cable_types.toml", "fibres_per_tube = 24", "fibres_per_tube = 12")
    with pytest.raises(ReferenceDataError, match="micro-24"):
        load(read(folder))


def test_a_limit_ends_and_its_successor_begins(loaded, folder):
    old = 'code = "micro-duct-blown"\n'
    successor = (
        'code = "micro-duct-2027"\nname = "Neu"\nduct_kind = "tube"\nlimit_percent = 60\n'
        'source = "blown"\nvalid_from = 2027-01-01\n\n[[policies]]\n'
    )
    edit(folder / "fill_policies.toml", old, f"{successor}{old}valid_to = 2026-12-31\n")
    load(read(folder))
    on_new_year = FillPolicy.objects.get(duct_kind="tube", valid__contains=date(2027, 1, 1))
    on_last_day = FillPolicy.objects.get(duct_kind="tube", valid__contains=date(2026, 12, 31))
    assert (on_last_day.code, on_new_year.code) == ("micro-duct-blown", "micro-duct-2027")


def test_two_limits_for_one_day_are_refused(loaded, folder):
    edit(folder / "fill_policies.toml", 'duct_kind = "protection"', 'duct_kind = "tube"')
    with pytest.raises(ReferenceDataError, match="protection-duct-override"):
        load(read(folder))


def test_the_command_reports_and_refuses(folder, capsys):
    call_command("load_reference_data", folder=folder)
    assert "69" in capsys.readouterr().out
    call_command("load_reference_data", folder=folder, verbosity=0)
    assert capsys.readouterr().out == ""
    edit(folder / "duct_types.toml", "wall_mm = 0.75", "wall_mm = 3.5")
    with pytest.raises(CommandError, match=r"duct_types\.toml: 7x0\.75"):
        call_command("load_reference_data", folder=folder)
