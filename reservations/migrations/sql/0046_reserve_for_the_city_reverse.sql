DROP TRIGGER reserve_for_the_city ON reservations_cityreserve;
DROP FUNCTION reservations_guard_whose_reserve();
