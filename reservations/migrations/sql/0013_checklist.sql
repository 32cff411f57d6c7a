-- An item is answered only where it is on the list of the request; what is always needed is needed.
CREATE FUNCTION reservations_check_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM reservations_accessrequest a JOIN reservations_checklistitem i ON i.id = NEW.item_id
        WHERE a.id = NEW.request_id AND i.kind = a.kind
          AND COALESCE(i.valid @> (a.received_at AT TIME ZONE 'Europe/Berlin')::date, false)) THEN
        RAISE EXCEPTION 'the item is on no list of this request'
            USING ERRCODE = '23514', CONSTRAINT = 'checked_item_on_the_list';
    END IF;
    IF NEW.answer = 'not_needed' AND (SELECT required FROM reservations_checklistitem WHERE id = NEW.item_id) THEN
        RAISE EXCEPTION 'the item is always needed'
            USING ERRCODE = '23514', CONSTRAINT = 'checked_item_needed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER checked_item_on_the_list BEFORE INSERT OR UPDATE ON reservations_checkeditem
    FOR EACH ROW EXECUTE FUNCTION reservations_check_item();

-- Nobody finds a request complete in which a part was found missing.
CREATE FUNCTION reservations_refuse_gaps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reservations_checkeditem WHERE request_id = NEW.id AND answer = 'missing') THEN
        RAISE EXCEPTION 'parts of the request are missing'
            USING ERRCODE = '23514', CONSTRAINT = 'case_complete_by_checklist';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_complete_by_checklist BEFORE UPDATE ON reservations_accessrequest
    FOR EACH ROW WHEN (NEW.state = 'in_review' AND OLD.state IN ('submitted', 'completed'))
    EXECUTE FUNCTION reservations_refuse_gaps();

CREATE TRIGGER checklistitem_version BEFORE UPDATE ON reservations_checklistitem
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
SELECT history_track('reservations_checklistitem');
SELECT history_track('reservations_checkeditem');
