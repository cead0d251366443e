"""The SEND and AP Inclusion Dashboard: its metrics, the published files that feed it, and how areas compare."""
