DO $$
DECLARE
    concept text;
BEGIN
    FOREACH concept IN ARRAY ARRAY['site', 'segment', 'duct', 'cable', 'gateway'] LOOP
        EXECUTE format('DROP TRIGGER openings_i ON assets_%1$s_grants', concept);
        EXECUTE format('DROP TRIGGER openings_u ON assets_%1$s_grants', concept);
        EXECUTE format('DROP TRIGGER openings_d ON assets_%1$s_grants', concept);
    END LOOP;
END $$;
DROP TRIGGER grant_told ON accounts_grant;
DROP FUNCTION assets_grants_changed();
DROP FUNCTION assets_openings_changed();
DROP FUNCTION assets_tell_openings(text, text, bigint[], bigint[]);
