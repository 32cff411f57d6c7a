SELECT history_track('reservations_claim');
