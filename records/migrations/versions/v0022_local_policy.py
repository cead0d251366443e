"""The versions of the council's policy, the cases that have still to be told of its steps, early warnings, and what came true."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0022"
down_revision = "0021"
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
    op.create_table(
        "early_warnings",
        sa.Column("case_id", sa.String(length=120), primary_key=True),
        sa.Column("limit", sa.String(length=120), primary_key=True),
        sa.Column("number", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("over_on", sa.Date(), nullable=True),
        sa.Column("plan_passed", sa.Date(), nullable=True),
    )
    op.create_index(
        "ix_early_warnings_open",
        "early_warnings",
        ["case_id"],
        sqlite_where=sa.text("over_on IS NULL"),
        postgresql_where=sa.text("over_on IS NULL"),
    )
    op.create_table(
        "prediction_weeks",
        sa.Column("week_on", sa.Date(), primary_key=True),
        sa.Column("team", sa.String(length=120), primary_key=True),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("false_alarms", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("not_known", sa.Integer(), nullable=False),
    )
