"""Durable shells around casework/: one file per workflow, thin. No clock, chance, I/O or calendar of their own."""
