"""Which of the kept pages are forms: what a person typed after their session had ended."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What is kept before this release is gone after twelve hours at the latest. It stays a page.
    with op.batch_alter_table("kept_pages") as table:
        table.add_column(sa.Column("is_form", sa.Boolean(), nullable=False, server_default=sa.false()))
