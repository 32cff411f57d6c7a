DROP TRIGGER segment_claimed_stands ON assets_segment;
DROP FUNCTION network_check_claimed_segment();
