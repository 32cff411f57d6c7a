"""All addresses of the site, room by room."""

from django.contrib import admin
from django.urls import include, path

from accounts.views.login import administration_login

urlpatterns = [
    path("", include("gis.urls")),
    path("admin/login/", administration_login),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("", include("assets.urls")),
    path("bookmarks/", include("accounts.bookmark_urls")),
    path("oauth/", include("accounts.oauth_urls")),
    path("quality/", include("quality.urls")),
    path("portal/", include("reservations.portal.urls")),
    path("desk/", include("reservations.desk.urls")),
    path("cases/", include("reservations.urls")),
    path("graphql/", include("registry_api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
handler400 = "gis.views.unread.unread"
