CREATE FUNCTION assets_count_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER project_version BEFORE UPDATE ON assets_project
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
CREATE TRIGGER address_version BEFORE UPDATE ON assets_address
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
CREATE TRIGGER ducttype_version BEFORE UPDATE ON assets_ducttype
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
CREATE TRIGGER cabletype_version BEFORE UPDATE ON assets_cabletype
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
CREATE TRIGGER colourscheme_version BEFORE UPDATE ON assets_colourscheme
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
CREATE TRIGGER frequencyplan_version BEFORE UPDATE ON assets_frequencyplan
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
