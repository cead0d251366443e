"""Forms typed too late among the kept pages, versions of the council's own details, and saved views that can come back."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What is kept before this release is gone after twelve hours at the latest. It stays a page.
    with op.batch_alter_table("kept_pages") as table:
        table.add_column(sa.Column("is_form", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("saved_views") as table:
        table.add_column(sa.Column("removed_at", Instant(), nullable=True))
    op.create_table(
        "profile_versions",
        sa.Column("version", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
    )
    op.execute(
        'INSERT INTO profile_versions (version, content, changed_at, "by") '
        "SELECT 1, content, changed_at, \"by\" FROM profile WHERE name = 'authority'"
    )
