DROP TRIGGER damage_version ON network_damage;
DROP TRIGGER fillpolicy_version ON network_fillpolicy;
