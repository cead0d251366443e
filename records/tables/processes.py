"""The tables of processes, the cases they concern and their people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, Table, Text, text

from records.tables.base import Instant, code, metadata

WITHOUT_DAY = date.max
"""The day in lists of a process that no day is known of: it comes after all others, on both databases."""
IS_NOT_PLACED = text("listed_seq IS NULL OR listed_seq <> seq")
"""The condition for a process whose day in lists was not worked out for its last step."""

PROCESSES = Table(
    "processes",
    metadata,
    code("process_id", primary_key=True),
    code("kind", nullable=False),
    code("case_id", index=True),
    code("child_id", index=True),
    code("team"),
    code("status", nullable=False),
    Column("due_on", Date),
    Column("seq", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("is_over", Boolean, nullable=False),
    code("outcome"),
    Column("outcome_on", Date),
    Column("changed_at", Instant, nullable=False),
    Column("listed_on", Date, nullable=False, server_default=WITHOUT_DAY.isoformat()),
    Column("listed_until", Date),
    Column("listed_seq", Integer),
    Index("ix_processes_day", *("kind", "due_on", "process_id", "is_over", "case_id", "child_id", "team")),
    Index(
        "ix_processes_open",
        *("kind", "case_id", "process_id"),
        sqlite_where=text("is_over IS FALSE"),
        postgresql_where=text("is_over IS FALSE"),
    ),
    Index(
        "ix_processes_listed",
        *("kind", "is_over", "listed_on", "process_id", "case_id", "child_id", "team"),
    ),
    Index(
        "ix_processes_not_placed",
        "process_id",
        sqlite_where=IS_NOT_PLACED,
        postgresql_where=IS_NOT_PLACED,
    ),
    Index(
        "ix_processes_listed_until",
        "listed_until",
        sqlite_where=text("listed_until IS NOT NULL"),
        postgresql_where=text("listed_until IS NOT NULL"),
    ),
)
"""`listed_on` is the day by which lists sort it, as of step `listed_seq`; from `listed_until` on it is another day. `case_id` is the case that a process belongs to; None if it concerns several, or if it hangs on the record `child_id` of a
child who had no case."""

PROCESS_CASES = Table(
    "process_cases",
    metadata,
    code("process_id", primary_key=True),
    code("case_id", primary_key=True, index=True),
)
"""Every case that a process has ever concerned."""

PROCESS_PEOPLE = Table(
    "process_people",
    metadata,
    code("process_id", primary_key=True),
    code("person", primary_key=True, index=True),
)
"""The current people of a process, besides the officers of its cases."""

MEETING_PLACES = Table(
    "meeting_places",
    metadata,
    code("case_id", primary_key=True),
    Column("place", Text, nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
)
"""Where the people of a process meet. `case_id` is the id of the process, as in the ledger."""
