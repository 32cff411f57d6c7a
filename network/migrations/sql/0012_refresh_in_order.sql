-- Takes at most `most` segments from the queue or past their next change; several readers may run it at
-- once. Of two who sum up the same segment, the one who looked first might write last: each locks the
-- summaries, in id order, before it looks. Returns how many segments were refreshed.
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
        ORDER BY next_change_at LIMIT most
    )
    SELECT array_agg(DISTINCT segment_id) INTO due
    FROM (SELECT segment_id FROM taken UNION ALL SELECT segment_id FROM lapsed) d;
    IF due IS NULL THEN RETURN 0; END IF;
    INSERT INTO network_segmentcapacity (segment_id, tubes_total, tubes_free, tubes_reserved, tubes_occupied,
                                         tubes_blocked, computed_at)
    SELECT g.id, 0, 0, 0, 0, 0, now() FROM assets_segment g
    WHERE g.id = ANY (due) AND NOT EXISTS (SELECT FROM network_segmentcapacity c WHERE c.segment_id = g.id)
    ORDER BY g.id
    ON CONFLICT DO NOTHING;
    PERFORM 1 FROM network_segmentcapacity WHERE segment_id = ANY (due) ORDER BY segment_id FOR UPDATE;
    PERFORM network_refresh_capacity(due);
    RETURN cardinality(due);
END $$;
