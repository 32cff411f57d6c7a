-- ---------------------------------------------------------------- findings
-- A finding is about one object and goes with it, whoever deletes the object.
ALTER TABLE quality_finding
    ADD CONSTRAINT finding_about_one_object
        CHECK (num_nonnulls(site_id, segment_id, duct_id, cable_id, gateway_id) = 1),
    ADD CONSTRAINT finding_site FOREIGN KEY (site_id) REFERENCES assets_site (id) ON DELETE CASCADE,
    ADD CONSTRAINT finding_segment FOREIGN KEY (segment_id) REFERENCES assets_segment (id) ON DELETE CASCADE,
    ADD CONSTRAINT finding_duct FOREIGN KEY (duct_id) REFERENCES assets_duct (id) ON DELETE CASCADE,
    ADD CONSTRAINT finding_cable FOREIGN KEY (cable_id) REFERENCES assets_cable (id) ON DELETE CASCADE,
    ADD CONSTRAINT finding_gateway FOREIGN KEY (gateway_id) REFERENCES assets_gateway (id) ON DELETE CASCADE;

CREATE INDEX quality_finding_tile ON quality_finding USING gist (geom_3857) WHERE state = 'open';
CREATE INDEX quality_finding_other ON quality_finding (other_id) WHERE state <> 'solved' AND other_id IS NOT NULL;

-- That it was seen once more is no change of a finding.
CREATE FUNCTION quality_count_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER finding_version BEFORE UPDATE ON quality_finding FOR EACH ROW
    WHEN ((OLD.state, OLD.measured, OLD.allowed, OLD.other_id)
          IS DISTINCT FROM (NEW.state, NEW.measured, NEW.allowed, NEW.other_id))
    EXECUTE FUNCTION quality_count_version();
SELECT history_track('quality_finding', '{geom_3857,last_seen_at}');

-- ---------------------------------------------------------------- what changed
CREATE UNIQUE INDEX check_run_one_at_a_time ON quality_checkrun ((true)) WHERE finished_at IS NULL;
ALTER TABLE quality_checkqueue ADD COLUMN transaction xid8 NOT NULL DEFAULT pg_current_xact_id();

-- Notes the objects that a statement touched, before and after: pairs of a kind and a column of the
-- table are the arguments. One row for up to 500 of them, however many rows the statement wrote.
CREATE FUNCTION quality_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    pair integer;
    touched text;
BEGIN
    FOR pair IN 0 .. TG_NARGS / 2 - 1 LOOP
        touched := CASE TG_OP
            WHEN 'INSERT' THEN format('SELECT %I AS id FROM new_rows', TG_ARGV[2 * pair + 1])
            WHEN 'DELETE' THEN format('SELECT %I AS id FROM old_rows', TG_ARGV[2 * pair + 1])
            ELSE format('SELECT %1$I AS id FROM new_rows UNION SELECT %1$I FROM old_rows',
                        TG_ARGV[2 * pair + 1]) END;
        EXECUTE format('INSERT INTO quality_checkqueue (kind, ids)
            SELECT %L, array_agg(id ORDER BY id) FROM (
                SELECT id, (row_number() OVER (ORDER BY id) - 1) / 500 AS part
                FROM (SELECT DISTINCT id FROM (%s) t WHERE id IS NOT NULL) d) n
            GROUP BY part', TG_ARGV[2 * pair], touched);
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION quality_watch(watched regclass, VARIADIC pairs text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    arguments text := (SELECT string_agg(quote_literal(p), ', ') FROM unnest(pairs) p);
BEGIN
    EXECUTE format('CREATE TRIGGER quality_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION quality_note(%s)', watched, arguments);
    EXECUTE format('CREATE TRIGGER quality_update AFTER UPDATE ON %s
                    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION quality_note(%s)', watched, arguments);
    EXECUTE format('CREATE TRIGGER quality_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION quality_note(%s)', watched, arguments);
END $$;

SELECT quality_watch('assets_site', 'site', 'id');
SELECT quality_watch('assets_segment', 'segment', 'id', 'site', 'start_site_id', 'site', 'end_site_id');
SELECT quality_watch('assets_duct', 'duct', 'id', 'duct', 'bundle_id');
SELECT quality_watch('assets_ductsection', 'duct', 'duct_id', 'segment', 'segment_id', 'section', 'parent_id');
SELECT quality_watch('assets_cable', 'cable', 'id');
SELECT quality_watch('assets_cablesection', 'cable', 'cable_id', 'segment', 'segment_id',
                     'section', 'duct_section_id');
SELECT quality_watch('assets_gateway', 'gateway', 'id', 'site', 'site_id');
SELECT quality_watch('assets_antenna', 'gateway', 'gateway_id');
-- Strands are made with their cable, which is noted itself.
CREATE TRIGGER quality_delete AFTER DELETE ON assets_strand REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION quality_note('cable', 'cable_id');
CREATE FUNCTION quality_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM quality_checkqueue;
    RETURN NULL;
END $$;
CREATE TRIGGER quality_truncate AFTER TRUNCATE ON assets_site
    FOR EACH STATEMENT EXECUTE FUNCTION quality_forget();
