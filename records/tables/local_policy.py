"""The tables of the council's policy: its versions, and the open cases that have not heard of the newest steps."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, Table, Text

from records.tables.base import Instant, code, metadata

POLICY_VERSIONS = Table(
    "policy_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
    code("by", nullable=False),
    Column("because", Text, nullable=False),
    Column("effects", JSON, nullable=False),
)
"""Each version as it was, the first with number 1, with what it did to open cases. None is ever changed."""

POLICY_CASES = Table(
    "policy_cases",
    metadata,
    code("case_id", primary_key=True),
    Column("version", Integer, nullable=False),
)
"""The cases to which the worker still has to tell the steps of a version."""
