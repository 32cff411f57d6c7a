DROP TRIGGER deadline_follows_its_clock ON reservations_deadline;
DROP FUNCTION reservations_guard_clock();
DROP FUNCTION reservations_was_done(bigint, text, date);
DROP FUNCTION reservations_is_done_by(text, text);
DROP FUNCTION reservations_is_by_its_rule(reservations_deadline);
DROP FUNCTION reservations_days_paused(bigint);
DROP FUNCTION reservations_days_off(text);
DROP FUNCTION reservations_span_over(date, int, text);
DROP FUNCTION reservations_start_day(bigint, text);
