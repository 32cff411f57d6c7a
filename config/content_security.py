"""The Content-Security-Policy of every page: all from here, pictures also from backgrounds."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"


class ContentSecurityPolicy:
    """Middleware that adds the policy, unless the view has set one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.strict = policy()
        # The map widget of the administration starts itself with a script inside the page.
        self.administration = policy(scripts="'self' 'unsafe-inline'")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        inside = request.path_info.startswith("/admin/")
        response.headers.setdefault(HEADER, self.administration if inside else self.strict)
        return response


def policy(scripts: str = "'self'") -> str:
    """The header's value; `scripts` are the sources scripts may come from."""
    hosts = " ".join(_background_origins())
    rules = {
        "default-src": "'self'",
        "script-src": scripts,
        # Leaflet and the drawings position elements by style attributes.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' data: blob: {hosts}".strip(),
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _background_origins() -> list[str]:
    """Scheme and host of each background; Leaflet's {s} stands for any subdomain."""
    addresses = [urlsplit(str(background["url"])) for background in settings.BACKGROUNDS]
    return sorted(
        {
            f"{address.scheme}://{address.netloc.replace('{s}', '*')}"
            for address in addresses
            if address.scheme in {"http", "https"}
        }
    )
