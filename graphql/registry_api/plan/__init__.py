"""From the requested fields to a fixed number of statements: one for each level and edge.

`fields` declares where a field comes from, `planner` reads the request once, `loader` runs it.
Rows are plain dictionaries; resolvers only pick from them. A new type needs nothing here.
"""

from registry_api.plan.concept import Catalogue, Concept
from registry_api.plan.edges import Inner, Several, ToMany, ToOne
from registry_api.plan.fields import Batch, Column, Row
from registry_api.plan.loader import Loader
from registry_api.plan.planner import Plan, make_plan

__all__ = [
    "Batch",
    "Catalogue",
    "Column",
    "Concept",
    "Inner",
    "Loader",
    "Plan",
    "Row",
    "Several",
    "ToMany",
    "ToOne",
    "make_plan",
]
