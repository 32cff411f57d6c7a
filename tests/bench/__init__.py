"""Benchmarks: our answer against the floor, which is the same answer from one SQL statement."""
