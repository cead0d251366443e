"""What goes on beside cases: sittings of the panel, mediations and appeals."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, Table

from records.tables.base import Instant, code, metadata

SITTINGS = Table(
    "sittings",
    metadata,
    code("sitting_id", primary_key=True),
    Column("sits_on", Date, nullable=False),
    Column("papers_by", Date, nullable=False),
    code("status", nullable=False),
    Column("seq", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_sittings_day", "sits_on", "sitting_id"),
)

DISPUTES = Table(
    "disputes",
    metadata,
    code("dispute_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    code("kind", nullable=False),
    code("status", nullable=False),
    code("person", index=True),
    Column("seq", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("is_over", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
