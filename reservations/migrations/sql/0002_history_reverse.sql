SELECT history_untrack('reservations_%');
