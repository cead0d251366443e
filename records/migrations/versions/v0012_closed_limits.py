"""The day on which a limit was closed without being done: by a refusal, an order, or the end of an appeal or of the case."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("obligations", sa.Column("closed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("obligations") as table:
        table.drop_column("closed_on")
