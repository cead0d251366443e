"""The days that officers accept from the year planner of reviews."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0031"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "planned_reviews",
        sa.Column("process_id", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("process_id", name="pk_planned_reviews"),
    )
    op.create_index("ix_planned_reviews_case_id", "planned_reviews", ["case_id"])
