-- Small scales: for each of the levels 7 to 11 lines on a grid of 4 pixels and the cells of the corridor,
-- by blocks. A segment belongs to the block that holds its first point. The finest level is drawn from
-- segments, each other from the level below, so that a change costs one block of each level.

-- The block of level 11 (a tile of level 13) in which a line begins.
CREATE FUNCTION network_block_of(line geometry, OUT x integer, OUT y integer) LANGUAGE sql IMMUTABLE AS $$
    SELECT floor((ST_X(ST_StartPoint(line)) + 20037508.342789244) / 4891.96981024)::int,
           floor((20037508.342789244 - ST_Y(ST_StartPoint(line))) / 4891.96981024)::int
$$;

-- Four pixels of a tile of 512, in metres of EPSG:3857.
CREATE FUNCTION network_grid_m(level integer) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
    SELECT 40075016.685578488 / (1 << level) / 128
$$;

CREATE FUNCTION network_queue_generalisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM network_generalisationqueue;
        DELETE FROM network_generalisedline;
        DELETE FROM network_generalisedcell;
    ELSIF TG_TABLE_NAME = 'network_segmentcapacity' AND TG_OP = 'UPDATE' THEN
        INSERT INTO network_generalisationqueue (block_x, block_y)
        SELECT DISTINCT b.x, b.y FROM old_rows o JOIN new_rows n USING (segment_id)
        JOIN assets_segment s ON s.id = n.segment_id CROSS JOIN LATERAL network_block_of(s.geom_3857) b
        WHERE o.free_class IS DISTINCT FROM n.free_class;
    ELSIF TG_TABLE_NAME = 'network_segmentcapacity' THEN
        INSERT INTO network_generalisationqueue (block_x, block_y)
        SELECT DISTINCT b.x, b.y FROM changed c
        JOIN assets_segment s ON s.id = c.segment_id CROSS JOIN LATERAL network_block_of(s.geom_3857) b;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO network_generalisationqueue (block_x, block_y)
        SELECT DISTINCT b.x, b.y FROM old_rows o JOIN new_rows n USING (id)
        CROSS JOIN LATERAL (VALUES (o.geom_3857), (n.geom_3857)) g (line)
        CROSS JOIN LATERAL network_block_of(g.line) b
        WHERE NOT (ST_AsBinary(o.geom) = ST_AsBinary(n.geom) AND o.life_cycle = n.life_cycle
                   AND o.publication = n.publication);
    ELSE
        INSERT INTO network_generalisationqueue (block_x, block_y)
        SELECT DISTINCT b.x, b.y FROM changed c CROSS JOIN LATERAL network_block_of(c.geom_3857) b;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER generalise_insert AFTER INSERT ON assets_segment REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_generalisation();
CREATE TRIGGER generalise_update AFTER UPDATE ON assets_segment
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_generalisation();
CREATE TRIGGER generalise_delete AFTER DELETE ON assets_segment REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_generalisation();
CREATE TRIGGER generalise_truncate AFTER TRUNCATE ON assets_segment
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_generalisation();
CREATE TRIGGER generalise_insert AFTER INSERT ON network_segmentcapacity REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_generalisation();
CREATE TRIGGER generalise_update AFTER UPDATE ON network_segmentcapacity
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_generalisation();
CREATE TRIGGER generalise_delete AFTER DELETE ON network_segmentcapacity REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_generalisation();

