"""The tables of catalogues of standards, of what a case or a setting says of them, and of what was withdrawn."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index, String, Table, Text

from records.tables.base import Instant, code, metadata

STANDARD_CATALOGUES = Table(
    "standard_catalogues",
    metadata,
    code("catalogue", primary_key=True),
    code("version", primary_key=True),
    code("status", nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_to", Date),
    Column("content", JSON, nullable=False),
    Column("hash", String(64), nullable=False),
    code("by"),
    Column("at", Instant, nullable=False),
)
"""The versions of catalogues. None is ever changed."""

STANDARD_WITHDRAWALS = Table(
    "standard_withdrawals",
    metadata,
    code("catalogue", primary_key=True),
    code("version", primary_key=True),
    code("standard", primary_key=True),
    Column("on", Date, nullable=False),
    Column("because", Text, nullable=False),
    code("by"),
    Column("at", Instant, nullable=False),
)
"""What was withdrawn: one standard, or a whole version, whose `standard` is *."""

CASE_CATALOGUES = Table(
    "case_catalogues",
    metadata,
    code("case_id", primary_key=True),
    code("catalogue", primary_key=True),
    code("version", nullable=False),
    Column("at", Instant, nullable=False),
)
"""The version of a catalogue that a case keeps, because it was used for the case or because another was loaded."""

STANDARD_LINKS = Table(
    "standard_links",
    metadata,
    code("link_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    code("kind", nullable=False),
    code("thing", nullable=False),
    code("catalogue"),
    code("version"),
    code("standard"),
    code("answer", nullable=False),
    code("area", nullable=False),
    Column("on", Date, nullable=False),
    code("by"),
    Column("at", Instant, nullable=False),
    Index("ix_standard_links_kind_answer", "kind", "answer"),
)
"""What a case says of a standard. A later line about the same thing and standard replaces an earlier one."""

STANDARD_OFFERS = Table(
    "standard_offers",
    metadata,
    code("offer_id", primary_key=True),
    code("urn", nullable=False, index=True),
    code("catalogue", nullable=False),
    code("version", nullable=False),
    code("standard", nullable=False),
    Column("on", Date, nullable=False),
    code("by"),
    Column("at", Instant, nullable=False),
    Column("ended_on", Date),
    code("ended_by"),
)
"""The standards that a setting declares to offer."""
