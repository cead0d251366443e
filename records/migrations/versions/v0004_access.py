"""Access: seals, grants, and the log of who was let in and who was refused."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('seals',
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_seals'))
    )
    op.create_table('grants',
    sa.Column('grant_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('until', Instant(), nullable=True),
    sa.PrimaryKeyConstraint('grant_id', name=op.f('pk_grants'))
    )
    op.create_index(op.f('ix_grants_case_id'), 'grants', ['case_id'], unique=False)
    op.create_table('access_log',
    sa.Column('entry_id', sa.String(length=120), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.Column('roles', sa.Text(), nullable=False),
    sa.Column('right', sa.String(length=120), nullable=False),
    sa.Column('thing', sa.String(length=120), nullable=True),
    sa.Column('allowed', sa.Boolean(), nullable=False),
    sa.Column('why', sa.Text(), nullable=True),
    sa.Column('via', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_access_log'))
    )
    op.create_index('ix_access_log_person', 'access_log', ['person', 'at'], unique=False)
    op.create_index('ix_access_log_thing', 'access_log', ['thing', 'at'], unique=False)
    op.create_index('ix_access_log_at', 'access_log', ['at'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("the log of access is never taken away; restore a backup instead")
