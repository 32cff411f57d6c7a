-- ---------------------------------------------------------------- exempt objects
-- The list is the reason; the publication class is what every door looks at.
CREATE FUNCTION reservations_mark_exempt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one reservations_exemption := COALESCE(NEW, OLD);
    class text := CASE TG_OP WHEN 'DELETE' THEN 'restricted' ELSE 'protected' END;
    marked bigint;
BEGIN
    IF one.concept = 'site' THEN
        UPDATE assets_site SET publication = class WHERE code = one.code;
    ELSE
        UPDATE assets_segment SET publication = class WHERE code = one.code;
    END IF;
    GET DIAGNOSTICS marked = ROW_COUNT;
    IF marked = 0 AND TG_OP <> 'DELETE' THEN
        RAISE EXCEPTION 'there is no such object to exempt'
            USING ERRCODE = '23514', CONSTRAINT = 'exemption_of_an_object';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER exemption_marks_its_object AFTER INSERT OR DELETE ON reservations_exemption
    FOR EACH ROW EXECUTE FUNCTION reservations_mark_exempt();

CREATE FUNCTION reservations_guard_exempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reservations_exemption e WHERE e.code = OLD.code
               AND e.concept = CASE TG_TABLE_NAME WHEN 'assets_site' THEN 'site' ELSE 'segment' END) THEN
        RAISE EXCEPTION 'an exempt object stays protected and keeps its code'
            USING ERRCODE = '23514', CONSTRAINT = 'exempt_stays_protected';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exempt_site_stays_protected BEFORE UPDATE OF publication, code ON assets_site
    FOR EACH ROW WHEN (OLD.publication = 'protected' AND (NEW.publication <> 'protected' OR NEW.code <> OLD.code))
    EXECUTE FUNCTION reservations_guard_exempt();
CREATE TRIGGER exempt_segment_stays_protected BEFORE UPDATE OF publication, code ON assets_segment
    FOR EACH ROW WHEN (OLD.publication = 'protected' AND (NEW.publication <> 'protected' OR NEW.code <> OLD.code))
    EXECUTE FUNCTION reservations_guard_exempt();

CREATE FUNCTION reservations_guard_exemption() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.concept, NEW.code) IS DISTINCT FROM (OLD.concept, OLD.code) THEN
        RAISE EXCEPTION 'another object is another exemption'
            USING ERRCODE = '23514', CONSTRAINT = 'exemption_names_one_object';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exemption_names_one_object BEFORE UPDATE ON reservations_exemption
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_exemption();

CREATE TRIGGER reserveshare_version BEFORE UPDATE ON reservations_reserveshare
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
SELECT history_track('reservations_exemption');
SELECT history_track('reservations_reserveshare');
SELECT history_track('reservations_cityreserve');
