DROP TRIGGER sections_of_claim ON reservations_claim;
DROP TRIGGER sections_of_new_claim ON reservations_claim;
DROP FUNCTION reservations_open_of_claim();
DROP TRIGGER sections_closed ON network_claimline;
DROP FUNCTION reservations_close_along_lines();
DROP TRIGGER sections_opened ON network_claimline;
DROP FUNCTION reservations_open_along_lines();
DROP TABLE reservations_openedsection;
DROP FUNCTION reservations_refuse_handwritten_openings();
