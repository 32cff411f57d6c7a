DROP FUNCTION history_horizon();
DROP FUNCTION history_tell(text, bigint, text, jsonb);
