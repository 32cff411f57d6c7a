DROP TRIGGER emptied_only_together ON reservations_claim;
DROP TRIGGER holder_agrees_with_its_claim ON network_holder;
DROP FUNCTION reservations_check_holder();
DROP TRIGGER claim_agrees_with_its_holder ON reservations_claim;
DROP FUNCTION reservations_check_claim();
DROP FUNCTION reservations_refuse_discord(bigint[]);
