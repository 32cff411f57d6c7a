DROP TRIGGER stored_file_fixed ON citygis_storedfile;
DROP FUNCTION citygis_stored_file_fixed();
