"""Who confirmed that a paper with another person's details belongs to its case, and an index of late acts."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_confirmations",
        sa.Column("paper_id", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_paper_confirmations")),
    )
    op.create_index(
        op.f("ix_paper_confirmations_case_id"), "paper_confirmations", ["case_id"], unique=False
    )
    late = sa.text("late")
    op.create_index(
        "ix_ledger_late", "ledger", ["recorded_at"], unique=False, sqlite_where=late, postgresql_where=late
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger is never taken away; restore a backup instead")
