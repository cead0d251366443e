"""Operations: what those who run the program did, and why."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0008"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('operations',
    sa.Column('operation_id', sa.String(length=120), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('what', sa.String(length=120), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('operation_id', name=op.f('pk_operations'))
    )
    op.create_index(op.f('ix_operations_subject'), 'operations', ['subject'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("what was done is never forgotten; restore a backup instead")
