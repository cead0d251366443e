"""The tables of a case: ledger, state, obligations, receipts, intake and notes."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
    text,
)

from records.tables.base import Instant, code, metadata

WATCHED = "event IN ('exception_claimed', 'breach_acknowledged')"
"""The lines that managers' pages search for in all cases. Their queries must use this exact text to use the index."""

LATE_ACTS = "late AND kind = 'act'"
"""The acts that were recorded after their day. Their queries must use this exact text to use the index."""

OWED = "kind = 'limit' AND status IN ('running', 'overdue') AND closed_on IS NULL"
"""The limits that are still owed. Queries use `is_owed_limit`, whose literals let them use the index."""

LEDGER = Table(
    "ledger",
    metadata,
    code("case_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    code("kind", nullable=False),
    code("event", nullable=False),
    Column("on", Date),
    Column("not_after", Date),
    Column("recorded_at", Instant, nullable=False),
    code("stage", nullable=False),
    Column("text", Text, nullable=False),
    code("of"),
    Column("fields", JSON, nullable=False),
    code("by"),
    Column("late", Boolean, nullable=False),
    code("request_id"),
    Column("hash", String(64), nullable=False),
    Index(
        "ix_ledger_watched", "case_id", "number", sqlite_where=text(WATCHED), postgresql_where=text(WATCHED)
    ),
    Index("ix_ledger_event", "event", "case_id", "number"),
    Index(
        "ix_ledger_late",
        *("recorded_at", "case_id", "number", "event", "request_id"),
        sqlite_where=text(LATE_ACTS),
        postgresql_where=text(LATE_ACTS),
    ),
)

CASES = Table(
    "cases",
    metadata,
    code("case_id", primary_key=True),
    code("stage", nullable=False),
    code("officer"),
    code("team"),
    Column("received_on", Date),
    code("rag", nullable=False),
    Column("next_due_on", Date),
    code("next_due_rule"),
    Column("next_due_title", Text),
    Column("breached", Boolean, nullable=False),
    code("turn", nullable=False),
    Column("turn_back_on", Date),
    Column("seq", Integer, nullable=False),
    code("rule_pack", nullable=False),
    Column("rule_pack_hash", String(64), nullable=False),
    code("calendar", nullable=False),
    Column("calendar_hash", String(64), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("closed_on", Date),
    code("child_id", nullable=False, index=True),
    Index("ix_cases_due", "next_due_on", "case_id"),
    Index(
        "ix_cases_open",
        *("team", "officer", "stage", "rag", "turn", "turn_back_on", "next_due_on", "case_id"),
        sqlite_where=text("closed_on IS NULL"),
        postgresql_where=text("closed_on IS NULL"),
    ),
    Index(
        "ix_cases_closed",
        *("case_id", "team", "officer"),
        sqlite_where=text("closed_on IS NOT NULL"),
        postgresql_where=text("closed_on IS NOT NULL"),
    ),
    Index("ix_cases_stage_due", "stage", "next_due_on"),
    Index("ix_cases_rag_due", "rag", "next_due_on"),
    Index("ix_cases_officer_due", "officer", "next_due_on"),
    Index("ix_cases_team_due", "team", "next_due_on"),
)

OBLIGATIONS = Table(
    "obligations",
    metadata,
    code("case_id", primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    code("rule", nullable=False),
    code("role"),
    Column("title", Text, nullable=False),
    Column("citation", Text, nullable=False),
    code("of"),
    code("kind", nullable=False),
    Column("duty_holder", Text, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("raw_due_on", Date),
    Column("met_on", Date),
    code("status", nullable=False),
    Column("days_late", Integer, nullable=False),
    code("excused_by"),
    Column("excused_from", Date),
    Column("safe_on", Date),
    Column("earliest_final", Date),
    Column("closed_on", Date),
    Column("by_day", JSON, nullable=False),
    Index(
        "ix_obligations_owed",
        *("due_on", "case_id", "rule", "of", "excused_from"),
        sqlite_where=text(OWED),
        postgresql_where=text(OWED),
    ),
)


def is_owed_limit() -> ColumnElement[bool]:
    """Return the condition for the limits that are still owed."""
    owed: list[ColumnElement[str]] = [literal_column(f"'{status}'") for status in ("running", "overdue")]
    return and_(
        OBLIGATIONS.c.kind == literal_column("'limit'"),
        OBLIGATIONS.c.status.in_(owed),
        OBLIGATIONS.c.closed_on.is_(None),
    )


RECEIPTS = Table(
    "receipts",
    metadata,
    code("case_id", primary_key=True),
    Column("request_id", String(200), primary_key=True),
    Column("receipt", JSON, nullable=False),
)

INTAKES = Table(
    "intakes",
    metadata,
    code("case_id", primary_key=True),
    Column("intake_key", String(64), nullable=False),
    code("child_id", nullable=False, index=True),
    code("reference"),
    Column("family_name_and_address", Text),
    Column("family_email", Text),
    code("source", nullable=False),
    Column("received_on", Date, nullable=False),
    code("team", nullable=False),
    code("officer"),
    Column("registered_at", Instant, nullable=False),
    Column("started", Boolean, nullable=False),
    UniqueConstraint("intake_key"),
    Index(
        "ix_intakes_reference",
        "reference",
        "case_id",
        sqlite_where=text("reference IS NOT NULL"),
        postgresql_where=text("reference IS NOT NULL"),
    ),
)

STARTS = Table(
    "case_starts",
    metadata,
    code("case_id", primary_key=True),
    Column("opening", JSON, nullable=False),
    Column("registered_at", Instant, nullable=False),
)
"""The openings of registered requests whose workflows are not known to run yet."""

NOTES = Table(
    "notes",
    metadata,
    code("note_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    Column("text", Text, nullable=False),
    code("by"),
    Column("at", Instant, nullable=False),
)

LOG = Table(
    "case_log",
    metadata,
    code("entry_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    code("kind", nullable=False),
    Column("on", Date, nullable=False),
    Column("with_person", Text),
    Column("text", Text, nullable=False),
    Column("pinned", Boolean, nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
)
"""The notes, calls, meetings and messages of a case, which people write."""

MENTIONS = Table(
    "case_mentions",
    metadata,
    code("entry_id", primary_key=True),
    code("person", primary_key=True),
    code("case_id", nullable=False, index=True),
    Column("seen_at", Instant),
    Index("ix_case_mentions_person", "person", "seen_at"),
)

TASKS = Table(
    "case_tasks",
    metadata,
    code("task_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    Column("text", Text, nullable=False),
    code("owner", nullable=False),
    Column("due_on", Date, nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
    Column("done_at", Instant),
    code("done_by"),
    Index("ix_case_tasks_owner", "owner", "done_at", "due_on"),
)
