"""The tutorial for carriers works as it is written: its commands are run, on the demo city."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import ApiToken, Organisation
from config.setup.checkout import ROOT
from network.topology import current
from reservations.models import Claim, ClaimState
from reservations.services import decide
from tests.builders import make_user
from tests.database_url import database_url

PAGE = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LONGEST_SECONDS = 180

SHARED = 'printf "%s" "$SECRET" > "$SECRET_FILE"\n'
"""What the page has both languages share: the secret of its first step."""


def blocks(language: str) -> list[str]:
    return [text for found, text in BLOCK.findall(PAGE.read_text("utf-8")) if found == language]


def test_all_that_is_shown_is_run() -> None:
    shown = BLOCK.findall(PAGE.read_text("utf-8"))
    assert {language for language, _text in shown} == {"sh", "python"}
    assert len(blocks("sh")) == 6 and len(blocks("python")) == 4


@pytest.fixture
def city(transactional_db: None) -> None:
    current._holder.pictures.clear()  # of databases of other tests
    with transaction.atomic():
        call_command("load_reference_data", verbosity=0)
        call_command("generate_city", stdout=StringIO())


def _environment(address: str, **more: str) -> dict[str, str]:
    """Whoever runs the page meets the test's server and, with manage.py, its database."""
    return {
        **os.environ,
        "ADDRESS": address,
        "DATABASE_URL": database_url(),
        "PAUSE": "0.3",
        **more,
    }


def _run(command: list[str], script: str, environment: dict[str, str]) -> str:
    """Runs a script; meanwhile the access desk confirms whatever is held."""
    officer = make_user("access_officer", Organisation.objects.get(code="WUP"))
    running = subprocess.Popen(
        [*command, script],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    until = time.monotonic() + LONGEST_SECONDS
    while running.poll() is None and time.monotonic() < until:
        for claim in Claim.objects.filter(state=ClaimState.HELD, request=None):
            decide.confirm(claim=claim, by=officer)
        time.sleep(0.5)
    running.kill()
    output, _nothing = running.communicate()
    assert running.returncode == 0, output
    return output


def test_the_page_leads_to_confirmed_reservations(
    city: None, live_server: Any, tmp_path: Any
) -> None:
    kept = tmp_path / "secret"
    environment = _environment(live_server.url, SECRET_FILE=str(kept))
    first, *rest = blocks("sh")
    shell = "set -euo pipefail\n" + first + SHARED + "".join(rest)
    said = _run(["bash", "-c"], shell, environment)
    assert re.search(r"^R-\d+ is held$", said, re.MULTILINE), said
    assert re.search(r"^R-\d+ is CONFIRMED$", said, re.MULTILINE), said
    assert ApiToken.objects.get().revoked_at is not None

    environment |= {"CLIENT": "wupperfaser-oss", "SECRET": kept.read_text()}
    said = _run([sys.executable, "-c"], "".join(blocks("python")), environment)
    assert re.search(r"^R-\d+ CONFIRMED \['", said, re.MULTILINE), said

    claims = Claim.objects.filter(organisation__code="WFA", idempotency_key__startswith="order-")
    assert {claim.idempotency_key for claim in claims} == {"order-4711", "order-4712"}
    assert {claim.state for claim in claims} == {ClaimState.CONFIRMED}
