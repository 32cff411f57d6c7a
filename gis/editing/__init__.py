"""Editing on the map: forms that rooms register, carried out once, in one transaction."""
