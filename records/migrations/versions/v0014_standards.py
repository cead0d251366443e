"""Catalogues of standards, and what cases and settings say of them."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standard_catalogues",
        sa.Column("catalogue", sa.String(120), primary_key=True),
        sa.Column("version", sa.String(120), primary_key=True),
        sa.Column("status", sa.String(120), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("effective_to", sa.Date()),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("by", sa.String(120)),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_table(
        "standard_withdrawals",
        sa.Column("catalogue", sa.String(120), primary_key=True),
        sa.Column("version", sa.String(120), primary_key=True),
        sa.Column("standard", sa.String(120), primary_key=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by", sa.String(120)),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_table(
        "case_catalogues",
        sa.Column("case_id", sa.String(120), primary_key=True),
        sa.Column("catalogue", sa.String(120), primary_key=True),
        sa.Column("version", sa.String(120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_table(
        "standard_links",
        sa.Column("link_id", sa.String(120), primary_key=True),
        sa.Column("case_id", sa.String(120), nullable=False, index=True),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("thing", sa.String(120), nullable=False),
        sa.Column("catalogue", sa.String(120)),
        sa.Column("version", sa.String(120)),
        sa.Column("standard", sa.String(120)),
        sa.Column("answer", sa.String(120), nullable=False),
        sa.Column("area", sa.String(120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(120)),
        sa.Column("at", Instant(), nullable=False),
    )
    op.create_index("ix_standard_links_kind_answer", "standard_links", ["kind", "answer"])
    op.create_table(
        "standard_offers",
        sa.Column("offer_id", sa.String(120), primary_key=True),
        sa.Column("urn", sa.String(120), nullable=False, index=True),
        sa.Column("catalogue", sa.String(120), nullable=False),
        sa.Column("version", sa.String(120), nullable=False),
        sa.Column("standard", sa.String(120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(120)),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("ended_by", sa.String(120)),
    )
