"""The tables for keys, retention, legal holds, destructions, operations and the mark of the stores."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from records.tables.base import Instant, code, metadata

DATA_KEYS = Table(
    "data_keys",
    metadata,
    code("key_id", primary_key=True),
    Column("owner", String(200), nullable=False),
    Column("generation", Integer, nullable=False),
    code("kek_id", nullable=False),
    Column("wrapped", LargeBinary),
    Column("made_at", Instant, nullable=False),
    Column("destroyed_at", Instant),
    UniqueConstraint("owner", "generation"),
)

RETENTION = Table(
    "retention_schedules",
    metadata,
    Column("at", Instant, primary_key=True),
    code("by", nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", JSON, nullable=False),
)

HOLDS = Table(
    "holds",
    metadata,
    code("hold_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    Column("reason", Text, nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
    code("released_by"),
    Column("released_at", Instant),
    Column("released_because", Text),
)

DESTRUCTIONS = Table(
    "destructions",
    metadata,
    code("destruction_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    code("kind", nullable=False),
    Column("reason", Text, nullable=False),
    Column("because", Text, nullable=False),
    code("proposed_by", nullable=False),
    Column("proposed_at", Instant, nullable=False),
    code("approved_by"),
    Column("approved_at", Instant),
    Column("destroyed_at", Instant),
    Column("certificate", JSON),
    Column("hash", String(64)),
)

OPERATIONS = Table(
    "operations",
    metadata,
    code("operation_id", primary_key=True),
    Column("at", Instant, nullable=False),
    code("by", nullable=False),
    code("what", nullable=False),
    Column("subject", String(200), nullable=False, index=True),
    Column("reason", Text, nullable=False),
)

STORE_MARKS = Table(
    "store_marks",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    code("mark"),
    code("next_mark"),
    Column("changed_at", Instant, nullable=False),
    Column("accepted", JSON, nullable=False),
)
"""One row: the mark that the records share with Temporal's store, and the cases whose loss a person accepted."""
