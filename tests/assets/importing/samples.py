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
