"""The activities: one file for each effect, each idempotent and in one transaction."""
