"""Processes that hang on a child's record, because the child has no case."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("processes") as table:
        table.add_column(sa.Column("child_id", sa.String(length=120), nullable=True))
    op.create_index("ix_processes_child_id", "processes", ["child_id"])
