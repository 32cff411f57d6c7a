"""What of this room can be followed in the change feed."""

from assets.models import (
    Antenna,
    BundleMember,
    Cable,
    CableSection,
    CableType,
    Channel,
    ColourScheme,
    ColourStep,
    Document,
    Duct,
    DuctSection,
    DuctType,
    DutyBand,
    FrequencyPlan,
    Gateway,
    Project,
    Segment,
    Site,
)
from history.feed import Followed, follow, part_of

ENDS = ("start_site", "end_site")


def declare() -> None:
    follow(
        Followed("Site", Site, by_grant=True, refers=("duct_joints__ends__duct",)),
        Followed("Segment", Segment, by_grant=True, refers=ENDS),
        Followed("Duct", Duct, by_grant=True, refers=(*ENDS, "bundle", "sections__segment")),
        Followed(
            "Cable",
            Cable,
            by_grant=True,
            refers=(*ENDS, "sections__segment", "sections__duct_section__duct"),
        ),
        Followed("Gateway", Gateway, by_grant=True, refers=("site", "backhaul_strand__cable")),
        Followed("Project", Project, "pk"),
        Followed("DuctType", DuctType, "pk"),
        Followed("CableType", CableType, "pk"),
        Followed("Colour", ColourStep, "pk"),
        Followed("ColourScheme", ColourScheme, "pk"),
        Followed("FrequencyPlan", FrequencyPlan, "pk"),
    )
    for documented in (Site, Segment, Duct, Cable, Gateway):
        part_of(documented, (Document, f"{documented._meta.model_name}_id"))
    part_of(Duct, (DuctSection, "duct_id"))
    part_of(Cable, (CableSection, "cable_id"))
    part_of(Gateway, (Antenna, "gateway_id"))
    part_of(DuctType, (BundleMember, "bundle_type_id"))
    part_of(FrequencyPlan, (Channel, "plan_id"), (DutyBand, "plan_id"))
