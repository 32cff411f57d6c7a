"""Files that people sent, and raw SQL that must not reach them."""

from __future__ import annotations

from accounts.models import User
from assets.models import Delivery, Document, KeptMapping, Site
from gis.models import StoredFile

_FILE = "INSERT INTO citygis_storedfile (id, name, content, size, sha256, created_at) SELECT"
_SOUND = {"name": "'a.pdf'", "content": "'pdf'", "size": "1", "sha256": "repeat('0', 64)"}
_RENAME = "UPDATE citygis_storedfile SET name = 'b.pdf'"


def _file(**values: str) -> str:
    columns = ", ".join({**_SOUND, **values}.values())
    return f"{_FILE} gen_random_uuid(), {columns}, now()"


RULES = {
    "stored_file_content_known": _file(content="'exe'"),
    "stored_file_not_empty": _file(size="0"),
    "stored_file_checksum": _file(sha256="'0'"),
    "stored_file_name_plain": _file(name="'../a.pdf'"),
    "stored_file_fixed": _RENAME,
    "document_titled": "UPDATE assets_document SET title = ''",
    "document_of_one_asset": "UPDATE assets_document SET site_id = NULL",
    "delivery_state_known": "UPDATE assets_delivery SET state = 'lost'",
    "kept_mapping_name_once": "INSERT INTO assets_keptmapping (id, name, text, kept_at)"
    " SELECT gen_random_uuid(), n, 'x', now() FROM unnest(ARRAY['Los', 'LOS']) AS n",
    "kept_mapping_is_named": "UPDATE assets_keptmapping SET name = ' '",
    "kept_mapping_has_text": "UPDATE assets_keptmapping SET text = ''",
}
TRIGGERS = {("citygis_storedfile", "stored_file_fixed"): (_RENAME, "stored_file_fixed")}


def fill_files() -> None:
    """Two documents of sites, two deliveries and two mappings."""
    person = User.objects.filter(is_service=False).first()
    for site in Site.objects.order_by("pk")[:2]:
        file = StoredFile.objects.create(
            name="plan.pdf", content="pdf", size=1, sha256="0" * 64, by=person
        )
        Document.objects.create(title="Plan", file=file, site=site)
        Delivery.objects.create(person=person, name="plan.gpkg", language="de")
        KeptMapping.objects.create(person=person, name=site.code, text="[[import]]")
