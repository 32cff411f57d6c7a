"""Declares once what each of everybody may see, by type and by what people call it."""

from __future__ import annotations

ALL = {"*"}

CATALOGUES = dict.fromkeys(
    (
        "Address",
        "CableType",
        "ClockRule",
        "Colour",
        "ColourScheme",
        "DuctType",
        "FillPolicy",
        "FrequencyPlan",
        "RefusalGround",
        "Tariff",
    ),
    ALL,
)

PLANT = dict.fromkeys(
    (
        "Cable",
        "CableSection",
        "Damage",
        "Duct",
        "DuctJoint",
        "DuctSection",
        "Gateway",
        "Project",
        "QualityFinding",
        "Segment",
        "Site",
        "Strand",
        "Tube",
    ),
    ALL,
)

STAFF_SEES = {**CATALOGUES, **PLANT, "Organisation": ALL}

CLIENTS = {"ApiClient": ALL, "Webhook": ALL, "WebhookDelivery": ALL}

ALL_CLAIMS = {"Reservation": ALL}

NORTH_CASES = {
    "offered",
    "in_review",
    "incomplete",
    "waiting",
    "consent",
    "draft",
    "by_area",
    "leased",
}

SUBMITTED = {*NORTH_CASES, "granted", "prepared", "works"} - {"draft"}


SIDES, TOLD = ("North", "South"), ("Message", "Answer")

TUBES = {"RV", "RV.01", "RV.02", "RV.03"}

SEEN: dict[str, dict[str, set[str]]] = {
    "nobody": {},
    "viewer": STAFF_SEES,
    "editor": STAFF_SEES,
    # Consents only, and nothing of the other queues.
    "road_officer": {**STAFF_SEES, "AccessRequest": {"consent"}, "Deadline": {"consent"}},
    "administrator": {**STAFF_SEES, **CLIENTS},
    "planner": {**STAFF_SEES, **ALL_CLAIMS},
    "access_officer": {
        **STAFF_SEES,
        **ALL_CLAIMS,
        "AccessRequest": SUBMITTED,
        "Deadline": SUBMITTED,
        "Decision": {"granted", "prepared", "leased"},
        "CaseMessage": {f"{side}-{what}" for side in SIDES for what in TOLD} | {"Desk-Talk"},
        "Notice": set(),
    },
    "auditor": {**STAFF_SEES, **ALL_CLAIMS},
    # Around A and B, L and M only; what reaches into the area is seen with all its parts.
    "contractor_editor": {
        **CATALOGUES,
        "Organisation": {"stadt"},
        "Site": {"A", "B", "L", "M"},
        "Segment": {"A-B", "B-C", "B-D", "L-M"},
        "Duct": TUBES,
        "DuctSection": {f"{tube} in {at}" for tube in TUBES for at in ("A-B", "B-C")},
        "QualityFinding": {"A", "B", "L", "M", "A-B", "B-C", "B-D", "L-M", *TUBES, "KABEL"},
        "Cable": {"KABEL"},
        "CableSection": {"KABEL in A-B", "KABEL in B-C"},
        "Strand": {"KABEL"},
        "Tube": {"KABEL"},
    },
    # The reserved stretch of one tube, from A to B, and what was granted from X to Y.
    "north": {
        **CATALOGUES,
        "Organisation": {"nord"},
        "Site": {"A", "B", "X", "Y"},
        "Segment": {"A-B", "X-Y"},
        "Duct": {"RV.01", "C4", "C5"},
        "DuctSection": {"RV.01 in A-B", "C4 in X-Y", "C5 in X-Y"},
        "Reservation": {"confirmed", "offered", "in_review", "leased"},
        "AccessRequest": NORTH_CASES,
        "Deadline": NORTH_CASES,
        "Decision": {"leased"},
        "CaseMessage": {f"North-{what}" for what in TOLD},
        "Notice": {"north"},
    },
    "partner_administrator": {**CLIENTS, "ApiClient": {"nord-oss"}},  # and what north sees, below
    # A decision that is not signed yet is nothing for the applicant.
    "south": {
        **CATALOGUES,
        "Organisation": {"süd"},
        "Reservation": {"held"},
        "AccessRequest": {"prepared", "works", "never_submitted"},
        "Deadline": {"prepared", "works"},
        "CaseMessage": {f"South-{what}" for what in TOLD},
        "Notice": {"south"},
    },
}
SEEN["partner_administrator"] |= {**SEEN["north"], "Notice": set()}

DESK_ONLY = ("Desk-Note", "Desk-Talk", "Desk-List", "West-Remarks", "West-Reason", "West-Cable")

SECRETS = {
    "north": [
        "stadt",
        "süd",
        "west",
        "South-Secret",
        "South-Request",
        *DESK_ONLY,
        "South-Message",
        "South-Answer",
        "South-Reference",
        "South-Plan.pdf",
        "C1",
        "C2",
        "RV",
        "RV.02",
        "KABEL",
        "GW-1",
        "Projekt-X",
        "C",
    ],
    "south": [
        "stadt",
        "nord",
        "west",
        "North-Request",
        *DESK_ONLY,
        "North-Message",
        "North-Answer",
        "North-Plan.pdf",
        "Prepared-Evidence",
        "RV",
        "RV.01",
        "RV.02",
        "KABEL",
        "GW-1",
        "Projekt-X",
        "A",
        "B",
    ],
}
"""Words that may be in no field of any answer."""
