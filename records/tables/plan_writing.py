"""The tables of plans that are being written, with comments, and of the grades of versions."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, Table, Text

from records.tables.base import Instant, code, metadata

PLAN_DRAFTS = Table(
    "plan_drafts",
    metadata,
    code("case_id", primary_key=True),
    Column("base_version", Integer, nullable=False),
    Column("begun_at", Instant, nullable=False),
    code("begun_by", nullable=False),
)

PLAN_PARTS = Table(
    "plan_parts",
    metadata,
    code("case_id", primary_key=True),
    code("part", primary_key=True),
    code("section", nullable=False),
    Column("place", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("before", JSON),
    Column("revision", Integer, nullable=False),
    Column("own_from", Integer, nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
    code("removed_by"),
    Column("removed_at", Instant),
)

PLAN_TYPED = Table(
    "plan_typed",
    metadata,
    code("case_id", primary_key=True),
    code("person", primary_key=True),
    code("part", primary_key=True),
    code("section", nullable=False),
    Column("revision", Integer, nullable=False),
    Column("values", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)
"""What a person typed that is not in the draft: it was refused, or another person changed the part."""

PLAN_COMMENTS = Table(
    "plan_comments",
    metadata,
    code("comment_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    code("part", nullable=False),
    Column("text", Text, nullable=False),
    code("by", nullable=False),
    Column("at", Instant, nullable=False),
    code("resolved_by"),
    Column("resolved_at", Instant),
)

PLAN_GRADINGS = Table(
    "plan_gradings",
    metadata,
    code("grading_id", primary_key=True),
    code("case_id", nullable=False, index=True),
    code("plan_id", nullable=False, index=True),
    code("kind", nullable=False),
    code("grade"),
    Column("content", JSON, nullable=False),
    code("by"),
    Column("because", Text),
    Column("at", Instant, nullable=False),
    Index("ix_plan_gradings_kind_at", "kind", "at"),
)
"""The grades of a version of a plan: by the checks, by a second reader, or signed by a manager with a reason."""
