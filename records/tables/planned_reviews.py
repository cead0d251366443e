"""The table of days that officers accepted from the year planner of reviews."""

from __future__ import annotations

from sqlalchemy import Column, Date, Table

from records.tables.base import Instant, code, metadata

PLANNED_REVIEWS = Table(
    "planned_reviews",
    metadata,
    code("process_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    Column("meeting_on", Date, nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
)
"""One row a review whose meeting has an accepted day. It holds ids and days only."""
