"""The forecasts of open cases, as each night made them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Float, Index, Table, Text

from records.tables.base import code, metadata

CASE_FORECASTS = Table(
    "case_forecasts",
    metadata,
    Column("made_on", Date, primary_key=True),
    code("case_id", primary_key=True),
    code("next_limit"),
    Column("next_due_on", Date),
    Column("chance_of_missing_next", Float),
    Column("final_due_on", Date),
    Column("chance_of_missing_final", Float),
    Column("final_on", Date),
    Column("final_from", Date),
    Column("final_to", Date),
    code("cause", nullable=False),
    Column("because", Text, nullable=False),
    Column("would_help", Text, nullable=False),
    Index("ix_case_forecasts_case", "case_id", "made_on"),
    Index("ix_case_forecasts_due", "made_on", "next_due_on"),
)
"""One row a case and day: the newest day, and the first of each week, from which what came true is counted."""

CAPACITY_FORECASTS = Table(
    "capacity_forecasts",
    metadata,
    Column("made_on", Date, primary_key=True),
    Column("content", JSON, nullable=False),
)
"""The requests of the coming year and the staff that they need, as the last night worked them out."""
