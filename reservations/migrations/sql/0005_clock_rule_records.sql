CREATE TRIGGER clockrule_version BEFORE UPDATE ON reservations_clockrule
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
SELECT history_track('reservations_clockrule');
