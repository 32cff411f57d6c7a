CREATE OR REPLACE FUNCTION reservations_guard_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a message stands as it was written'
            USING ERRCODE = '23514', CONSTRAINT = 'message_is_kept';
    END IF;
    IF NOT EXISTS (SELECT FROM reservations_accessrequest a
                   WHERE a.id = NEW.request_id AND a.receipt IS NOT NULL) THEN
        RAISE EXCEPTION 'a draft has no messages'
            USING ERRCODE = '23514', CONSTRAINT = 'message_on_received_case';
    END IF;
    IF NOT NEW.from_desk AND NOT EXISTS (
            SELECT FROM reservations_accessrequest a JOIN accounts_membership m USING (organisation_id)
            WHERE a.id = NEW.request_id AND m.user_id = NEW.author_id) THEN
        RAISE EXCEPTION 'only the applicant and the desk write on a case'
            USING ERRCODE = '23514', CONSTRAINT = 'message_from_applicant';
    END IF;
    IF NEW.from_desk AND NOT EXISTS (
            SELECT FROM accounts_membership m
            WHERE m.user_id = NEW.author_id AND m.role IN ('access_officer', 'road_officer')) THEN
        RAISE EXCEPTION 'only the applicant and the desk write on a case'
            USING ERRCODE = '23514', CONSTRAINT = 'message_from_applicant';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION reservations_guard_attachment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'an attachment stays as it was sent'
            USING ERRCODE = '23514', CONSTRAINT = 'attachment_is_kept';
    END IF;
    PERFORM 1 FROM reservations_casemessage WHERE id = NEW.message_id FOR UPDATE;
    IF (SELECT count(*) FROM reservations_caseattachment WHERE message_id = NEW.message_id) >= 5 THEN
        RAISE EXCEPTION 'a message has few attachments'
            USING ERRCODE = '23514', CONSTRAINT = 'attachments_are_few';
    END IF;
    RETURN NEW;
END $$;

DROP FUNCTION reservations_is_kept_as_draft(bigint);
