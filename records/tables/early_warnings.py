"""The tables of early warnings about the limits of open cases, and of what came true of the predictions of each week."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, Table, Text, text

from records.tables.base import code, metadata

OPEN_WARNING = "over_on IS NULL"
"""The warnings that are not over. Queries must use this exact text to use the index."""

EARLY_WARNINGS = Table(
    "early_warnings",
    metadata,
    code("case_id", primary_key=True),
    code("limit", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("due_on", Date, nullable=False),
    Column("raised_on", Date, nullable=False),
    Column("percent", Integer, nullable=False),
    Column("because", Text, nullable=False),
    Column("over_on", Date),
    Column("plan_passed", Date),
    Index(
        "ix_early_warnings_open",
        "case_id",
        sqlite_where=text(OPEN_WARNING),
        postgresql_where=text(OPEN_WARNING),
    ),
)
"""One row a warning, numbered for each limit of a case. Its words are of stages and services, and name no one."""

PREDICTION_WEEKS = Table(
    "prediction_weeks",
    metadata,
    Column("week_on", Date, primary_key=True),
    code("team", primary_key=True),
    Column("hits", Integer, nullable=False),
    Column("false_alarms", Integer, nullable=False),
    Column("misses", Integer, nullable=False),
    Column("met", Integer, nullable=False),
    Column("not_known", Integer, nullable=False),
)
"""One row a week and team. `week_on` is a Monday, and the team of cases without one is empty."""
