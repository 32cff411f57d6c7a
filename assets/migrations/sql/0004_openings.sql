-- What a grant opens or closes is told under the name of the table that says so (assets_site_grants …),
-- with the id of the asset, its public id and the organisation.

-- The facts of rows of a table of openings; an asset or grant deleted before them in the same
-- transaction is looked up in the history.
CREATE FUNCTION assets_tell_openings(concept text, what text, assets bigint[], grants bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format($q$
        SELECT history_tell('assets_%1$s_grants', t.asset, $1, jsonb_build_object(
            'public_id', COALESCE(a.public_id::text,
                (SELECT c.before ->> 'public_id' FROM history_change c
                 WHERE c.table_name = 'assets_%1$s' AND c.object_id = t.asset AND c.operation = 'D'
                 ORDER BY c.id DESC LIMIT 1)),
            'grant_id', t.given, 'organisation_id', COALESCE(g.organisation_id, d.organisation_id)))
        FROM unnest($2, $3) AS t (asset, given)
        LEFT JOIN assets_%1$s a ON a.id = t.asset
        LEFT JOIN accounts_grant g ON g.id = t.given
        LEFT JOIN LATERAL (
            SELECT (c.before ->> 'organisation_id')::bigint AS organisation_id,
                   (c.before ->> 'opens')::boolean AS opens
            FROM history_change c
            WHERE g.id IS NULL AND c.table_name = 'accounts_grant' AND c.object_id = t.given
              AND c.operation = 'D'
        ) d ON true
        WHERE COALESCE(g.opens, d.opens)$q$, concept)
    USING what, assets, grants;
END $$;

CREATE FUNCTION assets_openings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    assets bigint[];
    grants bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        EXECUTE format('SELECT array_agg(%I), array_agg(grant_id) FROM old_rows', TG_ARGV[0] || '_id')
        INTO assets, grants;
        PERFORM assets_tell_openings(TG_ARGV[0], 'G', assets, grants);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        EXECUTE format('SELECT array_agg(%I), array_agg(grant_id) FROM new_rows', TG_ARGV[0] || '_id')
        INTO assets, grants;
        PERFORM assets_tell_openings(TG_ARGV[0], 'A', assets, grants);
    END IF;
    RETURN NULL;
END $$;

-- A grant that begins, ends or changes hands does so for all that it names.
CREATE FUNCTION assets_grants_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concept text;
BEGIN
    FOREACH concept IN ARRAY ARRAY['site', 'segment', 'duct', 'cable', 'gateway'] LOOP
        EXECUTE format($q$
            SELECT history_tell('assets_%1$s_grants', t.%1$s_id, e.what, jsonb_build_object(
                'public_id', a.public_id, 'grant_id', e.id, 'organisation_id', e.organisation_id))
            FROM (SELECT o.id, 'G' AS what, o.organisation_id
                  FROM old_rows o JOIN new_rows n ON n.id = o.id
                  WHERE o.opens AND (NOT n.opens OR n.organisation_id <> o.organisation_id)
                  UNION ALL
                  SELECT n.id, 'A', n.organisation_id
                  FROM old_rows o JOIN new_rows n ON n.id = o.id
                  WHERE n.opens AND (NOT o.opens OR n.organisation_id <> o.organisation_id)) e
            JOIN assets_%1$s_grants t ON t.grant_id = e.id
            JOIN assets_%1$s a ON a.id = t.%1$s_id$q$, concept);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER grant_told AFTER UPDATE ON accounts_grant
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_grants_changed();

DO $$
DECLARE
    concept text;
BEGIN
    FOREACH concept IN ARRAY ARRAY['site', 'segment', 'duct', 'cable', 'gateway'] LOOP
        EXECUTE format('CREATE TRIGGER openings_i AFTER INSERT ON assets_%1$s_grants
            REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION assets_openings_changed(%1$L)', concept);
        EXECUTE format('CREATE TRIGGER openings_u AFTER UPDATE ON assets_%1$s_grants
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION assets_openings_changed(%1$L)', concept);
        EXECUTE format('CREATE TRIGGER openings_d AFTER DELETE ON assets_%1$s_grants
            REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION assets_openings_changed(%1$L)', concept);
    END LOOP;
END $$;
