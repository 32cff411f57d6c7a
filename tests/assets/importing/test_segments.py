"""Sites and segments: created, found again, changed, left alone where people worked on them."""

import pytest
from django.db import connection

from assets.models import Segment, Site
from gis.importing.problems import ImportProblem
from tests.assets.importing.samples import LINES, ROUTES, SITES, SITES_ONLY

pytestmark = pytest.mark.django_db


def test_sites_and_segments_arrive_with_their_ends_exactly_on_sites(deliver, import_) -> None:
    """[A]--1--[B]--2-- (nothing): the second line gets a site at its end."""
    report = import_(deliver(orte=SITES, linien=LINES), ROUTES)

    assert vars(report.counts["site"]) | {} == {
        "read": 2,
        "created": 3,
        "changed": 0,
        "unchanged": 0,
        "refused": 0,
        "conflict": 0,
    }
    assert report.counts["segment"].created == 2
    first = Segment.objects.get(source_id="1")
    assert (first.start_site.source_id, first.end_site.source_id) == ("A", "B")
    assert first.geom.coords[0] == first.start_site.geom.coords
    assert first.geom.coords[-1] == first.end_site.geom.coords
    made = Segment.objects.get(source_id="2").end_site
    assert (made.source_id, made.kind, made.provenance) == ("2#end", "blind_end", "computed")
    assert [finding.source_id for finding in report.of("dangling_end")] == ["2#end"]
    assert first.code == "T-1"
    assert first.owner.code == "stadt"


def test_the_same_delivery_again_changes_nothing(deliver, import_) -> None:
    folder = deliver(orte=SITES, linien=LINES)
    import_(folder, ROUTES)
    before = list(Segment.objects.order_by("id").values("id", "version", "updated_at"))

    again = import_(folder, ROUTES)

    assert again.total("created") == again.total("changed") == again.total("conflict") == 0
    assert again.total("unchanged") == 4
    assert list(Segment.objects.order_by("id").values("id", "version", "updated_at")) == before


def test_a_changed_row_updates_its_object(deliver, import_) -> None:
    import_(deliver(orte=SITES, linien=LINES), ROUTES)
    moved = [(LINES[0][0] | {"art": "BOHR"}, LINES[0][1]), LINES[1]]

    report = import_(deliver(linien=moved), ROUTES)

    assert report.counts["segment"].changed == 1
    segment = Segment.objects.get(source_id="1")
    assert segment.kind == "drilled"
    assert segment.imported_version == segment.version == 2
    assert import_(deliver(linien=moved), ROUTES).total("changed") == 0


def test_what_was_edited_here_is_a_conflict_and_stays(deliver, import_) -> None:
    folder = deliver(orte=SITES, linien=LINES)
    import_(folder, ROUTES)
    Segment.objects.filter(source_id="1").update(name="von Hand")
    Site.objects.filter(source_id="A").update(remarks="Deckel klemmt")

    report = import_(folder, ROUTES)

    assert (report.counts["segment"].conflict, report.counts["site"].conflict) == (1, 1)
    assert {finding.source_id for finding in report.of("conflict")} == {"1", "A"}
    assert Segment.objects.get(source_id="1").name == "von Hand"


def test_what_was_deleted_here_is_not_created_again(deliver, import_) -> None:
    folder = deliver(orte=SITES, linien=LINES)
    import_(folder, ROUTES)
    Segment.objects.filter(source_id="2").delete()

    report = import_(folder, ROUTES)

    assert [finding.source_id for finding in report.of("deleted_here")] == ["2"]
    assert not Segment.objects.filter(source_id="2").exists()


def test_what_is_delivered_no_more_is_told_and_left_alone(deliver, import_) -> None:
    import_(deliver(orte=SITES, linien=LINES), ROUTES)
    report = import_(deliver(orte=SITES[:1], linien=LINES[:1]), ROUTES)
    assert [finding.source_id for finding in report.of("not_delivered")] == ["B", "2"]
    assert Segment.objects.count() == 2


