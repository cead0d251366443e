"""The evidence that plans for the local area were made with."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inclusion_evidence",
        sa.Column("evidence_id", sa.String(120), primary_key=True),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("rule_pack", sa.String(120), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
    )
