CREATE TRIGGER damage_version BEFORE UPDATE ON network_damage
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
CREATE TRIGGER fillpolicy_version BEFORE UPDATE ON network_fillpolicy
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
