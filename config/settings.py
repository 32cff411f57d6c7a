"""Django's settings. Values that differ between installations come from config/environment.py."""

from pathlib import Path

import dj_database_url

from config import secret_key
from config.environment import load
from config.leaflet import leaflet_config
from config.native_libraries import gdal_library_path, geos_library_path
from config.setup.cluster import Cluster

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = load()

# --- Application
INSTALLED_APPS = [
    "config",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django_filters",
    "leaflet",
    "graphene_django",
    "oauth2_provider",
    "gis",
    "history",
    "accounts",
    "assets",
    "network",
    "reservations",
    "quality",
    "webhooks",
    "registry_api",
]
MIDDLEWARE = [
    "gis.request_number.numbered",
    "django.middleware.security.SecurityMiddleware",
    "config.content_security.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "gis.language.language_from_address",
    # Refuses hostile requests before anybody is looked up.
    "registry_api.door.graphql_door",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.SessionAccount",
    "accounts.middleware.bearer_authentication",
    "accounts.middleware.signed_out",
    "accounts.looking.looks_recorded",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gis.legible.legible",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Database and native libraries
DATABASES = {
    "default": dj_database_url.parse(
        ENVIRONMENT.database_url or Cluster("run").url,
        engine="django.contrib.gis.db.backends.postgis",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
# "Today" in the database is the city's day: periods of the ledger are dates.
DATABASES["default"]["TIME_ZONE"] = "Europe/Berlin"
GDAL_LIBRARY_PATH = gdal_library_path()
GEOS_LIBRARY_PATH = geos_library_path()

# --- Language and time
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# --- Files
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.StaticFiles"},
}
# Names with a hash, of Django or of Vite: browsers never ask for them again.
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.|/citygis/build/assets/"
MEDIA_ROOT = BASE_DIR / "var" / "media"
UPLOAD_FOLDER = Path(ENVIRONMENT.upload_folder or BASE_DIR / "var" / "uploads")
UPLOAD_MAX_MB = ENVIRONMENT.upload_max_mb
ATTACHMENT_MAX_MB = ENVIRONMENT.attachment_max_mb
UPLOAD_SCANNER = ENVIRONMENT.upload_scanner
# The table of an import's mapping has a list for each column, and 100 columns for each layer.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_HANDLERS = [
    "gis.uploads.handler.StopTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Security
SECRET_KEY = ENVIRONMENT.secret_key or secret_key.load_or_create(BASE_DIR / ".local" / "secret_key")
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = [host.strip() for host in ENVIRONMENT.allowed_hosts.split(",") if host.strip()]
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
BEHIND_PROXY = ENVIRONMENT.behind_proxy
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# --- OAuth 2: the toolkit speaks the protocol, for client credentials only
OAUTH2_PROVIDER = {
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "accounts.oauth.ClientCredentials",
    "OAUTH2_BACKEND_CLASS": "accounts.oauth.Core",
    "ACCESS_TOKEN_GENERATOR": "accounts.oauth.new_token",
    "ACCESS_TOKEN_EXPIRE_SECONDS": ENVIRONMENT.client_token_minutes * 60,
}

# --- Logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"number": {"()": "gis.request_number.NumberOfRequest"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {number}: {message}", "style": "{"}
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["number"]}
    },
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
    # Django's own handlers would show each server error twice or not at all without DEBUG.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # At DEBUG it would write down the tokens that it hands out.
        "oauthlib": {"level": "INFO"},
    },
}

# --- Registry
GRAPHQL_POINTS_PER_MINUTE = ENVIRONMENT.graphql_points_per_minute
EXPORT_FOLDER = BASE_DIR / "var" / "exports"
IMPORT_FOLDER = BASE_DIR / "var" / "imports"
RATE_LIMIT_FILE = BASE_DIR / "var" / "rate-limits"
STATEMENT_TIMEOUT_MS = ENVIRONMENT.statement_timeout_ms
CITY_NAME = ENVIRONMENT.city_name
CITY_AREA = ENVIRONMENT.city_area.as_tuple()
BACKGROUNDS = [background.model_dump() for background in ENVIRONMENT.backgrounds]
LEAFLET_CONFIG = leaflet_config(BACKGROUNDS, CITY_AREA)
PERSONAL_TOKEN_MAX_DAYS = ENVIRONMENT.personal_token_max_days
LETTERHEAD_NAME = ENVIRONMENT.letterhead_name
LETTERHEAD_UNIT = ENVIRONMENT.letterhead_unit
LETTERHEAD_ADDRESS = ENVIRONMENT.letterhead_address
LETTERHEAD_CONTACT = ENVIRONMENT.letterhead_contact
LETTERHEAD_FOOTER = ENVIRONMENT.letterhead_footer
LETTERHEAD_LOGO = ENVIRONMENT.letterhead_logo
ACCESSIBILITY_CONTACT = ENVIRONMENT.accessibility_contact
ACCESSIBILITY_ENFORCEMENT = ENVIRONMENT.accessibility_enforcement
IMPRINT_URL = ENVIRONMENT.imprint_url
PRIVACY_URL = ENVIRONMENT.privacy_url
HOLD_DAYS = ENVIRONMENT.hold_days
FEDERAL_STATE = ENVIRONMENT.federal_state
TWO_PERSON_RULE = ENVIRONMENT.two_person_rule
REQUEST_HOLD_DAYS = ENVIRONMENT.request_hold_days
MAX_HELD_REQUESTS = ENVIRONMENT.max_held_requests
MAX_HOLDS_PER_ORGANISATION = ENVIRONMENT.max_holds_per_organisation
ROUTE_CUT_COST_M = ENVIRONMENT.route_cut_cost_m
ROUTE_COUPLING_COST_M = ENVIRONMENT.route_coupling_cost_m
ROUTE_SNAP_M = ENVIRONMENT.route_snap_m
ROUTE_TOKEN_MINUTES = ENVIRONMENT.route_token_minutes
WEBHOOK_TIMEOUT_S = ENVIRONMENT.webhook_timeout_s
WEBHOOK_RETRY_DAYS = ENVIRONMENT.webhook_retry_days
LOOK_LOG_DAYS = ENVIRONMENT.look_log_days
WEBHOOK_LOG_DAYS = ENVIRONMENT.webhook_log_days
WEBHOOK_PRIVATE_ADDRESSES = ENVIRONMENT.webhook_private_addresses
WEBHOOK_PLAIN_HTTP = ENVIRONMENT.webhook_plain_http
SITE_ADDRESS = (ENVIRONMENT.site_address or f"http://localhost:{ENVIRONMENT.port}").rstrip("/")
MAIL_HOST = ENVIRONMENT.mail_host
MAIL_PORT = ENVIRONMENT.mail_port
MAIL_SECURITY = ENVIRONMENT.mail_security
MAIL_USER = ENVIRONMENT.mail_user
MAIL_PASSWORD = ENVIRONMENT.mail_password
MAIL_FROM = ENVIRONMENT.mail_from
MAIL_TIMEOUT_S = ENVIRONMENT.mail_timeout_s
MAIL_RETRY_DAYS = ENVIRONMENT.mail_retry_days
MAIL_LOG_DAYS = ENVIRONMENT.mail_log_days
ESCALATION_DAYS = ENVIRONMENT.escalation_days
IMPORT_MAX_UNPACKED_MB = ENVIRONMENT.import_max_unpacked_mb
