DROP FUNCTION network_sections_without_room(bigint[], daterange, double precision);
DROP FUNCTION network_taken_sections(bigint[], daterange);
DROP FUNCTION network_taking_lines(bigint[], daterange);
