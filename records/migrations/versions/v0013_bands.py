"""Frameworks of bands and tariffs, the bands of cases, and what finance paid."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _code(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=120), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "band_frameworks",
        _code("framework"),
        _code("version"),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        _code("by", nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("framework", "version", name="pk_band_frameworks"),
    )
    op.create_table(
        "band_switches",
        _code("switch_id"),
        _code("framework"),
        sa.Column("off_from", sa.Date(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        _code("by", nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("switch_id", name="pk_band_switches"),
    )
    op.create_index("ix_band_switches_framework", "band_switches", ["framework"])
    op.create_table(
        "bandings",
        _code("banding_id"),
        _code("case_id"),
        _code("kind"),
        _code("about", nullable=True),
        _code("framework"),
        _code("version"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        _code("by"),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("banding_id", name="pk_bandings"),
    )
    op.create_index("ix_bandings_case_id", "bandings", ["case_id"])
    op.create_index("ix_bandings_kind_at", "bandings", ["kind", "at"])
    op.create_table(
        "band_payments",
        _code("case_id"),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        _code("reference"),
        sa.Column("pence", sa.Integer(), nullable=False),
        _code("by"),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "starts", "ends", "reference", name="pk_band_payments"),
    )
