"""A small network and its mapping, for several tests."""

SITES = [
    ({"id": "A", "typ": "S"}, [0, 0]),
    ({"id": "B", "typ": "S"}, [100, 0.2]),
]
LINES = [
    ({"nr": 1, "code": "T-1", "art": "GRABEN", "laenge": 100.0}, [(0, 0), (100, 0)]),
    ({"nr": 2, "code": "T-2", "art": "BOHR"}, [(100, 0), (200, 80)]),
]
SITES_ONLY = """
[codes.art]
values = { GRABEN = "open_cut", BOHR = "drilled" }
[[import]]
target = "site"
layer = "orte"
source_id = "id"
[import.fields]
owner = { value = "stadt" }
kind = { value = "chamber" }
"""
ROUTES = (
    SITES_ONLY
    + """
[[import]]
target = "segment"
layer = "linien"
source_id = "nr"
snap = 0.5
[import.fields]
owner = { value = "stadt" }
code = "code"
kind = { column = "art", codes = "art" }
stated_length_m = "laenge"
"""
)
CHAIN_SITES = [
    ({"id": "A"}, [0, 0]),
    ({"id": "B"}, [100, 0]),
    ({"id": "C"}, [200, 0]),
]
CHAIN = [
    ({"nr": 1, "code": "T-1", "art": "GRABEN", "laenge": 100}, [(0, 0), (100, 0)]),
    ({"nr": 2, "code": "T-2", "art": "GRABEN", "laenge": 100}, [(100, 0), (200, 0)]),
]
DUCTS = """
[[import]]
target = "duct"
layer = "rohre"
source_id = "id"
[import.fields]
owner = { value = "stadt" }
type = "typ"
outer_mm = "aussen"
inner_mm = "innen"
inside = "in"
number = "nr"
[import.links.segments]
layer = "liegt"
object = "rohr"
member = "trasse"
"""
CABLES = """
[[import]]
target = "cable"
layer = "kabel"
source_id = "id"
[import.fields]
owner = { value = "stadt" }
fibre_count = "fasern"
fibres_per_tube = "je_ader"
outer_mm = "durchmesser"
stated_length_m = "laenge"
[import.links.ducts]
layer = "drin"
object = "kabel"
member = "rohr"
[import.links.strands]
layer = "faser"
object = "kabel"
member = "nr"
group = "ader"
"""