def test_a_trial_run_changes_nothing(deliver, import_) -> None:
    report = import_(deliver(orte=SITES, linien=LINES), ROUTES, dry_run=True)
    assert report.counts["segment"].created == 2
    assert not Segment.objects.exists()
    assert "Versuch" in report.as_text() or "Trial" in report.as_text()


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ([(0, 0), (50, 50), (50, 0), (0, 50)], "self_crossing"),
        ([(5, 5), (5, 5)], "zero_length"),
        ([(0, 0), (0.0001, 0)], "zero_length"),
        ([(-60_000, 0), (-60_000, 9)], "out_of_area"),
        (None, "no_geometry"),
        ([0, 0], "wrong_geometry"),
        ([(0, 0), (0.3, 0.3)], "collapsed"),
    ],
)
def test_bad_lines_are_refused_one_by_one(deliver, import_, geometry, code: str) -> None:
    bad = ({"nr": 9, "art": "GRABEN"}, geometry)
    report = import_(deliver(orte=SITES, linien=[*LINES, bad]), ROUTES)
    assert report.counts["segment"].refused == 1
    assert [finding.source_id for finding in report.of(code)] == ["9"]
    assert report.counts["segment"].created == 2


def test_doubles_and_unknown_codes_are_refused_with_the_reason(deliver, import_) -> None:
    rows = [
        *LINES,
        ({"nr": 3, "art": "GRABEN"}, LINES[0][1]),
        ({"nr": 2, "art": "GRABEN"}, [(0, 0), (9, 9)]),
        ({"nr": 5, "art": "TELEPATHIE"}, [(0, 0), (9, 9)]),
        ({"nr": None, "art": "GRABEN"}, [(0, 0), (9, 9)]),
    ]
    report = import_(deliver(orte=SITES, linien=rows), ROUTES)
    assert report.counts["segment"].refused == 4
    assert report.of("duplicate_geometry")[0].values == {"other": "1"}
    assert report.of("duplicate_id")[0].source_id == "2"
    assert report.of("unknown_code")[0].values["value"] == "TELEPATHIE"
    assert len(report.of("no_source_id")) == 1


def test_multi_part_lines_become_pieces_with_ids_of_their_own(deliver, import_) -> None:
    rows = [
        (
            {"nr": 1, "code": "T-1", "art": "GRABEN", "laenge": 90},
            [[(0, 0), (50, 0)], [(50, 20), (90, 20)]],
        )
    ]
    report = import_(deliver(orte=SITES, linien=rows), ROUTES)
    assert report.of("multi_part")[0].values == {"parts": 2}
    assert set(Segment.objects.values_list("source_id", "code")) == {
        ("1/1", "T-1/1"),
        ("1/2", "T-1/2"),
    }


def test_lines_that_touch_midway_are_split_on_request(deliver, import_) -> None:
    rows = [
        ({"nr": 1, "code": "T-1", "art": "GRABEN", "laenge": 100}, [(0, 0), (100, 0)]),
        ({"nr": 2, "art": "GRABEN"}, [(50, 0.1), (50, 40)]),
    ]
    folder = deliver(orte=SITES, linien=rows)
    told = import_(folder, ROUTES, dry_run=True)
    assert told.of("touches_midway")[0].values == {"other": "2"}

    report = import_(folder, ROUTES.replace("snap = 0.5", "snap = 0.5\nsplit_touching = true"))

    assert set(Segment.objects.values_list("source_id", flat=True)) == {"1~1", "1~2", "2"}
    assert Site.objects.get(source_id="1~2#start").segments_out.count() == 2
    assert report.of("split_touching")[0].values == {"parts": 2}
    again = import_(folder, ROUTES.replace("snap = 0.5", "snap = 0.5\nsplit_touching = true"))
    assert again.total("created") == again.total("changed") == 0


def test_lines_without_sites_are_refused_if_none_may_be_made(deliver, import_) -> None:
    mapping = ROUTES.replace("snap = 0.5", "snap = 0.5\ncreate_sites = false")
    report = import_(deliver(orte=SITES, linien=LINES), mapping)
    assert [finding.source_id for finding in report.of("no_site_at_end")] == ["2"]
    assert report.counts["segment"].created == 1


