"""The tables for other systems: tokens, API answers and webhooks."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, text

from records.tables.base import Instant, code, metadata

TOKENS = Table(
    "tokens",
    metadata,
    code("token_id", primary_key=True),
    Column("hash", String(64), nullable=False),
    code("person", nullable=False),
    Column("name", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("teams", JSON, nullable=False),
    Column("rights", JSON),
    Column("created_at", Instant, nullable=False),
    code("created_by", nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("last_used_at", Instant),
    Column("revoked_at", Instant),
    code("revoked_by"),
)

API_ANSWERS = Table(
    "api_answers",
    metadata,
    code("person", primary_key=True),
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
    code("webhook_id", primary_key=True),
    Column("url", Text, nullable=False),
    Column("events", JSON, nullable=False),
    Column("secret", String(120), nullable=False),
    Column("created_at", Instant, nullable=False),
    code("created_by", nullable=False),
    Column("ended_at", Instant),
    Column("ended_why", Text),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("paused_until", Instant),
)

WEBHOOK_DELIVERIES = Table(
    "webhook_deliveries",
    metadata,
    code("webhook_id", primary_key=True),
    code("case_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("queued_at", Instant, nullable=False),
    Column("next_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("first_tried_at", Instant),
    Column("ended_at", Instant),
    code("outcome"),
    Column("last_answer", Text),
    Index(
        "ix_webhook_deliveries_waiting",
        "next_at",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
