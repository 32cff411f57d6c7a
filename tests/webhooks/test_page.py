"""What docs/webhooks.md tells receivers to do verifies what is really sent."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError

from config.setup.checkout import ROOT
from webhooks import signing
from webhooks.secrets import new_secret

PAGE = Path(ROOT / "docs" / "webhooks.md").read_text()
BODY = '{"type": "ping", "data": {"name": "Büro 100 %s"}}'
KEY = "msg_4e0f"


def _example(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)
    return found


@pytest.fixture
def sent() -> tuple[str, dict[str, str]]:
    secret = new_secret()
    return secret, signing.headers(KEY, int(time.time()), BODY.encode(), [secret])


def test_python(sent) -> None:
    secret, headers = sent
    room: dict[str, Any] = {}
    exec(_example("python").replace("whsec_…", secret), room)
    assert room["receive"](BODY.encode(), headers)["type"] == "ping"
    with pytest.raises(WebhookVerificationError):
        room["receive"](b"{}", headers)


def test_shell(sent) -> None:
    secret, headers = sent
    facts = {"ID": KEY, "TIMESTAMP": headers["webhook-timestamp"], "BODY": BODY, "SECRET": secret}
    printed = subprocess.run(
        ["sh", "-c", _example("sh")],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **facts},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"v1,{printed.strip()}" == headers["webhook-signature"]
