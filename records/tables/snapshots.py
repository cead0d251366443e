"""The tables of the figures that are kept each night."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Integer, String, Table

from records.tables.base import Instant, code, metadata

SNAPSHOTS = Table(
    "snapshots",
    metadata,
    Column("as_at", Date, primary_key=True),
    Column("taken_at", Instant, nullable=False),
    code("how", nullable=False),
    code("rule_pack", nullable=False),
    Column("rule_pack_hash", String(64), nullable=False),
    code("release", nullable=False),
    Column("cases", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row a day. It is inserted with its values in one transaction and never changed. `hash` is of all its values."""

SNAPSHOT_VALUES = Table(
    "snapshot_values",
    metadata,
    Column("as_at", Date, primary_key=True),
    code("cut", primary_key=True),
    code("measure", primary_key=True),
    code("key", primary_key=True),
    Column("numerator", Integer, nullable=False),
    Column("denominator", Integer, nullable=False),
    Column("cases", Integer, nullable=False),
)
"""`cut` is empty for all cases together, and `key` for what is not recorded."""

RESTATED_FIGURES = Table(
    "restated_figures",
    metadata,
    Column("as_at", Date, primary_key=True),
    code("measure", primary_key=True),
    code("month", primary_key=True),
    Column("was_as_at", Date, nullable=False),
    Column("was_numerator", Integer, nullable=False),
    Column("was_denominator", Integer, nullable=False),
    Column("numerator", Integer, nullable=False),
    Column("denominator", Integer, nullable=False),
    Column("because", JSON, nullable=False),
)
"""A figure of a month that was over, and that a later snapshot counts differently: both numbers, and why with how many cases."""
