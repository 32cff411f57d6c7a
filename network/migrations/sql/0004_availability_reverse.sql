DROP FUNCTION network_refresh_due_capacity(integer);
DROP FUNCTION network_refresh_capacity(bigint[]);
DROP FUNCTION network_strand_states(bigint[], daterange);
DROP FUNCTION network_section_states(bigint[], daterange);
