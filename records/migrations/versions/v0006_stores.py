"""Cases that are registered but not started, and the mark that the records share with Temporal's store."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_starts",
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("opening", sa.JSON(), nullable=False),
        sa.Column("registered_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_starts"),
    )
    op.create_table(
        "store_marks",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(length=120), nullable=True),
        sa.Column("next_mark", sa.String(length=120), nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_store_marks"),
    )
