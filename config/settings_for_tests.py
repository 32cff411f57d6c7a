"""Settings of the test run: the fast private cluster unless DATABASE_URL names another one."""

from config.settings import *  # noqa: F403
from config.settings import DATABASES, ENVIRONMENT, MIDDLEWARE, STORAGES
from config.setup.cluster import Cluster

if ENVIRONMENT.database_url is None:
    DATABASES["default"] |= {"HOST": str(Cluster("test").socket_folder)}
# A kept connection would hold the test database open when it is dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Tests that commit empty the database after them, what only grows included.
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "options": "-c trassenbuch.emptying=on",
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests must not need `collectstatic` first.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Tests share addresses and numbers of users; those of the limit set it themselves.
GRAPHQL_POINTS_PER_MINUTE = 0
