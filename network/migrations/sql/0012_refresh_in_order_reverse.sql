-- Takes at most `most` segments from the queue or past their next change; several readers may run it at
-- once. Returns how many were refreshed.
CREATE OR REPLACE FUNCTION network_refresh_due_capacity(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    due bigint[];
BEGIN
    WITH taken AS (
        DELETE FROM network_capacityqueue WHERE id IN
            (SELECT id FROM network_capacityqueue ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED)
        RETURNING segment_id
    ), lapsed AS (
        SELECT segment_id FROM network_segmentcapacity WHERE next_change_at <= now()
        ORDER BY next_change_at LIMIT most FOR UPDATE SKIP LOCKED
    )
    SELECT array_agg(DISTINCT segment_id ORDER BY segment_id) INTO due
    FROM (SELECT segment_id FROM taken UNION ALL SELECT segment_id FROM lapsed) d;
    IF due IS NULL THEN RETURN 0; END IF;
    PERFORM network_refresh_capacity(due);
    RETURN cardinality(due);
END $$;
