"""Loads the generated city (`fixtures.city`) into an empty database."""
