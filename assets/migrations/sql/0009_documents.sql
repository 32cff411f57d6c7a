CREATE TRIGGER document_version BEFORE UPDATE ON assets_document
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();

SELECT history_track('assets_document');
