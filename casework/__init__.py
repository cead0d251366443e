"""The process: stages, acts, guards, the escalation ladder and the agenda. Pure: no Temporal, no I/O, no clock."""
