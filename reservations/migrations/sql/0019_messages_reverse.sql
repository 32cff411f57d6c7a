DROP TRIGGER download_is_kept ON reservations_attachmentdownload;
DROP FUNCTION reservations_guard_download();
DROP TRIGGER attachment_is_kept ON reservations_caseattachment;
DROP FUNCTION reservations_guard_attachment();
DROP TRIGGER message_is_kept ON reservations_casemessage;
DROP FUNCTION reservations_guard_message();
