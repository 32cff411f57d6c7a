DROP TRIGGER decision_prepared_stands ON reservations_decision;
DROP FUNCTION reservations_guard_prepared();
