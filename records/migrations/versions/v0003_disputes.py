"""Disputes: mediations as they stand."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('disputes',
    sa.Column('dispute_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('status', sa.String(length=120), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=True),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('is_over', sa.Boolean(), nullable=False),
    sa.Column('changed_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('dispute_id', name=op.f('pk_disputes'))
    )
    op.create_index(op.f('ix_disputes_case_id'), 'disputes', ['case_id'], unique=False)
    op.create_index(op.f('ix_disputes_person'), 'disputes', ['person'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("disputes are never taken away; restore a backup instead")
