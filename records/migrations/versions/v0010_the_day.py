"""What each person has seen of their cases, their calendar feed, and the columns that they chose for lists."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seen_changes",
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_seen_changes"),
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("feed_id", sa.String(length=120), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_calendar_feeds"),
        sa.UniqueConstraint("feed_id", name="uq_calendar_feeds_feed_id"),
    )
    op.create_table(
        "list_columns",
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("list", sa.String(length=120), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("person", "list", name="pk_list_columns"),
    )
