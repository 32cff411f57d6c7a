-- Cells of the corridor, by the same rule as the exact one (network/corridor.py), also for level 12, where thousands
-- of segments meet in a tile. Its blocks are those of level 11, which is drawn from it.
CREATE OR REPLACE FUNCTION network_draw_cells(at integer, xs integer[], ys integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM network_generalisedcell g USING unnest(xs, ys) b (x, y)
    WHERE g.level = at AND g.block_x = b.x AND g.block_y = b.y;
    INSERT INTO network_generalisedcell (level, block_x, block_y, i, j, free_class, geom)
    WITH below AS (
        SELECT b.x, b.y, CASE WHEN at = 11 THEN b.x ELSE 2 * b.x + d.x END AS below_x,
               CASE WHEN at = 11 THEN b.y ELSE 2 * b.y + d.y END AS below_y
        FROM unnest(xs, ys) b (x, y) CROSS JOIN (VALUES (0, 0), (0, 1), (1, 0), (1, 1)) d (x, y)
        WHERE at < 11 OR at = 11 AND d = (0, 0)
    ), cell AS (
        SELECT b.x, b.y, q.i, q.j, c.free_class
        FROM unnest(xs, ys) b (x, y)
        JOIN assets_segment s ON at = 12 AND s.geom_3857 && ST_TileEnvelope(13, b.x, b.y)
             AND network_block_of(s.geom_3857) = (b.x, b.y)
             AND s.publication <> 'protected' AND s.life_cycle NOT IN ('idea', 'abandoned', 'removed')
        JOIN network_segmentcapacity c ON c.segment_id = s.id
        CROSS JOIN LATERAL ST_SquareGrid(100, s.geom) q
        WHERE ST_Intersects(q.geom, s.geom)
        UNION ALL
        SELECT b.x, b.y, g.i >> 1, g.j >> 1, g.free_class
        FROM below b JOIN network_generalisedcell g
             ON g.level = at + 1 AND g.block_x = b.below_x AND g.block_y = b.below_y
    ), best AS (
        SELECT x, y, i, j, max(free_class) AS free_class FROM cell GROUP BY x, y, i, j
    )
    SELECT at, x, y, i, j, free_class,
           ST_Transform(ST_Square(100 << (12 - at), i, j, ST_SetSRID(ST_MakePoint(0, 0), 25832)), 3857)
    FROM best;
END $$;

-- Takes at most `most` blocks from the queue and draws them and what stands on them. One at a time: an older
-- drawing must never replace a newer one. Returns how many blocks were drawn.
CREATE OR REPLACE FUNCTION network_generalise_due(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    xs integer[];
    ys integer[];
    drawn integer;
BEGIN
    IF NOT EXISTS (SELECT FROM network_generalisationqueue) THEN RETURN 0; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('network_generalise_due'));
    SELECT array_agg(block_x), array_agg(block_y) INTO xs, ys
    FROM (SELECT DISTINCT block_x, block_y FROM network_generalisationqueue LIMIT most) q;
    IF xs IS NULL THEN RETURN 0; END IF;
    drawn := cardinality(xs);
    DELETE FROM network_generalisationqueue q USING unnest(xs, ys) b (x, y)
    WHERE q.block_x = b.x AND q.block_y = b.y;
    PERFORM network_draw_cells(12, xs, ys);
    FOR at IN REVERSE 11..7 LOOP
        PERFORM network_draw_lines(at, xs, ys);
        PERFORM network_draw_cells(at, xs, ys);
        SELECT array_agg(x), array_agg(y) INTO xs, ys
        FROM (SELECT DISTINCT x >> 1 AS x, y >> 1 AS y FROM unnest(xs, ys) b (x, y)) up;
    END LOOP;
    RETURN drawn;
END $$;

INSERT INTO network_generalisationqueue (block_x, block_y)
SELECT DISTINCT b.x, b.y FROM assets_segment s CROSS JOIN LATERAL network_block_of(s.geom_3857) b;
