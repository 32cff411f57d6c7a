"""What only the import of assets has to say."""

from django.utils.translation import gettext_lazy as _

from gis.importing.findings import Severity, describe


def describe_all() -> None:
    """Register the wording of every finding of this room."""
    for code, severity, message in FINDINGS:
        describe(code, severity, message)


FINDINGS = (
    ("unknown_organisation", Severity.ERROR, _("There is no organisation “%(value)s”.")),
    ("code_too_long", Severity.ERROR, _("The code is longer than 40 characters.")),
    ("unknown_project", Severity.ERROR, _("There is no project “%(value)s”.")),
    (
        "validity_reversed",
        Severity.WARNING,
        _("The end of validity is not after its start; it was left out."),
    ),
    (
        "cover_below_depth",
        Severity.WARNING,
        _("The cover is greater than the depth; it was left out."),
    ),
    ("riser_without_length", Severity.ERROR, _("A riser needs a stated length.")),
    (
        "code_taken",
        Severity.WARNING,
        _(
            "The code “%(code)s” is already used; the object was given its id in "
            "the source instead."
        ),
    ),
    (
        "conflict",
        Severity.WARNING,
        _("Changed or split here since the last import; it was not overwritten."),
    ),
    (
        "deleted_here",
        Severity.WARNING,
        _("Deleted here since the last import; it was not created again."),
    ),
    (
        "other_site",
        Severity.WARNING,
        _(
            "By the delivery the line has its %(end)s at site “%(stated)s”, but "
            "it lies at “%(found)s”."
        ),
    ),
    (
        "site_changed_here",
        Severity.ERROR,
        _("A site at its end was changed here since the last import."),
    ),
    (
        "not_delivered",
        Severity.INFO,
        _("Here from an earlier delivery of this source, but not in this one; it was left alone."),
    ),
    ("unknown_type", Severity.WARNING, _("Nothing tells the type; “%(type)s” was taken.")),
    (
        "new_type",
        Severity.WARNING,
        _("No type in the catalogue fits, so the type “%(type)s” was added; rows: %(count)s."),
    ),
    ("no_such_type", Severity.ERROR, _("There is no type “%(value)s” in the catalogue.")),
    ("unknown_member", Severity.WARNING, _("It should lie in “%(value)s”, which does not exist.")),
    ("no_path", Severity.ERROR, _("Its segments do not join to one path from end to end.")),
    (
        "path_not_contiguous",
        Severity.WARNING,
        _("Its segments do not join to one path; the route is kept as schematic."),
    ),
    (
        "segment_edited_here",
        Severity.ERROR,
        _("One of its segments was changed or split here since its import; lay it by hand."),
    ),
    ("no_segments", Severity.ERROR, _("It lies in no known segment.")),
    (
        "partly_matched",
        Severity.WARNING,
        _("%(metres)s m of its line follow no segment within the tolerance."),
    ),
    ("no_route", Severity.INFO, _("Nothing tells where it runs; the route is unknown.")),
    ("in_no_duct", Severity.INFO, _("The delivery puts it in no duct.")),
    (
        "two_ducts",
        Severity.WARNING,
        _("Two ducts are named for segment “%(segment)s”; the first was taken."),
    ),
    (
        "duct_off_route",
        Severity.WARNING,
        _("It should lie in duct “%(duct)s”, which is not on its route."),
    ),
    (
        "count_differs",
        Severity.WARNING,
        _("Stated are %(stated)s fibres, delivered %(found)s; the delivered ones count."),
    ),
    ("count_missing", Severity.ERROR, _("Nothing tells how many fibres the cable has.")),
    (
        "strands_differ",
        Severity.WARNING,
        _("Fibres delivered in another tube or place than the type gives them: %(count)s."),
    ),
    (
        "fibres_fixed",
        Severity.WARNING,
        _("The number of fibres differs from the cable here; a cable keeps its number for life."),
    ),
    (
        "cables_differ",
        Severity.WARNING,
        _("Stated are %(stated)s cables in the duct, delivered %(found)s."),
    ),
    ("no_eui", Severity.INFO, _("“%(value)s” holds no EUI-64; the gateway has none.")),
    ("duplicate_eui", Severity.ERROR, _("The EUI-64 %(eui)s already belongs to another gateway.")),
    (
        "duplicate_gateway",
        Severity.ERROR,
        _("Its id %(network_gateway_id)s in the network already belongs to another gateway."),
    ),
    ("unknown_plan", Severity.ERROR, _("There is no frequency plan “%(value)s”.")),
    ("bad_postcode", Severity.WARNING, _("“%(value)s” is no postcode; it was left out.")),
    (
        "route_kept",
        Severity.WARNING,
        _("It runs elsewhere now, but something lies in it here; its route was left as it is."),
    ),
)
