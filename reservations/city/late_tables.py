"""Tables that name strands, which exist only once cables are loaded: gateways and the ledger."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from fixtures.city.rows import Claim, Gateway, HeldUnit
from reservations.city import encoding
from reservations.city.asset_tables import asset_columns
from reservations.city.references import References
from reservations.city.tables import Column, Table, field, fixed, key, plain

State = Callable[[Claim], str]
NETWORK = "wuppertal-lorawan"
DEMODULATORS = {"SX1301": 8, "SX1302": 16, "SX1303": 16}
LAPSED = frozenset({"released", "expired"})  # a hold that never became more took nothing
DECIDED = frozenset({"confirmed", "in_use"})


def late_tables(refs: References, *, decided: bool) -> tuple[Table, ...]:
    """Gateways, damages, then claims: what is already damaged cannot be claimed.

    Unless `decided`, claims that are to be confirmed come as holds, for the access desk to decide.
    """

    def state(claim: Claim) -> str:
        return "held" if claim.state in DECIDED and not decided else claim.state

    return (
        _gateways(refs),
        _antennas(),
        _damages(),
        _holders(refs, state),
        _held_units(),
        _claims(refs, state),
    )


def _gateways(refs: References) -> Table:
    columns = (
        *asset_columns("gateways", refs),
        key("site_id", "site", "sites"),
        Column("network_gateway_id", field("network_gateway_id"), moves="code"),
        Column("demodulators", lambda row: DEMODULATORS[row.chip]),
        Column("backhaul_strand_id", _backhaul, moves="strand"),
        fixed("network", NETWORK),
        fixed("full_duplex", False),
        fixed("frequency_plan_id", refs.frequency_plan),
        fixed("power_supply", "PoE"),
        fixed("landlord", ""),
        Column("eui", field("eui"), moves="eui"),
        *plain("model", "chip", "backhaul"),
    )
    return Table("assets_gateway", "gateways", columns)


def _backhaul(row: Gateway) -> tuple[int, int] | None:
    """The last of the twelve fibres of a house cable: the first ones belong to the house."""
    return (row.backhaul_cable, 12) if row.backhaul_cable else None


def _antennas() -> Table:
    columns = (
        key("gateway_id", "key", "gateways"),
        fixed("number", 1),
        Column("height_m", field("antenna_height_m")),
        Column("gain_dbi", field("antenna_gain_dbi")),
        fixed("indoor", False),
    )
    return Table("assets_antenna", "gateways", columns)


def _damages() -> Table:
    columns = (
        key("id", "key", "damages"),
        key("section_id", "section", "sections"),
        Column("period", lambda row: encoding.days(row.since)),
        Column("description", field("finding")),
    )
    return Table("network_damage", "damages", columns)


def _holders(refs: References, state: State) -> Table:
    until = timezone.now() + timedelta(days=settings.HOLD_DAYS)
    columns = (
        key("id", "key", "claims"),
        fixed("kind", "claim"),
        Column("organisation_id", lambda row: refs.organisations[row.organisation]),
        Column("effect", lambda row: "occupied" if state(row) == "in_use" else "reserved"),
        Column("period", lambda row: "empty" if row.state in LAPSED else _period(row)),
        Column("expires_at", lambda row: until if state(row) == "held" else None),
    )
    return Table("network_holder", "claims", columns)


def _period(claim: Claim) -> str:
    return encoding.days(claim.begin, claim.until)


def _held_units() -> Table:
    columns = (
        key("holder_id", "claim", "claims"),
        key("duct_id", "duct", "ducts"),
        key("from_site_id", "from_site", "sites"),
        key("to_site_id", "to_site", "sites"),
        Column("cable_outer_mm", field("outer_mm")),
        Column("strand_id", _strand, moves="strand"),
    )
    return Table("network_heldunit", "held_units", columns)


def _strand(row: HeldUnit) -> tuple[int, int] | None:
    return (row.cable, row.strand) if row.cable and row.strand else None


def _claims(refs: References, state: State) -> Table:
    now = timezone.now()
    columns = (
        key("id", "key", "claims"),
        Column("public_id", lambda row: f"R-{row.key}", moves="public_id"),
        key("holder_id", "key", "claims"),
        Column("organisation_id", lambda row: refs.organisations[row.organisation]),
        Column("period", _period),
        Column("idempotency_key", lambda row: f"R-{row.key}", moves="code"),
        fixed("request_digest", ""),
        Column("requested_by_id", lambda row: refs.requesters[row.organisation]),
        fixed("requested_at", now),
        Column("decided_by_id", lambda row: None if state(row) == "held" else refs.decider),
        Column("decided_at", lambda row: None if state(row) == "held" else now),
        Column("state", state),
        *plain("purpose"),
    )
    return Table("reservations_claim", "claims", columns)
