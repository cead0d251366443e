"""The acts whose letters to the family are to be checked."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_checks",
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action", sa.String(length=120), nullable=False),
        sa.Column("check_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", "action", name="pk_letter_checks"),
    )
    op.create_index("ix_letter_checks_check_at", "letter_checks", ["check_at"])
