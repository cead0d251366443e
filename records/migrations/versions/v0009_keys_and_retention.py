"""A key for each case; retention schedules, legal holds, destructions and their certificates."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('data_keys',
    sa.Column('key_id', sa.String(length=120), nullable=False),
    sa.Column('owner', sa.String(length=200), nullable=False),
    sa.Column('generation', sa.Integer(), nullable=False),
    sa.Column('kek_id', sa.String(length=120), nullable=False),
    sa.Column('wrapped', sa.LargeBinary(), nullable=True),
    sa.Column('made_at', Instant(), nullable=False),
    sa.Column('destroyed_at', Instant(), nullable=True),
    sa.PrimaryKeyConstraint('key_id', name=op.f('pk_data_keys')),
    sa.UniqueConstraint('owner', 'generation', name=op.f('uq_data_keys_owner_generation'))
    )
    op.create_table('retention_schedules',
    sa.Column('at', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('at', name=op.f('pk_retention_schedules'))
    )
    op.create_table('holds',
    sa.Column('hold_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('released_by', sa.String(length=120), nullable=True),
    sa.Column('released_at', Instant(), nullable=True),
    sa.Column('released_because', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('hold_id', name=op.f('pk_holds'))
    )
    op.create_index(op.f('ix_holds_case_id'), 'holds', ['case_id'], unique=False)
    op.create_table('destructions',
    sa.Column('destruction_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.String(length=120), nullable=False),
    sa.Column('proposed_at', Instant(), nullable=False),
    sa.Column('approved_by', sa.String(length=120), nullable=True),
    sa.Column('approved_at', Instant(), nullable=True),
    sa.Column('destroyed_at', Instant(), nullable=True),
    sa.Column('certificate', sa.JSON(), nullable=True),
    sa.Column('hash', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('destruction_id', name=op.f('pk_destructions'))
    )
    op.create_index(op.f('ix_destructions_case_id'), 'destructions', ['case_id'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("what was destroyed stays destroyed; restore a backup instead")
