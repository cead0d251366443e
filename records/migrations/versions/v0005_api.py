"""The API: tokens, answers that are kept for a repetition, webhooks and their deliveries."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('tokens',
    sa.Column('token_id', sa.String(length=120), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('teams', sa.JSON(), nullable=False),
    sa.Column('rights', sa.JSON(), nullable=True),
    sa.Column('created_at', Instant(), nullable=False),
    sa.Column('created_by', sa.String(length=120), nullable=False),
    sa.Column('expires_at', Instant(), nullable=False),
    sa.Column('last_used_at', Instant(), nullable=True),
    sa.Column('revoked_at', Instant(), nullable=True),
    sa.Column('revoked_by', sa.String(length=120), nullable=True),
    sa.PrimaryKeyConstraint('token_id', name=op.f('pk_tokens'))
    )
    op.create_table('api_answers',
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('held_until', Instant(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('body', sa.JSON(), nullable=True),
    sa.Column('expires_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('person', 'key', name=op.f('pk_api_answers'))
    )
    op.create_index('ix_api_answers_expires_at', 'api_answers', ['expires_at'], unique=False)
    op.create_table('webhooks',
    sa.Column('webhook_id', sa.String(length=120), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('events', sa.JSON(), nullable=False),
    sa.Column('secret', sa.String(length=120), nullable=False),
    sa.Column('created_at', Instant(), nullable=False),
    sa.Column('created_by', sa.String(length=120), nullable=False),
    sa.Column('ended_at', Instant(), nullable=True),
    sa.Column('ended_why', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('webhook_id', name=op.f('pk_webhooks'))
    )
    op.create_table('webhook_deliveries',
    sa.Column('webhook_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('queued_at', Instant(), nullable=False),
    sa.Column('next_at', Instant(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('first_tried_at', Instant(), nullable=True),
    sa.Column('ended_at', Instant(), nullable=True),
    sa.Column('outcome', sa.String(length=120), nullable=True),
    sa.Column('last_answer', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('webhook_id', 'case_id', 'number', name=op.f('pk_webhook_deliveries'))
    )
    op.create_index('ix_webhook_deliveries_waiting', 'webhook_deliveries', ['next_at'], unique=False, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))


def downgrade() -> None:
    raise NotImplementedError("what was promised to programs is never taken away; restore a backup instead")
