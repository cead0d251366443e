"""The tables. Personal data is in those alone that `records/retention.py` names, and for a day in `api_answers`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An instant, in UTC on every database; SQLite keeps no time zones of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone cannot be stored")
        return (
            value.astimezone(UTC) if dialect.name != "sqlite" else value.astimezone(UTC).replace(tzinfo=None)
        )

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _code(name: str, **options: Any) -> Column[str]:
    return Column(name, String(120), **options)


WATCHED = "event IN ('exception_claimed', 'breach_acknowledged')"
"""The lines that a manager's page looks for in all cases at once; its queries say it in these very words."""

LEDGER = Table(
    "ledger",
    metadata,
    _code("case_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    _code("kind", nullable=False),
    _code("event", nullable=False),
    Column("on", Date),
    Column("not_after", Date),
    Column("recorded_at", Instant, nullable=False),
    _code("stage", nullable=False),
    Column("text", Text, nullable=False),
    _code("of"),
    Column("fields", JSON, nullable=False),
    _code("by"),
    Column("late", Boolean, nullable=False),
    _code("request_id"),
    Column("hash", String(64), nullable=False),
    Index(
        "ix_ledger_watched", "case_id", "number", sqlite_where=text(WATCHED), postgresql_where=text(WATCHED)
    ),
)

CASES = Table(
    "cases",
    metadata,
    _code("case_id", primary_key=True),
    _code("stage", nullable=False),
    _code("officer"),
    _code("team"),
    Column("received_on", Date),
    _code("rag", nullable=False),
    Column("next_due_on", Date),
    _code("next_due_rule"),
    Column("next_due_title", Text),
    Column("breached", Boolean, nullable=False),
    Column("seq", Integer, nullable=False),
    _code("rule_pack", nullable=False),
    Column("rule_pack_hash", String(64), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("closed_on", Date),
    Index("ix_cases_due", "next_due_on", "case_id"),
    Index("ix_cases_stage_due", "stage", "next_due_on"),
    Index("ix_cases_rag_due", "rag", "next_due_on"),
    Index("ix_cases_officer_due", "officer", "next_due_on"),
    Index("ix_cases_team_due", "team", "next_due_on"),
)

OBLIGATIONS = Table(
    "obligations",
    metadata,
    _code("case_id", primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _code("rule", nullable=False),
    Column("title", Text, nullable=False),
    Column("citation", Text, nullable=False),
    _code("of"),
    _code("kind", nullable=False),
    Column("duty_holder", Text, nullable=False),
    Column("started_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("met_on", Date),
    _code("status", nullable=False),
    Column("days_late", Integer, nullable=False),
    Column("because", Text, nullable=False),
    _code("excused_by"),
    Column("safe_on", Date),
    Column("earliest_final", Date),
)

OUTBOX = Table(
    "outbox",
    metadata,
    _code("dispatch_id", primary_key=True),
    _code("case_id", nullable=False),
    Column("on", Date, nullable=False),
    _code("kind", nullable=False),
    _code("to_role", nullable=False),
    _code("about", nullable=False),
    _code("of"),
    Column("text", Text, nullable=False),
    _code("channel", nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("place", Integer, nullable=False),
    Column("leased_until", Instant),
    Column("sent_at", Instant),
    Column("location", Text),
    Column("attempts", Integer, nullable=False),
    _code("status", nullable=False, server_default="waiting"),
    Column("urgent", Boolean, nullable=False, server_default=false()),
    _code("by"),
    _code("party_id"),
    Column("address_version", Integer),
    Column("not_before", Instant),
    Column("unsure_since", Instant),
    _code("batch"),
    _code("approved_by"),
    _code("provider"),
    _code("provider_id"),
    _code("template"),
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
)

WORDS = Table(
    "provider_words",
    metadata,
    _code("dispatch_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    _code("word", nullable=False),
)

RENDERINGS = Table(
    "renderings",
    metadata,
    _code("dispatch_id", primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
)

PARTIES = Table(
    "parties",
    metadata,
    _code("party_id", primary_key=True),
    _code("case_id", nullable=False, index=True),
    _code("relationship", nullable=False),
    _code("of"),
    Column("name", Text),
    _code("channel", nullable=False),
    Column("large_print", Boolean, nullable=False),
    Column("language", Text),
    Column("since", Instant, nullable=False),
    _code("by"),
    Column("ended_on", Date),
    Column("ended_why", Text),
    _code("ended_by"),
)

ADDRESSES = Table(
    "addresses",
    metadata,
    _code("party_id", primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("postal", Text),
    Column("email", Text),
    Column("telephone", Text),
    Column("since", Instant, nullable=False),
    _code("by"),
)

RECEIPTS = Table(
    "receipts",
    metadata,
    _code("case_id", primary_key=True),
    Column("request_id", String(200), primary_key=True),
    Column("receipt", JSON, nullable=False),
)

INTAKES = Table(
    "intakes",
    metadata,
    _code("case_id", primary_key=True),
    Column("intake_key", String(64), nullable=False),
    _code("reference"),
    Column("child_name", Text, nullable=False),
    Column("born_on", Date),
    Column("family_name_and_address", Text),
    Column("family_email", Text),
    _code("source", nullable=False),
    Column("received_on", Date, nullable=False),
    _code("team", nullable=False),
    _code("officer"),
    Column("registered_at", Instant, nullable=False),
    Column("started", Boolean, nullable=False),
    UniqueConstraint("intake_key"),
    Index("ix_intakes_born_on", "born_on"),
)

NOTES = Table(
    "notes",
    metadata,
    _code("note_id", primary_key=True),
    _code("case_id", nullable=False, index=True),
    Column("text", Text, nullable=False),
    _code("by"),
    Column("at", Instant, nullable=False),
)

SETTINGS = Table(
    "settings",
    metadata,
    _code("urn", primary_key=True),
    Column("easting", Integer),
    Column("northing", Integer),
    Column("content", JSON, nullable=False),
    Index("ix_settings_place", "easting", "northing"),
)

LOADS = Table(
    "loads",
    metadata,
    Column("what", String(40), primary_key=True),
    Column("loaded_at", Instant, primary_key=True),
    Column("as_at", Date),
    Column("rows", Integer, nullable=False),
    _code("by"),
)

CLOSURES = Table(
    "closures",
    metadata,
    _code("authority", primary_key=True),
    _code("setting", primary_key=True),
    Column("first_closed_day", Date, primary_key=True),
    Column("reopens_on", Date, nullable=False),
    Column("name", Text, nullable=False),
)

TAILORED_LISTS = Table(
    "tailored_lists",
    metadata,
    _code("list_id", primary_key=True),
    _code("case_id", nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    _code("by"),
    Column("content", JSON, nullable=False),
    Column("hash", String(64), nullable=False),
)

PLANS = Table(
    "plans",
    metadata,
    _code("plan_id", primary_key=True),
    _code("case_id", nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved_at", Instant, nullable=False),
    _code("by"),
    Column("content", JSON, nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("case_id", "version"),
)

SITTINGS = Table(
    "sittings",
    metadata,
    _code("sitting_id", primary_key=True),
    Column("sits_on", Date, nullable=False),
    Column("papers_by", Date, nullable=False),
    _code("status", nullable=False),
    Column("seq", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_sittings_day", "sits_on", "sitting_id"),
)

DISPUTES = Table(
    "disputes",
    metadata,
    _code("dispute_id", primary_key=True),
    _code("case_id", nullable=False, index=True),
    _code("kind", nullable=False),
    _code("status", nullable=False),
    _code("person", index=True),
    Column("seq", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("is_over", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

PROFILE = Table(
    "profile",
    metadata,
    _code("name", primary_key=True),
    Column("content", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
    _code("by"),
)

SEALS = Table(
    "seals",
    metadata,
    _code("case_id", primary_key=True),
    _code("by", nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

GRANTS = Table(
    "grants",
    metadata,
    _code("grant_id", primary_key=True),
    _code("case_id", nullable=False, index=True),
    _code("person", nullable=False),
    _code("kind", nullable=False),
    Column("reason", Text, nullable=False),
    _code("by", nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Instant),
)

ACCESS_LOG = Table(
    "access_log",
    metadata,
    _code("entry_id", primary_key=True),
    Column("at", Instant, nullable=False),
    _code("person", nullable=False),
    Column("roles", Text, nullable=False),
    _code("right", nullable=False),
    _code("thing"),
    Column("allowed", Boolean, nullable=False),
    Column("why", Text),
    _code("via", nullable=False),
    Index("ix_access_log_person", "person", "at"),
    Index("ix_access_log_thing", "thing", "at"),
    Index("ix_access_log_at", "at"),
)

OPERATIONS = Table(
    "operations",
    metadata,
    _code("operation_id", primary_key=True),
    Column("at", Instant, nullable=False),
    _code("by", nullable=False),
    _code("what", nullable=False),
    Column("subject", String(200), nullable=False, index=True),
    Column("reason", Text, nullable=False),
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

STAFF = Table(
    "staff",
    metadata,
    _code("person_id", primary_key=True),
    Column("content", JSON, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

SAVED_VIEWS = Table(
    "saved_views",
    metadata,
    _code("view_id", primary_key=True),
    _code("person", nullable=False),
    _code("name", nullable=False),
    Column("query", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("person", "name"),
)

DOCUMENTS = Table(
    "documents",
    metadata,
    _code("document_id", primary_key=True),
    _code("case_id", nullable=False, index=True),
    Column("name", Text, nullable=False),
    _code("type", nullable=False),
    Column("size", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    _code("by", nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("case_id", "hash"),
)

BATCHES = Table(
    "batches",
    metadata,
    _code("batch_id", primary_key=True),
    _code("kind", nullable=False),
    _code("by", nullable=False),
    Column("at", Instant, nullable=False),
    Column("content", JSON, nullable=False),
    Column("undone_at", Instant),
    Index("ix_batches_by", "by", "at"),
)

TOKENS = Table(
    "tokens",
    metadata,
    _code("token_id", primary_key=True),
    Column("hash", String(64), nullable=False),
    _code("person", nullable=False),
    Column("name", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("teams", JSON, nullable=False),
    Column("rights", JSON),
    Column("created_at", Instant, nullable=False),
    _code("created_by", nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("last_used_at", Instant),
    Column("revoked_at", Instant),
    _code("revoked_by"),
)

API_ANSWERS = Table(
    "api_answers",
    metadata,
    _code("person", primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("held_until", Instant, nullable=False),
    Column("status", Integer),
    Column("body", JSON),
    Column("expires_at", Instant, nullable=False),
    Index("ix_api_answers_expires_at", "expires_at"),
)

WEBHOOKS = Table(
    "webhooks",
    metadata,
    _code("webhook_id", primary_key=True),
    Column("url", Text, nullable=False),
    Column("events", JSON, nullable=False),
    Column("secret", String(120), nullable=False),
    Column("created_at", Instant, nullable=False),
    _code("created_by", nullable=False),
    Column("ended_at", Instant),
    Column("ended_why", Text),
)

WEBHOOK_DELIVERIES = Table(
    "webhook_deliveries",
    metadata,
    _code("webhook_id", primary_key=True),
    _code("case_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("queued_at", Instant, nullable=False),
    Column("next_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("first_tried_at", Instant),
    Column("ended_at", Instant),
    _code("outcome"),
    Column("last_answer", Text),
    Index(
        "ix_webhook_deliveries_waiting",
        "next_at",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

DATA_KEYS = Table(
    "data_keys",
    metadata,
    _code("key_id", primary_key=True),
    Column("owner", String(200), nullable=False),
    Column("generation", Integer, nullable=False),
    _code("kek_id", nullable=False),
    Column("wrapped", LargeBinary),
    Column("made_at", Instant, nullable=False),
    Column("destroyed_at", Instant),
    UniqueConstraint("owner", "generation"),
)

RETENTION = Table(
    "retention_schedules",
    metadata,
    Column("at", Instant, primary_key=True),
    _code("by", nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", JSON, nullable=False),
)

HOLDS = Table(
    "holds",
    metadata,
    _code("hold_id", primary_key=True),
    _code("case_id", nullable=False, index=True),
    Column("reason", Text, nullable=False),
    _code("by", nullable=False),
    Column("at", Instant, nullable=False),
    _code("released_by"),
    Column("released_at", Instant),
    Column("released_because", Text),
)

DESTRUCTIONS = Table(
    "destructions",
    metadata,
    _code("destruction_id", primary_key=True),
    _code("case_id", nullable=False, index=True),
    _code("kind", nullable=False),
    Column("reason", Text, nullable=False),
    Column("because", Text, nullable=False),
    _code("proposed_by", nullable=False),
    Column("proposed_at", Instant, nullable=False),
    _code("approved_by"),
    Column("approved_at", Instant),
    Column("destroyed_at", Instant),
    Column("certificate", JSON),
    Column("hash", String(64)),
)
