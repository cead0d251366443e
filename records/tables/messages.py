"""The tables of messages: outbox, provider statuses, contents, parties, addresses and the authority's profile."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
    text,
)

from records.tables.base import Instant, code, metadata

UNDELIVERED = "status IN ('failed', 'returned', 'stale')"
"""The messages that an officer must see to. Queries must use this exact text to use the index."""

OUTBOX = Table(
    "outbox",
    metadata,
    code("dispatch_id", primary_key=True),
    code("case_id", nullable=False),
    Column("on", Date, nullable=False),
    code("kind", nullable=False),
    code("to_role", nullable=False),
    code("about", nullable=False),
    code("of"),
    Column("text", Text, nullable=False),
    code("channel", nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("place", Integer, nullable=False),
    Column("leased_until", Instant),
    Column("sent_at", Instant),
    Column("location", Text),
    Column("attempts", Integer, nullable=False),
    code("status", nullable=False, server_default="waiting"),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    code("by"),
    code("party_id"),
    Column("address_version", Integer),
    Column("not_before", Instant),
    Column("unsure_since", Instant),
    code("batch"),
    code("approved_by"),
    code("provider"),
    code("provider_id"),
    code("template"),
    Column("content_hash", String(64)),
    Column("delivered_at", Instant),
    Column("asked_at", Instant),
    Column("problem", Text),
    Index("ix_outbox_case", "case_id", "queued_at"),
    Index("ix_outbox_batch", "batch"),
    Index("ix_outbox_by", "by", "on", "kind"),
    Index("ix_outbox_provider_id", "provider_id"),
    Index(
        "ix_outbox_waiting",
        "queued_at",
        sqlite_where=text("sent_at IS NULL"),
        postgresql_where=text("sent_at IS NULL"),
    ),
    Index(
        "ix_outbox_undelivered", "case_id", sqlite_where=text(UNDELIVERED), postgresql_where=text(UNDELIVERED)
    ),
    Index("ix_outbox_sent", "sent_at"),
)

LETTER_CHECKS = Table(
    "letter_checks",
    metadata,
    code("case_id", primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    code("action", primary_key=True),
    Column("check_at", Instant, nullable=False),
    Index("ix_letter_checks_check_at", "check_at"),
)
"""The acts whose letters to the family are to be checked: whether they left, and on which day."""

WORDS = Table(
    "provider_words",
    metadata,
    code("dispatch_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    code("word", nullable=False),
)

RENDERINGS = Table(
    "renderings",
    metadata,
    code("dispatch_id", primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
)

PARTIES = Table(
    "parties",
    metadata,
    code("party_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    code("relationship", nullable=False),
    code("of"),
    Column("name", Text),
    code("channel", nullable=False),
    Column("large_print", Boolean, nullable=False),
    Column("language", Text),
    Column("since", Instant, nullable=False),
    code("by"),
    Column("ended_on", Date),
    Column("ended_why", Text),
    code("ended_by"),
    Column("job", Text),
    code("entitlement"),
    Column("no_letters_because", Text),
)

ADDRESSES = Table(
    "addresses",
    metadata,
    code("party_id", primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("postal", Text),
    Column("email", Text),
    Column("telephone", Text),
    Column("since", Instant, nullable=False),
    code("by"),
)

PROFILE = Table(
    "profile",
    metadata,
    code("name", primary_key=True),
    Column("content", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
    code("by"),
)
