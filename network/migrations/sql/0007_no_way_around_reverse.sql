DROP TRIGGER joint_moves_with_ends ON network_ductjoint;
DROP FUNCTION network_check_moved_joint();
DO $$
DECLARE
    emptied regclass;
BEGIN
    FOR emptied IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'emptied_only_together' LOOP
        EXECUTE format('DROP TRIGGER emptied_only_together ON %s', emptied);
    END LOOP;
END $$;
DROP FUNCTION network_refuse_truncate();
DROP TRIGGER pending_work_is_done ON network_pendingderivation;
DROP TRIGGER pending_work_is_done ON assets_pendingcheck;
DROP FUNCTION network_keep_notes();
DROP TRIGGER capacity_update ON assets_duct;
DROP FUNCTION network_queue_capacity_of_ducts();
DROP TRIGGER ledger_update ON assets_segment;
DROP FUNCTION network_note_segment_ends();
DROP TRIGGER ledger_update ON assets_cabletype;
DROP FUNCTION network_note_cable_types();
DROP TRIGGER ledger_update ON assets_ducttype;
DROP FUNCTION network_note_duct_types();
DROP TRIGGER ledger_delete ON network_holder;
DROP TRIGGER ledger_update ON network_holder;
DROP TRIGGER ledger_insert ON network_holder;
CREATE TRIGGER ledger_update AFTER UPDATE ON network_holder
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION network_note('holder', 'id', 'period');
DROP FUNCTION network_note_gone_holders();
DROP FUNCTION network_note_changed_holders();
DROP FUNCTION network_note_holders();
DROP TRIGGER holder_follows_its_object_u ON network_holder;
DROP TRIGGER holder_follows_its_object_i ON network_holder;
DROP FUNCTION network_keep_holder();
