CREATE OR REPLACE FUNCTION reservations_guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.confirmed_at IS NOT NULL OR NEW.sent_back_at IS NOT NULL OR NOT EXISTS (
                SELECT FROM reservations_accessrequest a JOIN reservations_requestkind k USING (kind)
                WHERE a.id = NEW.request_id AND k.reported AND a.state IN ('granted', 'partly_granted')) THEN
            RAISE EXCEPTION 'only granted ducts are reported as built'
                USING ERRCODE = '23514', CONSTRAINT = 'as_built_once_granted';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.confirmed_at IS NOT NULL OR OLD.sent_back_at IS NOT NULL
       OR (OLD.request_id, OLD.laid_on, OLD.remarks, OLD.reported_by_id, OLD.reported_at)
          IS DISTINCT FROM (NEW.request_id, NEW.laid_on, NEW.remarks, NEW.reported_by_id, NEW.reported_at) THEN
        RAISE EXCEPTION 'a report stands as it was made and answered'
            USING ERRCODE = '23514', CONSTRAINT = 'as_built_stands';
    END IF;
    RETURN NEW;
END $$;
