DROP FUNCTION history_tell(text, bigint, text, jsonb);
