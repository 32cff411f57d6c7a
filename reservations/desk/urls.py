"""Addresses of the desk."""

from django.urls import path

from reservations.desk.views.after import more_time, report
from reservations.desk.views.calendar import calendar, calendar_file
from reservations.desk.views.case import case_page
from reservations.desk.views.completeness import completeness
from reservations.desk.views.decision import decision, signature
from reservations.desk.views.dispute import dispute
from reservations.desk.views.duty import duty
from reservations.desk.views.elements import elements
from reservations.desk.views.ending import end, take_back
from reservations.desk.views.extension import extension
from reservations.desk.views.offer import offer
from reservations.desk.views.queue import queue
from reservations.desk.views.reserves import give_back_reserve, reserves
from reservations.desk.views.statistics import cases_file, figures_file, statistics
from reservations.models import LegalStep

NOTICE, PUBLISHED = {"step": LegalStep.NOTIFICATION}, {"step": LegalStep.PUBLICATION}

urlpatterns = [
    path("", queue, name="desk"),
    path("statistics/", statistics, name="desk_statistics"),
    path("statistics/figures.csv", figures_file, name="desk_figures_file"),
    path("statistics/requests.csv", cases_file, name="desk_cases_file"),
    path("calendar/", calendar, name="desk_calendar"),
    path("calendar/<slug:secret>.ics", calendar_file, name="desk_calendar_file"),
    path("reserves/", reserves, name="desk_reserves"),
    path("reserves/<uuid:public_id>/back/", give_back_reserve, name="desk_reserve_back"),
    path("<uuid:public_id>/", case_page, name="desk_case"),
    path("<uuid:public_id>/completeness/", completeness, name="desk_completeness"),
    path("<uuid:public_id>/elements/", elements, name="desk_elements"),
    path("<uuid:public_id>/extension/<slug:step>/", extension, name="desk_extension"),
    path("<uuid:public_id>/offer/", offer, name="desk_offer"),
    path("<uuid:public_id>/decision/", decision, name="desk_decision"),
    path("<uuid:public_id>/signature/", signature, name="desk_signature"),
    path("<uuid:public_id>/notice/", duty, NOTICE, name="desk_notice"),
    path("<uuid:public_id>/dispute/", dispute, name="desk_dispute"),
    path("<uuid:public_id>/published/", duty, PUBLISHED, name="desk_published"),
    path("<uuid:public_id>/report/", report, name="desk_report"),
    path("<uuid:public_id>/more-time/", more_time, name="desk_more_time"),
    path("<uuid:public_id>/take-back/", take_back, name="desk_take_back"),
    path("<uuid:public_id>/end/", end, name="desk_end"),
]
