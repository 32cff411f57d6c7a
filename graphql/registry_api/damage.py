"""Damages of ducts and strands."""

from __future__ import annotations

import graphene

from network import models
from network.services import damage as service
from registry_api import edits
from registry_api.connections import NEWEST, ConnectionField
from registry_api.inputs import Ref, Table
from registry_api.nodes import Node, id_column
from registry_api.period import OpenPeriod, Period, period_of
from registry_api.plan import Column, Concept, ToOne


class Damage(Concept):
    """Nobody can use the unit in that period; open at its end until it is mended."""

    class Meta:
        model = models.Damage
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Damage", "pk")
    duct_section = ToOne("duct_section.DuctSection", "section_id")
    strand = ToOne("cable.Strand")
    period = Column(Period, convert=period_of, required=True)
    description = Column(graphene.String, required=True)
    version = Column(graphene.Int, required=True, description="Send it back with a change.")


DAMAGE_FACTS: Table = {"period": OpenPeriod(), "description": graphene.String}
_UNIT: Table = {
    "duct_section": Ref("duct_section.DuctSection", "section"),
    "strand": Ref("cable.Strand"),
}


class DamageMutations:
    report_damage, report_damages = edits.pair(
        "ReportDamage",
        {**_UNIT, **DAMAGE_FACTS},
        lambda by, facts: {"damage": service.report(by=by, **facts)},
        {"damage": "damage.Damage"},
        required=("period", "description"),
        description="A damage of a duct section or of a strand: nobody can use it meanwhile.",
    )
    change_damage, change_damages = edits.change("damage.Damage", DAMAGE_FACTS, service.change)
    delete_damage, delete_damages = edits.delete("damage.Damage", service.delete)


class DamageQueries:
    damages = ConnectionField(Damage, ordering=NEWEST, description="Newest first.")
