"""Addresses of the work list of data quality."""

from django.urls import path

from quality.views.finding import finding_page, work_list

urlpatterns = [
    path("", work_list, name="quality"),
    path("<uuid:public_id>/", finding_page, name="finding"),
]
