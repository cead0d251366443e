"""The tables of children: records, dated versions of their details, merges and seals."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, Table, Text

from records.tables.base import Instant, code, metadata

CHILDREN = Table(
    "children",
    metadata,
    code("child_id", primary_key=True),
    Column("created_at", Instant, nullable=False),
    code("merged_into"),
    code("survivor", nullable=False, index=True),
    Column("current", Integer, nullable=False),
)
"""`survivor` is the current record: the end of the `merged_into` chain, or the record itself."""

CHILD_DETAILS = Table(
    "child_details",
    metadata,
    code("child_id", primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("born_on", Date),
    code("upn"),
    code("nhs_number"),
    Column("address", Text),
    Column("from_on", Date, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    code("by"),
    Column("why", Text, nullable=False),
    code("sex"),
    code("ethnicity"),
    Column("first_language", Text),
    Column("interpreter", Boolean),
    Column("looked_after", Boolean),
    code("primary_need"),
    code("upn_unknown"),
    Index("ix_child_details_name_key", "name_key"),
    Index("ix_child_details_born_on", "born_on"),
    Index("ix_child_details_upn", "upn"),
    Index("ix_child_details_nhs_number", "nhs_number"),
)

ROLL_PUPILS = Table(
    "roll_pupils",
    metadata,
    code("urn", primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    code("upn"),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("born_on", Date, nullable=False),
    Column("content", JSON, nullable=False),
    Column("loaded_at", Instant, nullable=False),
    Index("ix_roll_pupils_upn", "upn"),
    Index("ix_roll_pupils_name_key", "name_key"),
    Index("ix_roll_pupils_born_on", "born_on"),
)
"""The pupils on the rolls of schools, as their last files have them. They fill in the page that opens a request."""

CHILD_NAME_PARTS = Table(
    "child_name_parts",
    metadata,
    code("child_id", primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("part", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),
    Index("ix_child_name_parts_part", "part", "child_id", "version"),
)
"""The texts by whose beginnings each version of a name is found. They are compared byte by byte."""

CHILD_MERGES = Table(
    "child_merges",
    metadata,
    code("merge_id", primary_key=True),
    code("merged", nullable=False, index=True),
    code("survivor", nullable=False, index=True),
    code("by", nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("content", JSON, nullable=False),
    code("split_by"),
    Column("split_at", Instant),
    Column("split_because", Text),
)

CHILD_SEALS = Table(
    "child_seals",
    metadata,
    code("child_id", primary_key=True),
    code("by", nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    code("merge_id"),
)
"""`merge_id` is the merge that set the seal. Splitting that merge removes the seal."""