-- Lines of blocks from rough ones: snapped to the level's grid, each stretch once with its best class, merged
-- to long lines. Where a block would vanish a dash stays.
-- Lines of blocks: snapped to the level's grid, each stretch once with its best class, merged to long lines.
-- Where a whole block would vanish a dash stays.
CREATE FUNCTION network_draw_lines(at integer, xs integer[], ys integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM network_generalisedline g USING unnest(xs, ys) b (x, y)
    WHERE g.level = at AND g.block_x = b.x AND g.block_y = b.y;
    INSERT INTO network_generalisedline (level, block_x, block_y, free_class, life_cycle, geom)
    WITH rough AS (
        SELECT b.x, b.y, c.free_class, s.life_cycle, s.geom_3857 AS geom
        FROM unnest(xs, ys) b (x, y)
        JOIN assets_segment s ON at = 11 AND s.geom_3857 && ST_TileEnvelope(13, b.x, b.y)
             AND network_block_of(s.geom_3857) = (b.x, b.y) AND s.life_cycle <> 'removed'
        LEFT JOIN network_segmentcapacity c ON c.segment_id = s.id
        UNION ALL
        SELECT b.x, b.y, g.free_class, g.life_cycle, g.geom
        FROM unnest(xs, ys) b (x, y)
        JOIN network_generalisedline g ON at < 11 AND g.level = at + 1
             AND g.block_x IN (2 * b.x, 2 * b.x + 1) AND g.block_y IN (2 * b.y, 2 * b.y + 1)
    ), snapped AS (
        SELECT x, y, free_class, life_cycle, ST_SnapToGrid(geom, network_grid_m(at)) AS geom FROM rough
    ), stretch AS (
        SELECT x, y, free_class, life_cycle, ST_Normalize((ST_DumpSegments(geom)).geom) AS geom
        FROM snapped WHERE NOT ST_IsEmpty(geom)
    ), dash AS (
        SELECT DISTINCT ON (r.x, r.y) r.x, r.y, r.free_class, r.life_cycle,
               ST_MakeLine(p.geom, ST_Translate(p.geom, network_grid_m(at), 0)) AS geom
        FROM rough r CROSS JOIN LATERAL ST_SnapToGrid(ST_PointN(ST_GeometryN(r.geom, 1), 1), network_grid_m(at)) p (geom)
        WHERE NOT EXISTS (SELECT FROM stretch s WHERE s.x = r.x AND s.y = r.y)
        ORDER BY r.x, r.y, r.free_class DESC NULLS LAST
    ), once AS (
        SELECT x, y, geom, max(free_class) AS free_class,
               CASE WHEN bool_or(life_cycle = 'in_service') THEN 'in_service' ELSE min(life_cycle) END AS life_cycle
        FROM (SELECT * FROM stretch UNION ALL SELECT * FROM dash) s GROUP BY x, y, geom
    )
    SELECT at, x, y, free_class, life_cycle, ST_Multi(ST_LineMerge(ST_Collect(geom)))
    FROM once GROUP BY x, y, free_class, life_cycle;
END $$;

-- Cells of the corridor, by the same rule as the exact one (network/corridor.py).
CREATE FUNCTION network_draw_cells(at integer, xs integer[], ys integer[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM network_generalisedcell g USING unnest(xs, ys) b (x, y)
    WHERE g.level = at AND g.block_x = b.x AND g.block_y = b.y;
    INSERT INTO network_generalisedcell (level, block_x, block_y, i, j, free_class, geom)
    WITH cell AS (
        SELECT b.x, b.y, q.i, q.j, c.free_class
        FROM unnest(xs, ys) b (x, y)
        JOIN assets_segment s ON at = 11 AND s.geom_3857 && ST_TileEnvelope(13, b.x, b.y)
             AND network_block_of(s.geom_3857) = (b.x, b.y)
             AND s.publication <> 'protected' AND s.life_cycle NOT IN ('idea', 'abandoned', 'removed')
        JOIN network_segmentcapacity c ON c.segment_id = s.id
        CROSS JOIN LATERAL ST_SquareGrid(200, s.geom) q
        WHERE ST_Intersects(q.geom, s.geom)
        UNION ALL
        SELECT b.x, b.y, g.i >> 1, g.j >> 1, g.free_class
        FROM unnest(xs, ys) b (x, y)
        JOIN network_generalisedcell g ON at < 11 AND g.level = at + 1
             AND g.block_x IN (2 * b.x, 2 * b.x + 1) AND g.block_y IN (2 * b.y, 2 * b.y + 1)
    ), best AS (
        SELECT x, y, i, j, max(free_class) AS free_class FROM cell GROUP BY x, y, i, j
    )
    SELECT at, x, y, i, j, free_class,
           ST_Transform(ST_Square(200 << (11 - at), i, j, ST_SetSRID(ST_MakePoint(0, 0), 25832)), 3857)
    FROM best;
END $$;

-- Takes at most `most` blocks from the queue and draws them and what stands on them. One at a time: an older
-- drawing must never replace a newer one. Returns how many blocks were drawn.
CREATE FUNCTION network_generalise_due(most integer) RETURNS integer LANGUAGE plpgsql AS $$
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
