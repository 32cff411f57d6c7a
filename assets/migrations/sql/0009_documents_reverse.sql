SELECT history_untrack('assets_document');
DROP TRIGGER document_version ON assets_document;
