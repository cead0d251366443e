"""Casework: stages, acts, guards, alerts and the agenda. Pure: no Temporal, no I/O, no clock."""
