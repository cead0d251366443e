"""The table of the versions of the council's own details."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, Table, Text

from records.tables.base import Instant, code, metadata

PROFILE_VERSIONS = Table(
    "profile_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
    code("by"),
    Column("because", Text),
)
"""Each version as it was, the first with number 1. None is ever changed."""
