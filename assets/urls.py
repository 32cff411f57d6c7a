"""/documents/ and /history/: photos and documents of assets, and what changed."""

from django.urls import path

from assets.views.document import attach, document_file, document_thumbnail
from assets.views.history import older_changes

urlpatterns = [
    path("documents/<slug:kind>/<uuid:public_id>/", attach, name="attach-document"),
    path("documents/<uuid:public_id>/file/", document_file, name="document-file"),
    path("documents/<uuid:public_id>/thumbnail/", document_thumbnail, name="document-thumbnail"),
    path("history/<slug:kind>/<uuid:public_id>/", older_changes, name="asset-history"),
]
