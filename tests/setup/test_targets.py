"""What the checkout promises at its door: targets that explain themselves, licence, CI."""

import io
import os
import re
import subprocess
import sys

import pytest

from config.setup import __main__ as setup
from config.setup.checkout import ROOT, SetupError


def test_help_explains_every_target():
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split()

    # Called by `make test`, make would say which folder it enters.
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, env=outside, capture_output=True, text=True, check=True
    )

    explained = dict(line.split(maxsplit=2)[1:] for line in shown.stdout.splitlines())
    assert set(explained) == set(targets) == set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    assert all(len(words) > 10 for words in explained.values())
    assert {"run", "dev", "test", "bench", "stop", "reset"} <= set(targets)


def test_continuous_integration_runs_make_test():
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == "exec make test"


def test_the_licence_is_the_one_of_german_public_code():
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (ROOT / "LICENSE").read_text("utf-8")
    assert "license: EUPL-1.2" in (ROOT / "publiccode.yml").read_text("utf-8")


@pytest.mark.parametrize("answer", ["\n", "n\n", "nein\n", "", "yes\n"])
def test_nothing_is_deleted_without_a_yes_at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, answer: str
):
    """A pipe that says yes is no person."""
    monkeypatch.setattr(setup, "stop", lambda: pytest.fail("it went on"))
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))

    with pytest.raises(SetupError, match="Nothing was deleted"):
        setup.reset(sure=False)
