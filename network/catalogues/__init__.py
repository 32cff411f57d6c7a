"""Reference data: readable files in ``fixtures/reference`` and their way into the database."""
