"""The minimum information on plant (Art. 4 (1) GIA, § 136 TKG) that goes out on a case."""
