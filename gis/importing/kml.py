"""KML with its schemas where GDAL looks for them."""

import re

SCHEMA = re.compile(rb"<Schema\b.*?</Schema\s*>", re.DOTALL)
DOCUMENT = re.compile(rb"<Document\b[^>]*>")


def with_schemas_first(content: bytes) -> bytes:
    """Schemas moved from folders to the top of the document, each once.

    Older programs describe the attributes of a folder inside of it; the reader looks for schemas
    in the document only, and what it finds no description of it leaves out without a word.
    """
    document, schemas = DOCUMENT.search(content), SCHEMA.findall(content)
    if document is None or not schemas:
        return content
    head, rest = content[: document.end()], content[document.end() :]
    return head + b"".join(dict.fromkeys(schemas)) + SCHEMA.sub(b"", rest)
