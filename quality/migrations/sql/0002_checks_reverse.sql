DO $$
DECLARE
    watched record;
BEGIN
    FOR watched IN SELECT tgname, tgrelid::regclass AS name FROM pg_trigger
                   WHERE tgname IN ('quality_insert', 'quality_update', 'quality_delete', 'quality_truncate') LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', watched.tgname, watched.name);
    END LOOP;
END $$;
DROP FUNCTION quality_forget();
DROP FUNCTION quality_watch(regclass, text[]);
DROP FUNCTION quality_note();
DROP INDEX check_run_one_at_a_time;
ALTER TABLE quality_checkqueue DROP COLUMN transaction;
SELECT history_untrack('quality_%');
DROP TRIGGER finding_version ON quality_finding;
DROP FUNCTION quality_count_version();
DROP INDEX quality_finding_other;
DROP INDEX quality_finding_tile;
ALTER TABLE quality_finding
    DROP CONSTRAINT finding_about_one_object, DROP CONSTRAINT finding_site, DROP CONSTRAINT finding_segment,
    DROP CONSTRAINT finding_duct, DROP CONSTRAINT finding_cable, DROP CONSTRAINT finding_gateway;
