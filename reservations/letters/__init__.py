"""Letters of the city as PDF, in German, on its letterhead after DIN 5008 form B."""
