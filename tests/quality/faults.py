"""For each rule something that is wrong, what is nearly so but right, and how it is mended.

A case makes its plant and answers the object to be found, objects that must not be found, and a
function that puts it right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection

from assets.models import Address, CableSection, ColourScheme, Duct, DuctType
from tests.builders import (
    make_bundle,
    make_cable,
    make_cable_type,
    make_duct,
    make_duct_type,
    make_fill_policies,
    make_gateway,
    make_line_network,
    make_organisation,
    make_segment,
    make_site,
    place,
)

Case = tuple[Any, list[Any], Callable[[], Any]]
YESTERDAY = dt.date.today() - dt.timedelta(days=1)


def change(instance: Any, **facts: Any) -> Callable[[], Any]:
    def mend() -> None:
        type(instance).objects.filter(pk=instance.pk).update(**facts)

    return mend


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def validity_ended() -> Case:
    gone = make_site("GONE", valid_to=YESTERDAY)
    removed = make_site("REMOVED", valid_to=YESTERDAY, life_cycle="removed")
    return gone, [removed, make_site("STAYS")], change(gone, valid_to=None)


def owner_missing() -> Case:
    builder = make_organisation("bau", "contractor")
    theirs, ours = make_site("THEIRS", owner=builder), make_site("OURS", 5)
    return theirs, [ours], change(theirs, owner=ours.owner)


def site_without_segment() -> Case:
    lone = make_site("LONE", 900)
    network = make_line_network("A-B")
    lamp = make_site("LAMP", 700, kind="street_light")
    host = make_site("HOST", 750)
    make_gateway(host)
    return lone, [network["A"], lamp, host], lambda: make_segment(lone, network["A"])


def site_duplicate() -> Case:
    first = make_site("ONE")
    twice, other_kind = make_site("TWICE", 0.3), make_site("POP", 0.2, kind="pop")
    return twice, [first, other_kind], change(twice, geom=place(5))


def site_outside_area() -> Case:
    far, near = make_site("FAR", 2_000_000), make_site("NEAR")
    return far, [near], change(far, geom=place(20))


def entry_without_address() -> Case:
    entry = make_site("ENTRY", kind="building_entry")
    address = Address.objects.create(
        building_id="1", street="Wall", house_number=1, town="W", geom=place(0)
    )
    known = make_site("KNOWN", 9, kind="building_entry", address=address)
    return entry, [known, make_site("CHAMBER", 20)], change(entry, address=address)


def dangling_end() -> Case:
    network = make_line_network("A-B-C")
    change(network["C"], kind="blind_end")()
    planned = make_line_network("P-Q", life_cycle="planned")
    return (
        network["A-B"],
        [network["B-C"], planned["P-Q"]],
        change(network["A"], kind="building_entry"),
    )


def end_beside_line() -> Case:
    network = make_line_network("A-B")
    beside, far = make_site("X", 50, 0.4), make_site("Y", 50, 60, kind="pop")
    stub = make_segment(beside, far)
    return stub, [network["A-B"]], change(beside, kind="blind_end")


def segment_duplicate() -> Case:
    network = make_line_network("A-B")
    again = make_segment(network["B"], network["A"], code="AGAIN")
    over = make_segment(network["A"], network["B"], code="OVER", kind="aerial")
    return again, [network["A-B"], over], change(again, life_cycle="removed")


def segments_overlap() -> Case:
    network = make_line_network("A-B-C")
    along = make_segment(network["A"], network["C"], code="ALONG")
    crossing = make_segment(make_site("N", 50, 30), make_site("S", 50, -30))
    return along, [network["A-B"], network["B-C"], crossing], change(along, life_cycle="removed")


def segment_outside_area() -> Case:
    network = make_line_network("A-B")
    far = make_segment(network["A"], make_site("FAR", 2_000_000), code="FAR")
    return far, [network["A-B"]], change(far, life_cycle="removed")


def depth_unknown() -> Case:
    network = make_line_network("A-B, C-D, E-F")
    change(network["C-D"], depth_cm=80)()
    change(network["E-F"], kind="aerial")()
    return network["A-B"], [network["C-D"], network["E-F"]], change(network["A-B"], depth_cm=70)


def segment_length_differs() -> Case:
    network = make_line_network("A-B, C-D")
    change(network["A-B"], stated_length_m=150)()
    change(network["C-D"], stated_length_m=105)()
    return network["A-B"], [network["C-D"]], change(network["A-B"], stated_length_m=101)


def segment_empty() -> Case:
    network = make_line_network("A-B, C-D, E-F")
    make_duct(network, "C-D")
    make_cable(network, "E-F")
    return (
        network["A-B"],
        [network["C-D"], network["E-F"]],
        lambda: make_duct(network, "A-B"),
    )


def duct_without_segment() -> Case:
    network = make_line_network("A-B")
    facts = {"type": make_duct_type(), "owner": network["A"].owner, "end_site": network["B"]}
    nowhere = Duct.objects.create(code="NOWHERE", start_site=network["A"], **facts)
    return nowhere, [make_duct(network, "A-B")], change(nowhere, life_cycle="planned")


def duct_too_wide() -> Case:
    network = make_line_network("A-B")
    around = make_duct(network, "A-B", type=make_duct_type("50x4.6"))
    wide = make_duct(network, "A-B", inside=around, type=make_duct_type("50x2", "tube"))
    fits = make_duct(network, "A-B", inside=around, type=make_duct_type("20x2", "tube"))
    return wide, [around, fits], change(wide, type=make_duct_type("12x2", "tube"))


def duct_overfull() -> Case:
    make_fill_policies()
    network = make_line_network("A-B")
    full, empty = make_duct(network, "A-B"), make_duct(network, "A-B")
    thick = make_cable(network, "A-B", inside=full, type=make_cable_type(12, 1, 35.0))
    return full, [empty], lambda: CableSection.objects.filter(cable=thick).delete()


def inner_diameter_unknown() -> Case:
    network = make_line_network("A-B")
    unknown = DuctType.objects.create(code="?", name="?", kind="tube")
    vague, known = make_duct(network, "A-B", type=unknown), make_duct(network, "A-B")
    return vague, [known], change(vague, type=known.type)


def colour_missing() -> Case:
    bundle = make_bundle(make_line_network("A-B"), "A-B", tubes=2)
    colours = ColourScheme.objects.create(code="bunt", name="Bunt", source="test")
    for number in (1, 2):
        colours.steps.create(number=number, name_de="rot", name_en="red", hex="#ff0000")
    tubes = list(bundle.tubes.all())
    return bundle, tubes, change(bundle.type, colour_scheme=colours)


def bundle_incomplete() -> Case:
    network = make_line_network("A-B, C-D")
    short = make_bundle(network, "A-B", tubes=3, code="SHORT")
    whole = make_bundle(network, "C-D", tubes=3, code="WHOLE")
    lost = short.tubes.get(number=2)
    change(lost, bundle=None, number=None)()
    return short, [whole, lost], change(lost, bundle=short, number=2)


def tube_not_of_bundle() -> Case:
    bundle = make_bundle(make_line_network("A-B"), "A-B", tubes=3)
    first, second, _third = bundle.tubes.order_by("number")
    change(first, type=make_duct_type("12x2", "tube"))()
    return first, [bundle, second], change(first, type=second.type)


def cable_longer_than_path() -> Case:
    network = make_line_network("A-B")
    long = make_cable(network, "A-B", stated_length_m=140)
    marked = make_cable(network, "A-B", sheath_start_m=1_000, sheath_end_m=895)
    slack = CableSection.objects.filter(cable=long)
    return long, [marked], lambda: slack.update(slack_m=35)


def cable_shorter_than_path() -> Case:
    network = make_line_network("A-B")
    short = make_cable(network, "A-B", sheath_start_m=1_000, sheath_end_m=940)
    sketched = make_cable(network, "A-B", stated_length_m=60, route_quality="schematic")
    return short, [sketched], change(short, sheath_end_m=899)


def cable_too_thick() -> Case:
    network = make_line_network("A-B")
    narrow = make_duct(network, "A-B", type=make_duct_type("7x1.5", "tube"))
    thick = make_cable(network, "A-B", inside=narrow, type=make_cable_type(12, 1, 4.0))
    thin = make_cable(network, "A-B", type=make_cable_type(12, 1, 2.5))
    return thick, [thin], change(narrow, type=make_duct_type("20x2", "tube"))


def strand_count_differs() -> Case:
    network = make_line_network("A-B")
    lost, whole = make_cable(network, "A-B"), make_cable(network, "A-B")
    sql("DELETE FROM assets_strand WHERE cable_id = %s AND number = 3", lost.pk)

    def mend() -> None:
        tube = lost.tubes.first()
        lost.strands.create(tube=tube, number=3, number_in_tube=3)
        change(lost, remarks="counted")()

    return lost, [whole], mend


def cable_without_route() -> Case:
    network = make_line_network("A-B")
    lost, laid = make_cable(network, "A-B"), make_cable(network, "A-B")
    CableSection.objects.filter(cable=lost).delete()
    patch = make_cable(network, "A-B")
    CableSection.objects.filter(cable=patch).delete()
    change(patch, end_site=patch.start_site)()
    return lost, [laid, patch], change(lost, end_site=lost.start_site)


def cable_end_unknown() -> Case:
    network = make_line_network("A-B")
    open_end, known = make_cable(network, "A-B"), make_cable(network, "A-B")
    change(open_end, end_site=None)()
    return open_end, [known], change(open_end, end_site=network["B"])


def gateway_without_eui() -> Case:
    site = make_site("MAST", kind="mast")
    nameless, named = make_gateway(site), make_gateway(site, eui="0016c001ff10a235")
    return nameless, [named], change(nameless, eui="0016c001ff10a236")


def gateway_without_height() -> Case:
    site = make_site("MAST", kind="mast")
    flat, tall = make_gateway(site), make_gateway(site)
    flat.antennas.create(number=1)
    tall.antennas.create(number=1, height_m=12)
    return flat, [tall], lambda: flat.antennas.update(height_m=8)


def gateway_position_repeated() -> Case:
    site, far = make_site("MAST", kind="mast"), make_site("FAR", 80, kind="mast")
    first, second, elsewhere = make_gateway(site), make_gateway(site), make_gateway(far)
    return second, [first, elsewhere], change(second, site=make_site("NEW", 40, kind="mast"))


def lease_ended() -> Case:
    site = make_site("MAST", kind="mast")
    over, runs = make_gateway(site, lease_until=YESTERDAY), make_gateway(site)
    return over, [runs], change(over, lease_until=dt.date.today())


CASES: dict[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (
        validity_ended,
        owner_missing,
        site_without_segment,
        site_duplicate,
        site_outside_area,
        entry_without_address,
        dangling_end,
        end_beside_line,
        segment_duplicate,
        segments_overlap,
        segment_outside_area,
        depth_unknown,
        segment_length_differs,
        segment_empty,
        duct_without_segment,
        duct_too_wide,
        duct_overfull,
        inner_diameter_unknown,
        colour_missing,
        bundle_incomplete,
        tube_not_of_bundle,
        cable_longer_than_path,
        cable_shorter_than_path,
        cable_too_thick,
        strand_count_differs,
        cable_without_route,
        cable_end_unknown,
        gateway_without_eui,
        gateway_without_height,
        gateway_position_repeated,
        lease_ended,
    )
}
