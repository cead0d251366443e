"""The tables of published statistics: the files that were loaded, and the figures in them. Nothing in them is personal."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, String, Table, Text

from records.tables.base import Instant, code, metadata

PUBLISHED_FILES = Table(
    "published_files",
    metadata,
    code("file_id", primary_key=True),
    code("kind", nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("released_on", Date, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("figures", Integer, nullable=False),
    code("by"),
    Column("loaded_at", Instant, nullable=False),
)
"""The published files that were loaded. A newer release of a data set leaves the older one as it is."""

PUBLISHED_FIGURES = Table(
    "published_figures",
    metadata,
    code("file_id", primary_key=True),
    code("metric", primary_key=True),
    code("series", primary_key=True),
    code("area", primary_key=True),
    code("period", primary_key=True),
    code("level", nullable=False),
    Column("value", Float),
    Column("number", Float),
    Column("of", Float),
    code("mark"),
    Column("said", Text),
    Column("is_latest", Boolean, nullable=False),
    Index("ix_published_figures_metric_is_latest_area", "metric", "is_latest", "area"),
    Index("ix_published_figures_metric_is_latest_level_period", "metric", "is_latest", "level", "period"),
)
"""The figures of the files. `is_latest` is true for the newest release that has the series, area and period."""
