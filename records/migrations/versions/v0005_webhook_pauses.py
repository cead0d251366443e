"""How often a webhook failed in a row, and until when it is paused."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("webhooks", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("webhooks", sa.Column("paused_until", Instant(), nullable=True))
