"""What to say when a constraint of the plant or its catalogues refuses a row."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

# --- every asset
for _concept in ("site", "segment", "duct", "cable", "gateway"):
    word(
        f"assets_{_concept}_code_key",
        "NOT_UNIQUE",
        _("Another object already has this code."),
        "code",
    )
    word(f"{_concept}_code_given", "REQUIRED", _("Give it a code."), "code")
    word(f"{_concept}_life_cycle_known", "INVALID_CHOICE", _("Unknown life cycle."), "life_cycle")
    word(
        f"{_concept}_validity_in_order",
        "INVALID_PERIOD",
        _("The end of the validity must lie after its beginning."),
        "valid_to",
    )
    word(
        f"{_concept}_source_once",
        "NOT_UNIQUE",
        _("Another object has this id in the source system."),
        "source_id",
    )

# --- sites and addresses
word("site_kind_known", "INVALID_CHOICE", _("Unknown kind of site."), "kind")
word("site_power_known", "INVALID_CHOICE", _("Unknown power supply."), "power")
word("site_place_given", "REQUIRED", _("The place on the map is missing."), "geom")
for _concept in ("site", "segment"):
    word(
        f"{_concept}_accuracy_known",
        "INVALID_CHOICE",
        _("Unknown class of accuracy."),
        "accuracy",
    )
word("address_street_given", "REQUIRED", _("An address names a street."), "street")
word("address_postcode_format", "INVALID_VALUE", _("A postcode has five digits."), "postcode")
word("address_place_given", "REQUIRED", _("The place on the map is missing."), "geom")
word(
    "assets_address_building_id_key",
    "NOT_UNIQUE",
    _("This house coordinate exists already."),
    "building_id",
)
word("project_code_given", "REQUIRED", _("Give it a code."), "code")
word("assets_project_code_key", "NOT_UNIQUE", _("Another object already has this code."), "code")
word(
    "project_dates_in_order",
    "INVALID_PERIOD",
    _("A project ends after it starts."),
    "ends_on",
)

# --- segments
word("segment_kind_known", "INVALID_CHOICE", _("Unknown kind of segment."), "kind")
word("segment_surface_known", "INVALID_CHOICE", _("Unknown surface."), "surface")
word("segment_funding_known", "INVALID_CHOICE", _("Unknown funding."), "funding")
word(
    "segment_riser_states_length",
    "REQUIRED",
    _("A riser needs a stated length: its line on the map has none to speak of."),
    "stated_length_m",
)
for _concept in ("segment", "cable"):
    word(
        f"{_concept}_stated_length_positive",
        "INVALID_VALUE",
        _("A length must be greater than zero."),
        "stated_length_m",
    )
word(
    "segment_cover_within_depth",
    "INVALID_VALUE",
    _("The cover cannot be more than the depth of the trench."),
    "cover_cm",
)
word(
    "segment_built_year_plausible",
    "INVALID_VALUE",
    _("Give the year with four digits, between 1800 and 2200."),
    "built_year",
)
word("segment_line_valid", "INVALID_GEOMETRY", _("The line is not valid."), "geom")
word("segment_line_simple", "INVALID_GEOMETRY", _("The line crosses itself."), "geom")
word("segment_line_has_length", "INVALID_GEOMETRY", _("The line has no length."), "geom")
word(
    "segment_ends_on_sites",
    "NOT_ON_SITE",
    _("A segment must start and end exactly at its sites."),
    "geom",
)

# --- ducts
word(
    "duct_availability_known",
    "INVALID_CHOICE",
    _("Unknown availability."),
    "commercial_availability",
)
word("duct_number_in_bundle", "REQUIRED", _("A tube of a bundle has a number."), "number")
word("duct_not_its_own_bundle", "INVALID_VALUE", _("A duct cannot lie in itself."), "bundle")
word(
    "duct_path_contiguous",
    "NOT_CONTIGUOUS",
    _("The sections of a duct must follow each other without a gap from its start to its end."),
    "path",
)
word(
    "duct_section_level_of_parent",
    "INVALID_NESTING",
    _("Ducts can lie in each other up to seven deep."),
    "path",
)
word(
    "duct_section_within_parent",
    "INVALID_NESTING",
    _("What a duct lies in must lie in the same segment."),
    "path",
)
word("duct_section_position_positive", "INVALID_VALUE", _("Positions count from 1."), "path")
word(
    "duct_section_position_once",
    "POSITION_TAKEN",
    _("Another duct lies at this position already."),
    "path",
)
word("duct_section_rank_once", "NOT_CONTIGUOUS", _("Two sections have the same order."), "path")
word(
    "duct_section_segment_once",
    "ALREADY_THERE",
    _("A duct passes a segment only once."),
    "path",
)

# --- cables
word("cable_route_quality_known", "INVALID_CHOICE", _("Unknown route."), "route_quality")
word(
    "cable_fibres_of_type",
    "INVALID_VALUE",
    _("The number of fibres must be that of the type."),
    "type",
)
word(
    "cable_fibre_count_fixed",
    "FIXED",
    _("A cable keeps its number of fibres; another number is another cable."),
    "type",
)
word(
    "cable_path_contiguous",
    "NOT_CONTIGUOUS",
    _("The sections of a surveyed cable must follow each other without a gap."),
    "path",
)
word("cable_section_rank_once", "NOT_CONTIGUOUS", _("Two sections have the same order."), "path")
word(
    "cable_section_duct_if_in_duct",
    "INVALID_VALUE",
    _("Say in which duct the cable lies, or how it lies without one."),
    "path",
)
word("cable_section_laying_known", "INVALID_CHOICE", _("Unknown way of laying."), "path")
word("cable_section_slack_sign", "INVALID_VALUE", _("Slack cannot be negative."), "path")
word(
    "cable_section_within_duct",
    "INVALID_NESTING",
    _("What a cable lies in must lie in the same segment."),
    "path",
)
word("tube_number_once", "NOT_UNIQUE", _("The cable has this tube already."), "number")
word("tube_number_positive", "INVALID_VALUE", _("Tubes count from 1."), "number")
word("strand_number_once", "NOT_UNIQUE", _("The cable has this strand already."), "number")
word(
    "strand_number_in_tube_once",
    "NOT_UNIQUE",
    _("The tube has this strand already."),
    "number_in_tube",
)
word("strand_number_positive", "INVALID_VALUE", _("Strands count from 1."), "number")
word(
    "strand_number_within_cable",
    "INVALID_VALUE",
    _("The cable does not have that many fibres."),
    "number",
)
word("strand_tube_of_cable", "INVALID_VALUE", _("A strand lies in a tube of its cable."), "tube")

# --- reports of gateways
word("gateway_report_state_known", "INVALID_CHOICE", _("Unknown state of a gateway."), "state")
word(
    "gateway_report_seen_before",
    "INVALID_VALUE",
    _("A gateway that is online was seen, and none was seen after the observation."),
    "last_seen_at",
)
word(
    "gateway_report_not_of_the_future",
    "INVALID_VALUE",
    _("The observation lies in the future."),
    "observed_at",
)

# --- gateways
word(
    "gateway_id_once_per_network",
    "NOT_UNIQUE",
    _("The network has a gateway with this id already."),
    "network_gateway_id",
)
word(
    "gateway_eui_once_per_network",
    "NOT_UNIQUE",
    _("The network has a gateway with this EUI-64 already."),
    "eui",
)
word("gateway_eui_format", "INVALID_VALUE", _("An EUI-64 has 16 hexadecimal digits."), "eui")
word(
    "gateway_id_given",
    "REQUIRED",
    _("Name the network and the gateway's id in it."),
    "network_gateway_id",
)
word(
    "gateway_demodulators_plausible",
    "INVALID_VALUE",
    _("A gateway has 1 to 128 demodulators."),
    "demodulators",
)
word("gateway_backhaul_known", "INVALID_CHOICE", _("Unknown backhaul."), "backhaul")
word(
    "gateway_strand_means_fibre",
    "INVALID_VALUE",
    _("A strand is given, so the backhaul is fibre."),
    "backhaul",
)
word("antenna_number_once", "NOT_UNIQUE", _("The gateway has this antenna already."), "number")
word(
    "antenna_number_up_to_eight",
    "INVALID_VALUE",
    _("A gateway has up to eight antennas."),
    "antennas",
)
word(
    "antenna_azimuth_in_circle",
    "INVALID_VALUE",
    _("An azimuth is at least 0° and less than 360°."),
    "azimuth_deg",
)
word(
    "antenna_loss_not_negative",
    "INVALID_VALUE",
    _("A cable loss cannot be negative."),
    "cable_loss_db",
)

# --- catalogues
for _concept in ("duct", "cable"):
    word(f"{_concept}_type_code_given", "REQUIRED", _("Give it a code."), "code")
for _table in ("ducttype", "cabletype", "colourscheme", "frequencyplan"):
    word(
        f"assets_{_table}_code_key",
        "NOT_UNIQUE",
        _("Another object already has this code."),
        "code",
    )
word("duct_type_kind_known", "INVALID_CHOICE", _("Unknown kind of duct."), "kind")
for _name in ("duct_type_outer_positive", "cable_type_outer_positive"):
    word(_name, "INVALID_VALUE", _("A diameter must be greater than zero."), "outer_mm")
word("duct_type_wall_positive", "INVALID_VALUE", _("A wall has some thickness."), "wall_mm")
word(
    "duct_type_inner_below_outer",
    "INVALID_VALUE",
    _("The wall is so thick that nothing is left inside."),
    "wall_mm",
)
word("bundle_number_once", "NOT_UNIQUE", _("The bundle has this tube already."), "number")
word("bundle_number_positive", "INVALID_VALUE", _("Tubes count from 1."), "number")
word("bundle_not_in_itself", "INVALID_VALUE", _("A bundle cannot contain itself."), "tube_type")
word("colour_number_once", "NOT_UNIQUE", _("This number has a colour already."), "number")
word("colour_number_positive", "INVALID_VALUE", _("Colours count from 1."), "number")
word("colour_hex_format", "INVALID_VALUE", _("Write the colour as #1a2b3c."), "hex")
word(
    "cable_type_fibres_plausible",
    "INVALID_VALUE",
    _("A cable has 1 to 6912 fibres."),
    "fibre_count",
)
word(
    "cable_type_tubes_plausible",
    "INVALID_VALUE",
    _("A cable has at least one tube and no more tubes than fibres."),
    "tube_count",
)
word("channel_once", "NOT_UNIQUE", _("The plan has this channel already."), "frequency_hz")
word(
    "channel_spreading_factors",
    "INVALID_VALUE",
    _("Spreading factors lie between 5 and 12, the lowest first."),
    "min_sf",
)
word("duty_band_once", "NOT_UNIQUE", _("The plan has this band already."), "name")
word("duty_band_in_order", "INVALID_VALUE", _("A band ends above where it begins."), "high_hz")
word(
    "duty_band_share",
    "INVALID_VALUE",
    _("A duty cycle is a share between 0 and 1."),
    "duty_cycle",
)
word("document_titled", "REQUIRED", _("Give the document a title."), "title")
word("document_of_one_asset", "NOT_ALLOWED", _("A document belongs to exactly one object."))

# --- mappings of imports
word(
    "kept_mapping_name_once",
    "NOT_UNIQUE",
    _("Another mapping is kept under this name."),
    "kept_name",
)
word("kept_mapping_is_named", "REQUIRED", _("Give the mapping a name."), "kept_name")
