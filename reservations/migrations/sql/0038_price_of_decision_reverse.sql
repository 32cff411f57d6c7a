DROP TRIGGER decision_priced ON reservations_decision;
DROP FUNCTION reservations_price_decision();
