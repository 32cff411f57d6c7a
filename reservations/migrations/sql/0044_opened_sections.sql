-- In which segments a grant opens a duct: where the ledger has a line of the grant's claim, lines of what contains
-- it not counted. Derived with the ledger, so that it follows every edit of the plant; read by nearly every statement
-- of those who see by grants (reservations/following.py), to whom the ledger itself would be too slow.
CREATE TABLE reservations_openedsection (
    section_id bigint NOT NULL REFERENCES assets_ductsection (id) ON DELETE CASCADE,
    grant_id bigint NOT NULL REFERENCES accounts_grant (id) ON DELETE CASCADE,
    PRIMARY KEY (section_id, grant_id)
);
CREATE INDEX opened_section_of_grant ON reservations_openedsection (grant_id);

INSERT INTO reservations_openedsection (section_id, grant_id)
SELECT DISTINCT l.section_id, c.grant_id FROM network_claimline l JOIN reservations_claim c ON c.holder_id = l.holder_id
WHERE c.grant_id IS NOT NULL AND l.section_id IS NOT NULL AND NOT l.inside;

CREATE FUNCTION reservations_refuse_handwritten_openings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'what a grant opens of a duct is derived, not written'
            USING ERRCODE = '23514', CONSTRAINT = 'opened_section_is_derived';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER opened_section_is_derived BEFORE INSERT OR UPDATE OR DELETE ON reservations_openedsection
    FOR EACH STATEMENT EXECUTE FUNCTION reservations_refuse_handwritten_openings();

CREATE FUNCTION reservations_open_along_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reservations_openedsection (section_id, grant_id)
    SELECT l.section_id, c.grant_id FROM changed l JOIN reservations_claim c ON c.holder_id = l.holder_id
    WHERE c.grant_id IS NOT NULL AND l.section_id IS NOT NULL AND NOT l.inside
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER sections_opened AFTER INSERT ON network_claimline REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION reservations_open_along_lines();

CREATE FUNCTION reservations_close_along_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM reservations_openedsection o USING changed l, reservations_claim c
    WHERE c.holder_id = l.holder_id AND o.grant_id = c.grant_id AND o.section_id = l.section_id
      AND NOT EXISTS (SELECT FROM network_claimline k WHERE k.section_id = l.section_id
                      AND k.holder_id = l.holder_id AND NOT k.inside);
    RETURN NULL;
END $$;
CREATE TRIGGER sections_closed AFTER DELETE ON network_claimline REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION reservations_close_along_lines();

CREATE FUNCTION reservations_open_of_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM reservations_openedsection WHERE grant_id = OLD.grant_id;
    END IF;
    INSERT INTO reservations_openedsection (section_id, grant_id)
    SELECT DISTINCT l.section_id, NEW.grant_id FROM network_claimline l
    WHERE NEW.grant_id IS NOT NULL AND l.holder_id = NEW.holder_id AND l.section_id IS NOT NULL AND NOT l.inside;
    RETURN NULL;
END $$;
CREATE TRIGGER sections_of_new_claim AFTER INSERT ON reservations_claim
    FOR EACH ROW WHEN (NEW.grant_id IS NOT NULL) EXECUTE FUNCTION reservations_open_of_claim();
CREATE TRIGGER sections_of_claim AFTER UPDATE ON reservations_claim
    FOR EACH ROW WHEN ((NEW.grant_id, NEW.holder_id) IS DISTINCT FROM (OLD.grant_id, OLD.holder_id))
    EXECUTE FUNCTION reservations_open_of_claim();
