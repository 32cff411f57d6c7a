"""Addresses of the portal."""

from django.urls import path, re_path

from reservations.portal.views.after import give_back, longer, report
from reservations.portal.views.case import accept, case_page, end, withdraw
from reservations.portal.views.client import client_page, new_secret, revoke
from reservations.portal.views.dashboard import dashboard
from reservations.portal.views.dispute import dispute
from reservations.portal.views.elements import elements, take_route
from reservations.portal.views.enquiry import enquiry
from reservations.portal.views.export import export_file, export_page
from reservations.portal.views.request import complete, facts, new_request, submit
from reservations.portal.views.team import change_role, invite_again, remove, team_page

urlpatterns = [
    path("", dashboard, name="portal"),
    path("enquiry/", enquiry, name="portal_enquiry"),
    path("new/", new_request, name="portal_new"),
    path("team/", team_page, name="portal_team"),
    path("team/<int:member>/role/", change_role, name="portal_team_role"),
    path("team/<int:member>/invitation/", invite_again, name="portal_team_again"),
    path("team/<int:member>/remove/", remove, name="portal_team_remove"),
    path("clients/", client_page, name="portal_clients"),
    path("clients/<int:pk>/secret/", new_secret, name="portal_client_secret"),
    path("clients/<int:pk>/revoke/", revoke, name="portal_client_revoke"),
    path("export/", export_page, name="portal_export"),
    re_path(r"^export/requests\.(?P<form>csv|xlsx|json)$", export_file, name="portal_export_file"),
    path("<uuid:public_id>/", case_page, name="portal_case"),
    path("<uuid:public_id>/facts/", facts, name="portal_facts"),
    path("<uuid:public_id>/elements/", elements, name="portal_elements"),
    path("<uuid:public_id>/route/", take_route, name="portal_route"),
    path("<uuid:public_id>/submit/", submit, name="portal_submit"),
    path("<uuid:public_id>/complete/", complete, name="portal_complete"),
    path("<uuid:public_id>/accept/", accept, name="portal_accept"),
    path("<uuid:public_id>/withdraw/", withdraw, name="portal_withdraw"),
    path("<uuid:public_id>/dispute/", dispute, name="portal_dispute"),
    path("<uuid:public_id>/report/", report, name="portal_report"),
    path("<uuid:public_id>/longer/", longer, name="portal_longer"),
    path("<uuid:public_id>/return/", give_back, name="portal_return"),
    path("<uuid:public_id>/end/", end, name="portal_end"),
]
