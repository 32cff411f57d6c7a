DROP TRIGGER look_is_recorded ON accounts_look;
DROP FUNCTION accounts_guard_look();
