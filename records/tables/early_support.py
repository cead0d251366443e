"""The table of early language support and other early support."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index, Table, Text

from records.tables.base import Instant, code, metadata

EARLY_SUPPORT = Table(
    "early_support",
    metadata,
    code("record_id", primary_key=True),
    code("same_as", nullable=False, index=True),
    code("urn", nullable=False, index=True),
    code("upn"),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("born_on", Date, nullable=False),
    code("kind", nullable=False),
    Column("on", Date, nullable=False),
    Column("content", JSON, nullable=False),
    code("by", nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("replaced_at", Instant),
    Index("ix_early_support_upn", "upn"),
    Index("ix_early_support_name_key", "name_key"),
    Index("ix_early_support_kind_on", "kind", "on"),
)
"""The records of early support, by child and setting. A record that is corrected stays, with the instant it was replaced.

A child is known by pupil number, or by name and date of birth, since most have no case and no record here. `same_as` is the
same for all versions of one record; children whose names have the same letters may share it.
"""
