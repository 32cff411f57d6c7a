SELECT history_untrack('reservations_legalremedy');
DROP TRIGGER legalremedy_version ON reservations_legalremedy;
DROP TRIGGER letter_is_kept ON reservations_letter;
DROP FUNCTION reservations_guard_letter();
