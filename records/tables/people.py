"""The tables of staff, sessions, saved views, what each person has seen, feeds, batches, seals, grants and the access log."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from records.tables.base import Instant, code, metadata

STAFF = Table(
    "staff",
    metadata,
    code("person_id", primary_key=True),
    Column("content", JSON, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

SESSIONS = Table(
    "sessions",
    metadata,
    Column("session_hash", String(64), primary_key=True),
    Column("person", JSON, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("ix_sessions_seen", "seen_at"),
)

KEPT_PAGES = Table(
    "kept_pages",
    metadata,
    code("kept_id", primary_key=True),
    Column("session_hash", String(64), nullable=False, index=True),
    code("person", nullable=False, index=True),
    Column("address", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False, index=True),
    Column("is_form", Boolean, nullable=False, server_default=false()),
)

SAVED_VIEWS = Table(
    "saved_views",
    metadata,
    code("view_id", primary_key=True),
    code("person", nullable=False),
    code("name", nullable=False),
    Column("query", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("removed_at", Instant),
    UniqueConstraint("person", "name"),
)

SEEN_CHANGES = Table(
    "seen_changes",
    metadata,
    code("person", primary_key=True),
    Column("seen_at", Instant, nullable=False),
)
"""Until when each person has seen the changes in their cases."""

CALENDAR_FEEDS = Table(
    "calendar_feeds",
    metadata,
    code("person", primary_key=True),
    code("feed_id", nullable=False),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("feed_id"),
)
"""The calendar feed of each person who has switched one on."""

LIST_COLUMNS = Table(
    "list_columns",
    metadata,
    code("person", primary_key=True),
    code("list", primary_key=True),
    Column("columns", JSON, nullable=False),
)
"""The columns that each person has chosen for a list."""

BATCHES = Table(
    "batches",
    metadata,
    code("batch_id", primary_key=True),
    code("kind", nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
    Column("content", JSON, nullable=False),
    Column("undone_at", Instant),
    Index("ix_batches_by", "by", "at"),
)

SEALS = Table(
    "seals",
    metadata,
    code("case_id", primary_key=True),
    code("by", nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

GRANTS = Table(
    "grants",
    metadata,
    code("grant_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    code("person", nullable=False),
    code("kind", nullable=False),
    Column("reason", Text, nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Instant),
)

ACCESS_LOG = Table(
    "access_log",
    metadata,
    code("entry_id", primary_key=True),
    Column("at", Instant, nullable=False),
    code("person", nullable=False),
    Column("roles", Text, nullable=False),
    code("right", nullable=False),
    code("thing"),
    Column("allowed", Boolean, nullable=False),
    Column("why", Text),
    code("via", nullable=False),
    Index("ix_access_log_person", "person", "at"),
    Index("ix_access_log_thing", "thing", "at"),
    Index("ix_access_log_at", "at"),
)
