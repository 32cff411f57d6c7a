"""Where messages may go: public addresses over HTTPS, unless the settings allow more.

The server stands inside the city's network. Without this, whoever may name an address could make it
call machines that only it can reach.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal
from webhooks.models.subscription import LONGEST_URL

NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Target(NamedTuple):
    secure: bool
    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """An address taken apart; raises Refusal INVALID_VALUE for one that no message may go to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused(_("This is not an address.")) from None
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise _refused(_("An address begins with https:// and names a host."))
    if len(url) > LONGEST_URL or not url.isascii() or any(ord(sign) <= 32 for sign in url):
        raise _refused(_("This is not an address."))
    if parts.scheme == "http" and not settings.WEBHOOK_PLAIN_HTTP:
        raise _refused(_("Messages are sent over https:// only."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _refused(_("An address holds no password and no fragment."))
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(secure, parts.hostname, port or (443 if secure else 80), path)
    if _is_number(target.host):
        _refuse_private(target.host)
    return target


def resolved(target: Target) -> str:
    """The IP address to connect to, which was looked at; a later look-up could answer another.

    Raises Refusal UNREACHABLE, or INVALID_VALUE where any of the host's addresses is not public.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refusal("UNREACHABLE", _("The host is not known."), "url") from None
    numbers = [str(entry[4][0]) for entry in found]
    for number in numbers:
        _refuse_private(number)
    return numbers[0]


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _refuse_private(number: str) -> None:
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        address = _inner(address)
    public = address.is_global and not address.is_multicast
    if not public and not settings.WEBHOOK_PRIVATE_ADDRESSES:
        raise _refused(_("Messages are sent to public addresses only."))


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An IPv4 address in the clothes of IPv6 is judged as what it is."""
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _refused(message: object) -> Refusal:
    return Refusal("INVALID_VALUE", message, "url")  # type: ignore[arg-type]
