"""/documents/: photos and documents of assets."""

from django.urls import path

from assets.views.document import attach, document_file, document_thumbnail

urlpatterns = [
    path("<slug:kind>/<uuid:public_id>/", attach, name="attach-document"),
    path("<uuid:public_id>/file/", document_file, name="document-file"),
    path("<uuid:public_id>/thumbnail/", document_thumbnail, name="document-thumbnail"),
]
