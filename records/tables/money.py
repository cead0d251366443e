"""The tables of bands and tariffs: frameworks, their switches, the bands of cases, and what finance paid."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index, Integer, Table, Text

from records.tables.base import Instant, code, metadata

BAND_FRAMEWORKS = Table(
    "band_frameworks",
    metadata,
    code("framework", primary_key=True),
    code("version", primary_key=True),
    Column("starts", Date, nullable=False),
    Column("content", JSON, nullable=False),
    code("by"),
    Column("at", Instant, nullable=False),
)

BAND_SWITCHES = Table(
    "band_switches",
    metadata,
    code("switch_id", primary_key=True),
    code("framework", nullable=False, index=True),
    Column("off_from", Date),
    Column("because", Text, nullable=False),
    code("by"),
    Column("at", Instant, nullable=False),
)
"""The days from which frameworks are off. The last switch of a framework holds; one without a day switches it on again."""

BANDINGS = Table(
    "bandings",
    metadata,
    code("banding_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    code("kind", nullable=False),
    code("about"),
    code("framework", nullable=False),
    code("version", nullable=False),
    Column("on", Date, nullable=False),
    Column("content", JSON, nullable=False),
    code("by", nullable=False),
    Column("because", Text),
    Column("at", Instant, nullable=False),
    Index("ix_bandings_kind_at", "kind", "at"),
)
"""Profiles, decisions, endings, repricings and second bandings of cases. None is ever changed."""

BAND_PAYMENTS = Table(
    "band_payments",
    metadata,
    code("case_id", primary_key=True),
    Column("starts", Date, primary_key=True),
    Column("ends", Date, primary_key=True),
    code("reference", primary_key=True),
    Column("pence", Integer, nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
)
"""What finance paid, as its files say."""
