"""The tables of plans, tailored lists, uploads, confirmations of papers, and settings."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint

from records.tables.base import Instant, code, metadata

SETTINGS = Table(
    "settings",
    metadata,
    code("urn", primary_key=True),
    Column("easting", Integer),
    Column("northing", Integer),
    Column("content", JSON, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    code("postcode"),
    Index("ix_settings_place", "easting", "northing"),
    Index("ix_settings_postcode", "postcode"),
)
"""`words` holds the name, the address and the number in lower case, to search in. `postcode` has no spaces."""

LOADS = Table(
    "loads",
    metadata,
    Column("what", String(40), primary_key=True),
    Column("loaded_at", Instant, primary_key=True),
    Column("as_at", Date),
    Column("rows", Integer, nullable=False),
    code("by"),
)

CLOSURES = Table(
    "closures",
    metadata,
    code("authority", primary_key=True),
    code("setting", primary_key=True),
    Column("first_closed_day", Date, primary_key=True),
    Column("reopens_on", Date, nullable=False),
    Column("name", Text, nullable=False),
)

TAILORED_LISTS = Table(
    "tailored_lists",
    metadata,
    code("list_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    code("by"),
    Column("content", JSON, nullable=False),
    Column("hash", String(64), nullable=False),
)

PLANS = Table(
    "plans",
    metadata,
    code("plan_id", primary_key=True),
    code("case_id", nullable=False),
    code("child_id", nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("saved_at", Instant, nullable=False),
    code("by"),
    Column("content", JSON, nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("case_id", "version"),
)

DOCUMENTS = Table(
    "documents",
    metadata,
    code("document_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    Column("name", Text, nullable=False),
    code("type", nullable=False),
    Column("size", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
    code("kind"),
    Column("author", Text),
    code("answers"),
    Column("compared", Boolean),
    UniqueConstraint("case_id", "hash"),
)

PAPER_CONFIRMATIONS = Table(
    "paper_confirmations",
    metadata,
    code("paper_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    Column("found", JSON, nullable=False),
    code("by", nullable=False),
    Column("because", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

BUNDLES = Table(
    "bundles",
    metadata,
    code("bundle_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    code("process_id", nullable=False, index=True),
    Column("version", Integer, nullable=False),
    code("document_id", nullable=False),
    Column("content", JSON, nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("process_id", "version"),
)
"""The versions of bundles. The file of each is a document of its case."""

BUNDLE_READERS = Table(
    "bundle_readers",
    metadata,
    code("bundle_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    code("case_id", nullable=False, index=True),
    code("person"),
    Column("name", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("on", Date, nullable=False),
    code("by", nullable=False),
)
"""Who had each version of a bundle. `person` is a person who signs in and may open it."""
