SELECT history_untrack('reservations_clockrule');
DROP TRIGGER clockrule_version ON reservations_clockrule;
