"""The versions of the council's policy, and the cases that have still to be told of its steps."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0022"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_versions",
        sa.Column("version", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("effects", sa.JSON(), nullable=False),
    )
    op.create_table(
        "policy_cases",
        sa.Column("case_id", sa.String(length=120), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
