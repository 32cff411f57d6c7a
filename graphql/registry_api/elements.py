"""What a request asks for: a found route, or ducts and strands by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import graphene
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from assets.models import Strand
from gis.refusals import NotFound, Refusal
from network.routing import open_token
from registry_api.errors import bad_input
from registry_api.inputs import Reader, Table
from registry_api.nodes import find_several
from registry_api.plan.fields import concept_called
from reservations.services.naming import seen_among
from reservations.services.requested import SingleStrand, Stretch, Unit

MOST_ELEMENTS = 500


class RequestedElement(graphene.InputObjectType):
    """A duct, whole or between two of its sites, or strands of a cable."""

    duct = graphene.ID(description="Id or code.")
    from_site = graphene.ID(description="Id or code; without it the duct's beginning.")
    to_site = graphene.ID(description="Id or code; without it the duct's end.")
    cable_outer_mm = graphene.Float(
        description="Room for a cable of this outer diameter instead of the whole duct."
    )
    cable = graphene.ID(description="Id or code.")
    strands = graphene.List(graphene.NonNull(graphene.Int), description="Numbers of its strands.")


class Elements(Reader):
    """Looked up together, however many there are."""

    type = graphene.List(graphene.NonNull(RequestedElement))
    description = f"1–{MOST_ELEMENTS} ducts or strands; instead of a route."

    def read(self, value: Any, viewer: Viewer, field: str) -> list[Unit]:
        if not 1 <= len(value) <= MOST_ELEMENTS:
            raise bad_input(field, f"1–{MOST_ELEMENTS}")
        for number, one in enumerate(value):
            if (one.get("duct") is None) == (one.get("cable") is None):
                raise bad_input(f"{field}.{number}", "duct | cable")
        return [*_stretches(value, viewer, field), *_strands(value, viewer, field)]


def _named(value: Sequence[Mapping[str, Any]], *keys: str) -> list[str]:
    return [one[key] for one in value for key in keys if one.get(key) is not None]


def _stretches(value: Sequence[Mapping[str, Any]], viewer: Viewer, field: str) -> list[Stretch]:
    ducts = find_several(concept_called("duct.Duct"), viewer, _named(value, "duct"), field)
    sites = _named(value, "from_site", "to_site")
    known = find_several(concept_called("site.Site"), viewer, sites, field)
    named = [
        _stretch(one, ducts[one["duct"]], known) for one in value if one.get("duct") is not None
    ]
    if set(named) - seen_among(named, viewer):
        raise NotFound(field)
    return named


def _stretch(given: Mapping[str, Any], duct: Any, sites: Mapping[str, Any]) -> Stretch:
    begin, end = given.get("from_site"), given.get("to_site")
    return Stretch(
        duct.pk,
        duct.start_site_id if begin is None else sites[begin].pk,
        duct.end_site_id if end is None else sites[end].pk,
        given.get("cable_outer_mm"),
    )


def _strands(value: Sequence[Mapping[str, Any]], viewer: Viewer, field: str) -> list[SingleStrand]:
    cables = find_several(concept_called("cable.Cable"), viewer, _named(value, "cable"), field)
    wanted = {
        (cables[one["cable"]].pk, number)
        for one in value
        if one.get("cable") is not None
        for number in one.get("strands") or ()
    }
    rows = Strand.objects.visible_to(viewer).filter(
        cable__in=list(cables.values()), number__in={number for _cable, number in wanted}
    )
    found = {(cable, number): pk for pk, cable, number in rows.values_list("pk", "cable", "number")}
    if not wanted <= found.keys() or (cables and not wanted):
        raise NotFound(field)
    return [SingleStrand(found[one], one[0]) for one in sorted(wanted)]


ELEMENTS: Table = {"route_token": graphene.String, "elements": Elements()}


def asked_for(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    """`units` and `length_m` for the service, taken out of the facts of a mutation."""
    token, units = facts.pop("route_token", None), facts.pop("elements", None)
    if token is None:
        return {} if units is None else {"units": units}
    if units is not None:
        message = _("Ask either for a route or for ducts and strands by their names.")
        raise Refusal("BAD_INPUT", message, "elements")
    route = open_token(token, by)
    return {"units": [Stretch(*unit) for unit in route.units], "length_m": route.length_m}
