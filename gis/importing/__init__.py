"""Import of foreign network data: read, map, clean, snap, stage and apply in one transaction."""
