"""The doors of the leak matrix: every address of the site, and how to knock there.

A new address has no entry here, and the matrix fails until somebody says what it can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reservations.models import LetterKind
from tests.leaks import knocks
from tests.leaks.knocks import Ask, Knock, case, clients, documents, lists, members, plain, plant


def addresses(resolver: Any = None, space: str = "") -> Iterator[str]:
    """The names of all addresses; all of the administration are one."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield "admin" if space == "admin:" else one.name or str(one.pattern)


SURE = {"sure": "on"}

DOORS: dict[str, Knock] = {
    # --- map
    "map": plain("map"),
    "tile": knocks.tiles,
    "panel": plant("panel"),
    "edit": knocks.edits,
    "save-edits": knocks.saves,
    "ask-while-editing": knocks.questions_while_editing,
    "search": knocks.searches,
    "print": knocks.prints,
    "list": lists("list"),
    "filter": lists("filter"),
    "overview": plain("overview"),
    "table": knocks.table_pages,
    "begin_export": knocks.exports,
    "export": knocks.exports_of_others("export"),
    "export_file": knocks.exports_of_others("export_file"),
    "cancel_export": knocks.exports_of_others("cancel_export"),
    # --- plant
    "attach-document": plant("attach-document", title="x"),
    "document-file": documents("document-file"),
    "document-thumbnail": documents("document-thumbnail"),
    "labels": plain("labels"),
    "labels-pdf": plain("labels-pdf"),
    "labelled-site": knocks.labelled,
    "asset-history": plant("asset-history"),
    "deliveries": plain("deliveries"),
    "quality": plain("quality"),
    "finding": knocks.findings,
    # --- portal
    "portal": plain("portal", "?show=all"),
    "portal_enquiry": knocks.enquiries,
    "portal_new": plain("portal_new", subject="x"),
    "portal_team": plain("portal_team", email="neu@example.org", full_name="N", role="partner"),
    "portal_team_role": members("portal_team_role"),
    "portal_team_again": members("portal_team_again"),
    "portal_team_remove": members("portal_team_remove"),
    "portal_clients": plain("portal_clients", code="neu", name="Neu"),
    "portal_client_secret": clients("portal_client_secret"),
    "portal_client_revoke": clients("portal_client_revoke"),
    "portal_export": plain("portal_export"),
    "portal_export_file": lambda _city: [
        Ask(reverse("portal_export_file", args=[form])) for form in ("csv", "xlsx", "json")
    ],
    "portal_case": case("portal_case"),
    "portal_facts": case("portal_facts", subject="x"),
    "portal_elements": knocks.lists_of_codes,
    "portal_route": case("portal_route", token="x"),
    "portal_submit": case("portal_submit", hold="on"),
    "portal_complete": case("portal_complete", description="x"),
    "portal_accept": case("portal_accept", name="X", **SURE),
    "portal_withdraw": case("portal_withdraw", **SURE),
    "portal_report": case("portal_report", laid_on="2026-01-01"),
    "portal_longer": case("portal_longer", last="2040-01-01"),
    "portal_return": case("portal_return", **SURE),
    "portal_dispute": case("portal_dispute", filed_on="2040-01-01"),
    "portal_end": case("portal_end", **SURE),
    # --- desk
    "desk": plain("desk"),
    "desk_statistics": plain("desk_statistics"),
    "desk_figures_file": plain("desk_figures_file"),
    "desk_cases_file": plain("desk_cases_file"),
    "desk_calendar": plain("desk_calendar", action="replace"),
    "desk_calendar_file": knocks.calendar,
    "desk_case": case("desk_case"),
    "desk_completeness": case("desk_completeness", action="review"),
    "desk_elements": case("desk_elements", codes="x"),
    "desk_reserves": knocks.reserves,
    "desk_reserve_back": knocks.reserve_claims,
    "desk_extension": case("desk_extension", "answer", reason="x"),
    "desk_offer": case("desk_offer", valid_until="2040-01-01"),
    "desk_decision": case("desk_decision", action="decide", outcome="granted"),
    "desk_signature": case("desk_signature", action="sign"),
    "desk_notice": case("desk_notice", reference="x"),
    "desk_published": case("desk_published", place="x"),
    "desk_report": case("desk_report", action="confirm"),
    "desk_dispute": case("desk_dispute", filed_on="2040-01-01"),
    "desk_more_time": case("desk_more_time", action="grant"),
    "desk_take_back": case("desk_take_back", reason="x", sure="on"),
    "desk_end": case("desk_end", reason="x", sure="on"),
    # --- what both share
    "case_map": case("case_map"),
    "case-information-pdf": case("case-information-pdf"),
    "case-information-gpkg": case("case-information-gpkg"),
    **{f"case-{kind}": case(f"case-{kind}") for kind in LetterKind.values},
    "case_messages": case("case_messages", text="x"),
    "case_message_back": knocks.messages_back,
    "case_attachment": knocks.attachments,
    "case_notices": plain("case_notices"),
    "case_door": case("case_door"),
    # --- machines and administrators
    "graphql": knocks.graphql,
    "admin": knocks.administration,
    "account": plain("account"),
    "personal_tokens": plain("personal_tokens"),
    "bookmarks": plain("bookmarks"),
}

ELSEWHERE = {
    "accessibility": "a text without data",
    "tables": "leads on to a table",
    "new-edit": "an empty form; nobody's objects are in its address",
    "delivery": "own deliveries: tests/assets/importing",
    "try-delivery": "as above",
    "import-delivery": "as above",
    "take-delivery-back": "as above",
    "cancel-delivery": "as above",
    "forget-delivery": "as above",
    "bring-back-mapping": "as the deletion of it, below",
    "forget-mapping": "shows nothing: tests/assets/importing/test_kept_mapping.py",
    "delivery-report": "as above",
    "delivery-findings": "as above",
    "admin/login/": "a form without data",
    "login": "a form without data: tests/accounts",
    "logout": "shows nothing",
    "password_change": "a form without data",
    "password_changed": "a text without data",
    "invitation": "a form behind a secret: tests/reservations/portal/test_team.py",
    "personal_token_revoke": "own tokens: tests/accounts/test_personal_tokens.py",
    "bookmark": "own bookmarks: tests/accounts/test_bookmarks.py",
    "oauth_token": "secrets only: tests/accounts/test_oauth.py",
    "oauth_revoke": "as above",
    "oauth_introspect": "as above",
    "set_language": "shows nothing",
}
"""Addresses that show nothing of the city, or where it is shown that they do not."""
