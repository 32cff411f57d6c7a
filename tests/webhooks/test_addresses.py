"""Messages go to public addresses over HTTPS; nobody makes the server call what only it reaches."""

from __future__ import annotations

import pytest

from gis.refusals import Refusal
from webhooks import addresses, sending
from webhooks.addresses import resolved, target_of

PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[fd00::1]",
    "[ff02::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[2002:7f00:1::]",
    "[64:ff9b::7f00:1]",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_numbers_are_refused(host: str) -> None:
    with pytest.raises(Refusal) as refused:
        target_of(f"https://{host}/hook")
    assert refused.value.field == "url"


@pytest.mark.parametrize("number", [host.strip("[]") for host in PRIVATE])
def test_names_of_private_numbers_are_refused_when_used(number: str, monkeypatch) -> None:
    """Also in the company of a public one, and in every way to write a number."""
    found = [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", (number, 443))]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_a, **_k: found)
    target = target_of("https://innocent.example.com/hook")
    with pytest.raises(Refusal):
        resolved(target)
    assert sending.post("https://innocent.example.com/hook", {}, b"").error


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost"])
def test_odd_spellings_of_loopback_are_resolved_and_refused(host: str) -> None:
    with pytest.raises(Refusal):
        resolved(target_of(f"https://{host}/hook"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "ftp://example.com/",
        "http://example.com/",
        "https://",
        "https://:443/",
        "https://user:secret@example.com/",
        "https://example.com/#part",
        "https://example.com:99999/",
        "https://example.com/a b",
        "https://example.com/\r\nHost: x",
        "https://exämple.com/",
        "https://example.com/" + "a" * 500,
        "file:///etc/passwd",
        "gopher://example.com/",
        "https://[::1",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        target_of(url)
    assert refused.value.code == "INVALID_VALUE"


def test_the_connection_goes_to_the_number_that_was_looked_at(monkeypatch) -> None:
    """A name that answers differently the second time gains nothing."""
    asked = []
    monkeypatch.setattr(sending, "resolved", lambda target: "93.184.215.14")

    def connect(address, timeout):
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(sending.socket, "create_connection", connect)
    outcome = sending.post("https://rebinding.example.com/hook", {}, b"{}")
    assert asked == [("93.184.215.14", 443)]
    assert "ConnectionRefusedError" in outcome.error


def test_a_public_address() -> None:
    target = target_of("https://hooks.example.com:8443/a?b=c")
    assert target == (True, "hooks.example.com", 8443, "/a?b=c")
