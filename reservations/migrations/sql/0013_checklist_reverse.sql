SELECT history_untrack('reservations_checkeditem');
SELECT history_untrack('reservations_checklistitem');
DROP TRIGGER checklistitem_version ON reservations_checklistitem;
DROP TRIGGER case_complete_by_checklist ON reservations_accessrequest;
DROP FUNCTION reservations_refuse_gaps();
DROP TRIGGER checked_item_on_the_list ON reservations_checkeditem;
DROP FUNCTION reservations_check_item();
