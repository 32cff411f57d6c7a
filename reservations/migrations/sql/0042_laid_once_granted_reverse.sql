DROP TRIGGER case_time_frame_ahead ON reservations_accessrequest;
CREATE TRIGGER case_time_frame_ahead AFTER UPDATE ON reservations_accessrequest
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state IN
        ('submitted', 'completed', 'offered', 'accepted', 'granted', 'partly_granted'))
    EXECUTE FUNCTION reservations_refuse_over();
DROP TRIGGER as_built_laid_once_granted ON reservations_asbuiltreport;
DROP FUNCTION reservations_guard_laid();
