"""Addresses of the map: the page and what it fetches."""

from django.urls import path

from gis.views.accessibility import accessibility
from gis.views.edit import ask, edit_form, save
from gis.views.export import begin_export, cancel_export, export_file, export_page
from gis.views.listing import filter_fields, result_list
from gis.views.map import map_page
from gis.views.overview import overview
from gis.views.panel import panel
from gis.views.printing import print_map
from gis.views.search import find
from gis.views.table import first_table, table_page
from gis.views.tile import tile

urlpatterns = [
    path("", map_page, name="map"),
    path("tiles/<slug:layer>/<int:z>/<int:x>/<int:y>.mvt", tile, name="tile"),
    path("panel/<slug:kind>/<uuid:public_id>/", panel, name="panel"),
    path("edit/", save, name="save-edits"),
    path("edit/ask/<slug:name>/", ask, name="ask-while-editing"),
    path("edit/<slug:name>/", edit_form, name="new-edit"),
    path("edit/<slug:name>/<uuid:public_id>/", edit_form, name="edit"),
    path("search/", find, name="search"),
    path("print/", print_map, name="print"),
    path("list/", result_list, name="list"),
    path("accessibility/", accessibility, name="accessibility"),
    path("overview/", overview, name="overview"),
    path("tables/", first_table, name="tables"),
    path("tables/<slug:name>/", table_page, name="table"),
    path("tables/<slug:name>/export/", begin_export, name="begin_export"),
    path("exports/<uuid:pk>/", export_page, name="export"),
    path("exports/<uuid:pk>/file/", export_file, name="export_file"),
    path("exports/<uuid:pk>/cancel/", cancel_export, name="cancel_export"),
    path("filter/", filter_fields, name="filter"),
]
