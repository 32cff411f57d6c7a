-- An offer stands at least on the day on which it is made: one that was over then let its request expire at once.
ALTER TABLE reservations_offer ADD CONSTRAINT offer_stands_when_made
    CHECK (valid_until >= (made_at AT TIME ZONE 'Europe/Berlin')::date);
