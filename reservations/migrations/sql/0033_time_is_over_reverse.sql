ALTER TABLE reservations_asbuiltreport DROP CONSTRAINT as_built_laid_by_then;
DROP TRIGGER case_time_is_over ON reservations_accessrequest;
DROP FUNCTION reservations_guard_expiry();
