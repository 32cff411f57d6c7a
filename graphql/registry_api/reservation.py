"""Reservations: who holds what, for how long, in which state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat, Now

from accounts.roles import Capability
from accounts.viewer import Viewer
from gis.generalise import rounded_length
from network import drawn_ways
from network.models import HeldUnit
from registry_api.connections import NEWEST, ConnectionField
from registry_api.enums import enum_of
from registry_api.geometry import GeoJSON
from registry_api.nodes import Node, id_column
from registry_api.period import Period, period_of
from registry_api.plan import Batch, Column, Concept, ToMany, ToOne
from reservations.models import Claim
from reservations.models.claim import ClaimState

_NUMBER = re.compile(r"R-([1-9][0-9]{0,17})")


class ReservedUnit(Concept):
    """A duct between two sites, whole or with room for a cable; or one strand."""

    class Meta:
        model = HeldUnit
        identifier = "pk"

    key = Column(
        graphene.ID,
        Cast("pk", TextField()),
        required=True,
        description="Names the unit where a decision refuses it.",
    )
    duct = ToOne("duct.Duct")
    from_site = ToOne("site.Site")
    to_site = ToOne("site.Site")
    cable_outer_mm = Column(graphene.Float, description="Room for a cable; null: the whole duct.")
    strand = ToOne("cable.Strand")

    @classmethod
    def visible(cls, viewer: Viewer) -> QuerySet[Any]:
        return HeldUnit.objects.filter(holder__claim__in=Claim.objects.visible_to(viewer))


def _geometries(
    viewer: Viewer, keys: list[Any], _arguments: Mapping[str, Any]
) -> Mapping[Any, dict[str, Any]]:
    return drawn_ways.of_holders(viewer, keys)


def _lengths(
    viewer: Viewer, keys: list[Any], _arguments: Mapping[str, Any]
) -> Mapping[Any, float | None]:
    exact = viewer.can(Capability.SEE_EXACT_PLANT)
    lengths = dict(Claim.objects.filter(pk__in=keys).values_list("pk", "length_m"))
    return {
        key: length if exact or length is None else rounded_length(length)
        for key, length in lengths.items()
    }


class Reservation(Concept):
    """An organisation's claim on ducts or strands; as `R-17` where a code is asked for."""

    class Meta:
        model = Claim
        interfaces = (Node,)

    id = id_column("Reservation")
    number = Column(
        graphene.String,
        Concat(Value("R-"), Cast("pk", TextField()), output_field=TextField()),
        required=True,
    )
    organisation = ToOne("organisation.Organisation")
    state = Column(
        enum_of(ClaimState),
        Case(
            When(
                Q(state=ClaimState.HELD, holder__expires_at__lte=Now()),
                then=Value(ClaimState.EXPIRED.value),
            ),
            default=F("state"),
        ),
        required=True,
        description="As of now: a hold over its time is expired.",
    )
    period = Column(Period, convert=period_of, required=True)
    purpose = Column(graphene.String, required=True)
    length_m = Batch(graphene.Float, _lengths, description="Of the route; rounded for partners.")
    requested_at = Column(graphene.DateTime, required=True)
    expires_at = Column(
        graphene.DateTime, "holder__expires_at", description="End of a hold unless confirmed."
    )
    decided_at = Column(graphene.DateTime)
    version = Column(graphene.Int, required=True)
    request = ToOne("access_request.AccessRequest", description="The request it belongs to.")
    units = ToMany("reservation.ReservedUnit", "holder__claim", order=("pk",))
    geometry = Batch(
        GeoJSON,
        _geometries,
        source="holder_id",
        description="The way; where you may not see plant exactly, the 50 m cells it passes.",
    )

    @classmethod
    def called(cls, text: str) -> Q | None:
        match = _NUMBER.fullmatch(text)
        return Q(pk=int(match[1])) if match else None

    @classmethod
    def own(cls, viewer: Viewer) -> QuerySet[Any]:
        """Those of the viewer's own organisations."""
        return cls.visible(viewer).filter(organisation__in=viewer.organisation_ids)


class ReservationQueries:
    reservations = ConnectionField(
        Reservation, ordering=NEWEST, description="All you may see, newest first."
    )
    my_reservations = ConnectionField(
        Reservation,
        ordering=NEWEST,
        base=Reservation.own,
        description="Those of your organisations, newest first.",
    )
