"""Access requests: their states, their clocks and what they hold in the ledger."""
