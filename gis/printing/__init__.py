"""The map on paper: true to scale, from the same layers with the same visibility."""
