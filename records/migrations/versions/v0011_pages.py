"""Saved views of the work tray, documents of a case, and acts that were recorded many at once."""

import sqlalchemy as sa
from alembic import op

from records.tables import WATCHED, Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('saved_views',
    sa.Column('view_id', sa.String(length=120), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('query', sa.Text(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('view_id', name=op.f('pk_saved_views')),
    sa.UniqueConstraint('person', 'name', name=op.f('uq_saved_views_person_name'))
    )
    op.create_table('documents',
    sa.Column('document_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('type', sa.String(length=120), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('document_id', name=op.f('pk_documents')),
    sa.UniqueConstraint('case_id', 'hash', name=op.f('uq_documents_case_id_hash'))
    )
    op.create_index(op.f('ix_documents_case_id'), 'documents', ['case_id'], unique=False)
    op.create_table('batches',
    sa.Column('batch_id', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('undone_at', Instant(), nullable=True),
    sa.PrimaryKeyConstraint('batch_id', name=op.f('pk_batches'))
    )
    op.create_index('ix_batches_by', 'batches', ['by', 'at'], unique=False)
    op.create_index('ix_ledger_watched', 'ledger', ['case_id', 'number'], unique=False, sqlite_where=sa.text(WATCHED), postgresql_where=sa.text(WATCHED))


def downgrade() -> None:
    op.drop_index('ix_ledger_watched', table_name='ledger')
    op.drop_table('batches')
    op.drop_table('documents')
    op.drop_table('saved_views')
