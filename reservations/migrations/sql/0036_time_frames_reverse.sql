ALTER TABLE reservations_accessrequest DROP CONSTRAINT case_period_in_bounds;
DROP TRIGGER case_time_frame_ahead ON reservations_accessrequest;
DROP FUNCTION reservations_refuse_over();
