"""Every setting of the registry: name, type, default and what it does.

Each is read from the environment variable of the same name in capitals. Nothing else in the project
reads configuration from variables.
"""

from typing import Annotated, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config import values
from config.area import Area
from config.backgrounds import DEFAULT_BACKGROUNDS, Background

MOST = 2_147_483_647
"""What the database takes as a whole number."""


class Environment(BaseSettings):
    """The typed table of settings."""

    model_config = SettingsConfigDict(extra="ignore")

    # --- Server
    database_url: values.Database = Field(
        None,
        description="PostGIS database, as postgis://user:password@host:port/name. "
        "Empty: the private cluster of this checkout.",
    )
    secret_key: values.Key = Field(
        None,
        description="Signs sessions and seals route tokens: at least 32 characters by chance, "
        "8 of them different. Empty: made once and kept in .local/secret_key.",
    )
    demo: values.Switch = Field(
        None,
        description="Fill an empty database with the demo city and its public logins. "
        "Empty: only the private cluster, never a database that DATABASE_URL names.",
    )
    debug: bool = Field(
        False, description="Show error details to everybody who visits. Never in production."
    )
    allowed_hosts: values.Hosts = Field(
        "localhost,127.0.0.1,[::1]",
        description="Host names the server answers to, separated by commas.",
    )
    https: bool = Field(
        False,
        description="The site is reached over HTTPS only: cookies and redirects insist on it.",
    )
    behind_proxy: bool = Field(
        False,
        description="Trust X-Forwarded-Proto and the last address of X-Forwarded-For, "
        "because a proxy in front always sets them.",
    )
    host: values.Host = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(
        8001,
        ge=1024,
        lt=32768,
        description="Port of the server; the next free one is used if it is taken.",
    )
    workers: int = Field(2, ge=1, le=64, description="Number of server processes.")
    threads: int = Field(4, ge=1, le=64, description="Threads of each server process.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severe log entry kept."
    )
    graphql_points_per_minute: int = Field(
        3_000_000,
        ge=0,
        le=MOST,
        description="Points of GraphQL one client may use in a minute; 0: any number. "
        "What costs how much: docs/graphql-limits.md.",
    )
    statement_timeout_ms: int = Field(
        10_000,
        ge=0,
        le=MOST,
        description="Milliseconds a database statement of a web request may take; 0: any time.",
    )

    # --- Tokens
    client_token_minutes: int = Field(
        60, ge=1, le=1_440, description="Minutes a token lives that a client gets for its secret."
    )
    personal_token_max_days: int = Field(
        180, ge=1, le=730, description="Most days for which somebody may give a personal token."
    )

    # --- City
    city_name: values.Name = Field(
        "Wuppertal", description="Name of the city, shown at the top of every page."
    )
    city_area: Annotated[Area, NoDecode] = Field(
        Area(min_east=355_000, min_north=5_665_000, max_east=390_000, max_north=5_695_000),
        description="minE,minN,maxE,maxN in EPSG:25832 metres; an import refuses objects outside.",
    )
    backgrounds: Annotated[list[Background], NoDecode, values.FromJson] = Field(
        DEFAULT_BACKGROUNDS,
        min_length=1,
        description="Backgrounds of the map: a JSON list of objects with name, title, "
        "kind (xyz, wms, wmts or none), url, attribution, layers, colour (true: not greyed), "
        "deepest (last level of an xyz or wmts source, 18). The first is shown at first; "
        "with none the map works offline.",
    )

    # --- Letters
    letterhead_name: values.Name = Field(
        "Stadt Wuppertal", description="Who writes letters on requests."
    )
    letterhead_unit: values.Line = Field(
        "Koordination Breitband und Leerrohre", description="The department that writes."
    )
    letterhead_address: values.Line = Field(
        "Johannes-Rau-Platz 1; 42275 Wuppertal",
        description="Address of who writes, lines separated by semicolons.",
    )
    letterhead_contact: values.Line = Field(
        "",
        description="Telephone, e-mail and web address of who writes, separated by semicolons; "
        "also the contact that an information package names.",
    )
    letterhead_footer: values.Line = Field(
        "", description="Further lines at the foot of letters, separated by semicolons."
    )
    letterhead_logo: values.Picture = Field(
        None, description="Picture (PNG or JPEG) at the upper right of letters."
    )

    # --- What the law asks every page to lead to
    accessibility_contact: values.Contact = Field(
        "", description="To whom barriers are reported: an e-mail address or a telephone number."
    )
    accessibility_enforcement: values.Line = Field(
        "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen, "
        "ombudsstelle-barrierefreie-it@mags.nrw.de",
        description="Whom to turn to if a reported barrier stays (§ 10d BGG NRW).",
    )
    imprint_url: values.WebAddress = Field("", description="The city's imprint; empty: no link.")
    privacy_url: values.WebAddress = Field(
        "", description="The city's privacy notice; empty: no link."
    )

    # --- Access requests
    federal_state: values.Land = Field(
        "NW", description="Land whose public holidays count in legal periods."
    )
    two_person_rule: bool = Field(
        False,
        description="A decision on a request is prepared by one person and signed by another.",
    )
    request_hold_days: int = Field(
        60,
        ge=1,
        le=365,
        description="Days for which a request holds what it asks for, anew with each step.",
    )
    max_held_requests: int = Field(
        10,
        ge=0,
        le=MOST,
        description="Requests with which one organisation may hold capacity at a time.",
    )

    # --- Ledger
    hold_days: int = Field(
        14, ge=1, le=365, description="Days until an unconfirmed hold ends by itself."
    )
    max_holds_per_organisation: int = Field(
        20,
        ge=0,
        le=MOST,
        description="Unconfirmed holds one organisation may have at a time, "
        "unless its own record says otherwise.",
    )

    # --- Routes
    route_cut_cost_m: float = Field(
        50.0,
        ge=0,
        le=100_000,
        description="What cutting an uncut duct is worth in a search for routes, in metres of way.",
    )
    route_coupling_cost_m: float = Field(
        10.0,
        ge=0,
        le=100_000,
        description="What a new coupler between two ducts is worth, in metres of way.",
    )
    route_snap_m: float = Field(
        250.0,
        gt=0,
        le=10_000,
        description="A route from a point or address begins at a site at most this far away.",
    )
    route_token_minutes: int = Field(
        60, ge=1, le=1_440, description="Minutes during which a found route can be reserved."
    )

    # --- Webhooks
    webhook_timeout_s: float = Field(
        10.0, gt=0, le=60, description="Seconds a receiver of a webhook has to answer."
    )
    webhook_retry_days: float = Field(
        3.0,
        gt=0,
        le=30,
        description="Days for which a message is tried again; a webhook that receives nothing "
        "for as long is paused.",
    )
    look_log_days: int = Field(
        1_095,
        ge=366,
        le=3_660,
        description="Days after which the log of who looked at exact plant forgets a look.",
    )
    webhook_log_days: int = Field(
        30, ge=1, le=365, description="Days after which messages and their log are removed."
    )
    webhook_private_addresses: bool = Field(
        False,
        description="Send webhooks to private and loopback addresses too. Lets whoever manages an "
        "API client call machines that only this server reaches.",
    )
    webhook_plain_http: bool = Field(
        False, description="Send webhooks over http:// too, readable on the way."
    )

    # --- Mail
    site_address: values.WebAddress = Field(
        "",
        description="Address under which people reach the site, for links in mails, as "
        "https://trassenbuch.example.org. Empty: http://localhost with PORT.",
    )
    mail_host: values.HostOrNothing = Field(
        "", description="Mail server (SMTP). Empty: mails wait and are given up in the end."
    )
    mail_port: int = Field(25, ge=1, le=65_535, description="Port of the mail server.")
    mail_security: Literal["none", "starttls", "tls"] = Field(
        "none", description="How the way to the mail server is protected: none, starttls or tls."
    )
    mail_user: values.Line = Field("", description="Name at the mail server. Empty: none is given.")
    mail_password: values.Line = Field("", description="Password at the mail server.")
    mail_from: values.Mailbox = Field(
        "trassenbuch@localhost",
        description="Sender of all mails, an e-mail address without a name; "
        "its domain is in Message-IDs.",
    )
    mail_timeout_s: float = Field(
        10.0, gt=0, le=60, description="Seconds the mail server has for each answer."
    )
    mail_retry_days: float = Field(
        5.0, gt=0, le=30, description="Days for which a mail is tried again."
    )
    mail_log_days: int = Field(
        90, ge=1, le=365, description="Days after which the records of mails are removed."
    )
    escalation_days: int = Field(
        2,
        ge=0,
        le=30,
        description="Working days before its last day at which the desk gets a mail of its own "
        "about a deadline.",
    )

    # --- Files that people send
    upload_max_mb: int = Field(
        100, ge=1, le=2_000, description="Largest file that may be sent, in megabytes."
    )
    attachment_max_mb: int = Field(
        20,
        ge=1,
        le=2_000,
        description="Largest attachment of a message on a request, in megabytes; "
        "all of one message together UPLOAD_MAX_MB.",
    )
    upload_folder: values.Folder = Field(
        "",
        description="Folder for photos and documents, which no web server may serve: its whole "
        "path. Empty: var/uploads of this checkout.",
    )
    upload_scanner: values.Scanner = Field(
        "",
        description="Virus scanner that sees each file first: clamd://host:port, "
        "clamd:///path/of/its/socket, or the dotted path of a function (docs/uploads.md).",
    )

    # --- Import
    import_max_unpacked_mb: int = Field(
        2_000,
        ge=1,
        le=1_000_000,
        description="A zip archive that unpacks to more megabytes than this is refused.",
    )


def load() -> Environment:
    """The settings of this process; ends it with a plain list of mistakes where there are any."""
    try:
        return Environment()
    except ValidationError as error:
        lines = [
            f"  {'.'.join(map(str, mistake['loc'])).upper()}: "
            + mistake["msg"].removeprefix("Value error, ")
            for mistake in error.errors()
        ]
        raise SystemExit("\n".join(["These settings are not usable:", *lines])) from None


def as_markdown() -> str:
    """The table as the page docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "Each setting is an environment variable, declared in `config/environment.py`.",
        "This page is made with `.venv/bin/python -m config.environment > docs/settings.md`.",
        "",
        "| Variable | Default | Meaning |",
        "| --- | --- | --- |",
    ]
    for name, field in Environment.model_fields.items():
        lines.append(f"| `{name.upper()}` | {_shown(field.default)} | {field.description} |")
    return "\n".join(lines)


def _shown(default: object) -> str:
    if default is None:
        return ""
    if isinstance(default, Area):
        return f"`{','.join(f'{number:.0f}' for number in default.as_tuple())}`"
    if isinstance(default, list):
        return ", ".join(background.title for background in default)
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    print(as_markdown())
