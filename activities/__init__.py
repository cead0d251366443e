"""Effects: one file for each, idempotent, one transaction each."""
