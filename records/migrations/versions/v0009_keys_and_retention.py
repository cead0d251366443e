"""A key for each case."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0009"
down_revision = "0013"
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


def downgrade() -> None:
    raise NotImplementedError("what was destroyed stays destroyed; restore a backup instead")
