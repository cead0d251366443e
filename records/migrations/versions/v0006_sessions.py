"""Who is signed in, and who has ever signed in."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sessions',
    sa.Column('session_hash', sa.String(length=64), nullable=False),
    sa.Column('person', sa.JSON(), nullable=False),
    sa.Column('begun_at', Instant(), nullable=False),
    sa.Column('seen_at', Instant(), nullable=False),
    sa.Column('expires_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('session_hash', name=op.f('pk_sessions'))
    )
    op.create_index('ix_sessions_seen', 'sessions', ['seen_at'], unique=False)
    op.create_table('staff',
    sa.Column('person_id', sa.String(length=120), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('seen_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_staff'))
    )


def downgrade() -> None:
    op.drop_table('staff')
    op.drop_table('sessions')