def test_stated_lengths_are_compared_not_believed(deliver, import_) -> None:
    rows = [(LINES[0][0] | {"laenge": 250.0}, LINES[0][1]), LINES[1]]
    report = import_(deliver(orte=SITES, linien=rows), ROUTES)
    assert report.of("length_differs")[0].values == {
        "stated": 250.0,
        "computed": pytest.approx(100, abs=0.2),
    }
    segment = Segment.objects.get(source_id="1")
    assert segment.stated_length_m == 250
    assert segment.length_m == pytest.approx(100, abs=0.2)


def test_data_in_the_wrong_place_end_the_import(deliver, import_) -> None:
    wrong = ROUTES.replace('source_id = "nr"', 'source_id = "nr"\ncrs = "EPSG:25831"')
    with pytest.raises(ImportProblem) as caught:
        import_(deliver(orte=SITES, linien=LINES), wrong)
    assert caught.value.code == "far_away"
    assert not Site.objects.exists()


def test_codes_that_are_taken_give_way(deliver, import_) -> None:
    rows = [(SITES[0][0] | {"code": "S1"}, [0, 0]), (SITES[1][0] | {"code": "S1"}, [100, 0])]
    mapping = SITES_ONLY + 'code = "code"\n'
    report = import_(deliver(orte=rows), mapping)
    assert set(Site.objects.values_list("code", flat=True)) == {"S1", "test:B"}
    assert report.of("code_taken")[0].values == {"code": "S1"}
    assert import_(deliver(orte=rows), mapping).total("unchanged") == 2


def test_every_change_is_in_the_history(deliver, import_) -> None:
    import_(deliver(orte=SITES, linien=LINES), ROUTES)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM history_change"
            " WHERE table_name = 'assets_segment' AND operation = 'I'"
        )
        assert cursor.fetchone()[0] == 2


def test_reports_name_the_sites_that_are_made_on_the_way(deliver, import_) -> None:
    """1 ends where 2 begins, 0.3 m apart; the delivery says that 1 ends at X."""
    lines = [
        ({"nr": 1, "code": "T-1", "art": "GRABEN", "ziel": "X"}, [(0, 0), (100, 0)]),
        ({"nr": 2, "code": "T-2", "art": "GRABEN", "ziel": None}, [(100.3, 0), (200, 0)]),
    ]
    mapping = ROUTES.replace('stated_length_m = "laenge"', 'end_site = "ziel"')

    report = import_(deliver(orte=[], linien=lines), mapping)

    (moved,), (other,) = report.of("snapped"), report.of("other_site")
    assert (moved.source_id, moved.values["site"]) == ("2", "2#start")
    assert (other.values["stated"], other.values["found"]) == ("X", "2#start")
    assert Site.objects.filter(source_id="2#start").exists()


def test_the_same_id_in_two_layers_never_makes_one_object_of_two(deliver, import_) -> None:
    """Both layers count from 1: the second is refused by row, not written over the first."""
    mapping = SITES_ONLY + SITES_ONLY[SITES_ONLY.index("[[import]]") :].replace("orte", "masten")
    folder = deliver(orte=[({"id": 1}, [0, 0])], masten=[({"id": 1}, [9, 9]), ({"id": 2}, [5, 5])])

    report = import_(folder, mapping)

    assert (report.counts["site"].created, report.counts["site"].refused) == (2, 1)
    (finding,) = report.of("duplicate_id")
    assert (finding.layer, finding.source_id) == ("masten", "1")
    assert import_(folder, mapping).total("changed") == 0


def test_one_layer_may_be_read_by_several_entries(deliver, import_) -> None:
    """Each takes its own rows of it."""
    entry = SITES_ONLY[SITES_ONLY.index("[[import]]") :]
    own = [entry.replace('"id"\n', f'"id"\nwhere = {{ typ = "{typ}" }}\n', 1) for typ in "SM"]
    mapping = SITES_ONLY[: SITES_ONLY.index("[[import]]")] + "".join(own)
    rows = [({"id": 1, "typ": "S"}, [0, 0]), ({"id": 2, "typ": "M"}, [9, 9])]

    assert import_(deliver(orte=rows), mapping).counts["site"].created == 2
