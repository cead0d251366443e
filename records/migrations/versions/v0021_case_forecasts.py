"""The forecasts of open cases, as each night made them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_forecasts",
        sa.Column("made_on", sa.Date(), primary_key=True),
        sa.Column("case_id", sa.String(120), primary_key=True),
        sa.Column("next_limit", sa.String(120)),
        sa.Column("next_due_on", sa.Date()),
        sa.Column("chance_of_missing_next", sa.Float()),
        sa.Column("final_due_on", sa.Date()),
        sa.Column("chance_of_missing_final", sa.Float()),
        sa.Column("final_on", sa.Date()),
        sa.Column("final_from", sa.Date()),
        sa.Column("final_to", sa.Date()),
        sa.Column("cause", sa.String(120), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("would_help", sa.Text(), nullable=False),
    )
    op.create_index("ix_case_forecasts_case", "case_forecasts", ["case_id", "made_on"])
    op.create_index("ix_case_forecasts_due", "case_forecasts", ["made_on", "next_due_on"])
