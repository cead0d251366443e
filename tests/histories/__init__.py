"""Recorded histories, replayed for ever. `python -m tests.histories` records those that are missing."""
