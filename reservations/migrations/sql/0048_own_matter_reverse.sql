DROP TRIGGER decision_in_own_matter ON reservations_decision;
DROP FUNCTION reservations_guard_own_matter();
DROP FUNCTION reservations_is_own_matter(bigint, bigint);
