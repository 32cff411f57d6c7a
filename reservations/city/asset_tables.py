"""The tables of the assets in the order of loading."""

from datetime import date

from fixtures.city.plan import CITY
from fixtures.city.rows import Asset, Segment, Site
from reservations.city.references import References
from reservations.city.tables import Column, Table, field, fixed, key, plain

SURVEYED_SINCE = date(2015, 1, 1)  # what is older was taken over from drawings


def asset_tables(refs: References) -> tuple[Table, ...]:
    """Everything one can touch but gateways, which need the strands of the cables."""
    return (
        _addresses(refs),
        _sites(refs),
        _segments(refs),
        _ducts(refs),
        _duct_sections(),
        _duct_joints(),
        _duct_joint_ends(),
        _cables(refs),
        _cable_sections(),
    )


def asset_columns(rows: str, refs: References) -> tuple[Column, ...]:
    """The columns every asset has."""
    return (
        key("id", "key", rows),
        Column("public_id", field("code"), moves="public_id"),
        Column("code", field("code"), moves="code"),
        Column("owner_id", lambda row: refs.organisations[row.owner]),
        Column("operator_id", lambda row: refs.organisations[row.operator]),
        Column("project_id", lambda row: refs.projects[row.project]),
        Column("provenance", lambda row: "surveyed" if _is_fresh(row) else "imported"),
        *plain("life_cycle", "valid_from"),
    )


def _is_fresh(row: Asset) -> bool:
    return row.valid_from >= SURVEYED_SINCE


def _accuracy(row: Site | Segment) -> str:
    return "cm10" if _is_fresh(row) else "m1"


def _addresses(refs: References) -> Table:
    columns = (
        key("id", "key", "addresses"),
        Column("building_id", field("object_id"), moves="code"),
        Column("geom", field("point"), moves="point"),
        fixed("town", refs.town),
        *plain("street_key", "street", "house_number", "suffix", "postcode", "district"),
    )
    return Table("assets_address", "addresses", columns)


def _sites(refs: References) -> Table:
    columns = (
        *asset_columns("sites", refs),
        Column("geom", field("point"), moves="point"),
        Column("power", lambda row: "available" if row.power else "none"),
        Column("accuracy", _accuracy),
        Column("publication", lambda row: "protected" if row.kind == "pop" else "restricted"),
        key("address_id", "address", "addresses"),
        *plain("name", "kind", "can_open", "depth_cm", "ground_height_m"),
    )
    return Table("assets_site", "sites", columns)


def _segments(refs: References) -> Table:
    columns = (
        *asset_columns("segments", refs),
        key("start_site_id", "start", "sites"),
        key("end_site_id", "end", "sites"),
        Column("geom", field("line"), moves="line"),
        Column("name", field("street")),
        Column("funding", lambda row: "funded" if row.project else "not_funded"),
        Column("accuracy", _accuracy),
        *plain("kind", "surface", "depth_cm", "cover_cm", "built_year", "stated_length_m"),
    )
    return Table("assets_segment", "segments", columns)


def _ducts(refs: References) -> Table:
    columns = (
        *asset_columns("ducts", refs),
        Column("type_id", lambda row: refs.duct_types[row.type]),
        Column("commercial_availability", _availability),
        key("start_site_id", "start", "sites"),
        key("end_site_id", "end", "sites"),
        key("bundle_id", "bundle", "ducts"),
        *plain("number"),
    )
    return Table("assets_duct", "ducts", columns)


def _availability(row: Asset) -> str:
    return "offered" if row.owner == CITY else "on_request"


def _duct_sections() -> Table:
    columns = (
        key("id", "key", "sections"),
        key("duct_id", "duct", "ducts"),
        key("segment_id", "segment", "segments"),
        key("parent_id", "parent", "sections"),
        *plain("rank", "reversed", "level", "position"),
    )
    return Table("assets_ductsection", "sections", columns)


def _duct_joints() -> Table:
    columns = (key("id", "key", "joints"), key("site_id", "site", "sites"))
    return Table("network_ductjoint", "joints", columns)


def _duct_joint_ends() -> Table:
    columns = (
        key("joint_id", "joint", "joints"),
        key("duct_id", "duct", "ducts"),
        *plain("side", "end"),
    )
    return Table("network_ductjointend", "duct_ends", columns)


def _cables(refs: References) -> Table:
    columns = (
        *asset_columns("cables", refs),
        Column("type_id", lambda row: refs.cable_types[row.type][0]),
        Column("fibre_count", lambda row: refs.cable_types[row.type][1]),
        fixed("route_quality", "surveyed"),
        key("start_site_id", "start", "sites"),
        key("end_site_id", "end", "sites"),
    )
    return Table("assets_cable", "cables", columns)


def _cable_sections() -> Table:
    columns = (
        key("id", "key", "cable_sections"),
        key("cable_id", "cable", "cables"),
        key("segment_id", "segment", "segments"),
        key("duct_section_id", "section", "sections"),
        *plain("rank", "reversed", "laying", "slack_m"),
    )
    return Table("assets_cablesection", "cable_sections", columns)
