"""The table of the evidence that plans for the local area were made with."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Table

from records.tables.base import Instant, code, metadata

INCLUSION_EVIDENCE = Table(
    "inclusion_evidence",
    metadata,
    code("evidence_id", primary_key=True),
    Column("as_at", Date, nullable=False),
    code("rule_pack", nullable=False),
    Column("content", JSON, nullable=False),
    Column("made_at", Instant, nullable=False),
)
"""Published numbers only: no case can be read from them. None is ever changed; `made_at` is the stamp of the run."""
