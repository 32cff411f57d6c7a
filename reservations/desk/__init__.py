"""The desk of the city's access officers: queue, case, dialogues, statistics, calendar."""
