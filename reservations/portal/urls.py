"""Addresses of the portal."""

from django.urls import path

from reservations.portal.views.case import accept, case_page, end, withdraw
from reservations.portal.views.dashboard import dashboard
from reservations.portal.views.elements import elements, take_route
from reservations.portal.views.enquiry import enquiry
from reservations.portal.views.request import complete, facts, new_request, submit

urlpatterns = [
    path("", dashboard, name="portal"),
    path("enquiry/", enquiry, name="portal_enquiry"),
    path("new/", new_request, name="portal_new"),
    path("<uuid:public_id>/", case_page, name="portal_case"),
    path("<uuid:public_id>/facts/", facts, name="portal_facts"),
    path("<uuid:public_id>/elements/", elements, name="portal_elements"),
    path("<uuid:public_id>/route/", take_route, name="portal_route"),
    path("<uuid:public_id>/submit/", submit, name="portal_submit"),
    path("<uuid:public_id>/complete/", complete, name="portal_complete"),
    path("<uuid:public_id>/accept/", accept, name="portal_accept"),
    path("<uuid:public_id>/withdraw/", withdraw, name="portal_withdraw"),
    path("<uuid:public_id>/end/", end, name="portal_end"),
]
