"""Early language support and other early support."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0016"
down_revision = "0012"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_early_support_same_as": ["same_as"],
    "ix_early_support_urn": ["urn"],
    "ix_early_support_upn": ["upn"],
    "ix_early_support_name_key": ["name_key"],
    "ix_early_support_kind_on": ["kind", "on"],
}


def upgrade() -> None:
    op.create_table(
        "early_support",
        sa.Column("record_id", sa.String(120), primary_key=True),
        sa.Column("same_as", sa.String(120), nullable=False),
        sa.Column("urn", sa.String(120), nullable=False),
        sa.Column("upn", sa.String(120)),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(120), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("replaced_at", Instant()),
    )
    for name, columns in _INDEXES.items():
        op.create_index(name, "early_support", columns)
