"""/documents/, /history/, /labels/ and /imports/, and the short addresses that labels hold."""

from django.urls import path, register_converter

from assets.labels import ShortIdConverter
from assets.views import delivery, kept_mapping
from assets.views.document import attach, document_file, document_thumbnail
from assets.views.history import older_changes
from assets.views.label import labelled_site, labels_page, labels_pdf

register_converter(ShortIdConverter, "short_id")

urlpatterns = [
    path("documents/<slug:kind>/<uuid:public_id>/", attach, name="attach-document"),
    path("documents/<uuid:public_id>/file/", document_file, name="document-file"),
    path("documents/<uuid:public_id>/thumbnail/", document_thumbnail, name="document-thumbnail"),
    path("labels/", labels_page, name="labels"),
    path("labels/pdf/", labels_pdf, name="labels-pdf"),
    path("s/<short_id:public_id>/", labelled_site, name="labelled-site"),
    path("history/<slug:kind>/<uuid:public_id>/", older_changes, name="asset-history"),
    path("imports/", delivery.all_deliveries, name="deliveries"),
    path("imports/<uuid:pk>/", delivery.delivery_page, name="delivery"),
    path("imports/<uuid:pk>/try/", delivery.try_delivery, name="try-delivery"),
    path("imports/<uuid:pk>/import/", delivery.import_delivery, name="import-delivery"),
    path("imports/<uuid:pk>/take-back/", delivery.take_delivery_back, name="take-delivery-back"),
    path("imports/<uuid:pk>/cancel/", delivery.cancel_delivery, name="cancel-delivery"),
    path("imports/<uuid:pk>/forget/", delivery.forget_delivery, name="forget-delivery"),
    path("imports/mappings/<uuid:pk>/forget/", kept_mapping.forget_mapping, name="forget-mapping"),
    path(
        "imports/mappings/bring-back/", kept_mapping.bring_back_mapping, name="bring-back-mapping"
    ),
    path(
        "imports/<uuid:pk>/report.<slug:ending>", delivery.delivery_report, name="delivery-report"
    ),
    path("imports/<uuid:pk>/findings.json", delivery.delivery_findings, name="delivery-findings"),
]
