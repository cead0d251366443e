"""The first tables, and the triggers that keep the ledger as it was written."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_REFUSES = "the ledger is append-only"


def upgrade() -> None:
    op.create_table('cases',
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('stage', sa.String(length=120), nullable=False),
    sa.Column('officer', sa.String(length=120), nullable=True),
    sa.Column('team', sa.String(length=120), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('rag', sa.String(length=120), nullable=False),
    sa.Column('next_due_on', sa.Date(), nullable=True),
    sa.Column('next_due_rule', sa.String(length=120), nullable=True),
    sa.Column('next_due_title', sa.Text(), nullable=True),
    sa.Column('breached', sa.Boolean(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('rule_pack', sa.String(length=120), nullable=False),
    sa.Column('rule_pack_hash', sa.String(length=64), nullable=False),
    sa.Column('opened_at', Instant(), nullable=False),
    sa.Column('changed_at', Instant(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_cases'))
    )
    op.create_index('ix_cases_due', 'cases', ['next_due_on', 'case_id'], unique=False)
    op.create_index('ix_cases_officer_due', 'cases', ['officer', 'next_due_on'], unique=False)
    op.create_index('ix_cases_rag_due', 'cases', ['rag', 'next_due_on'], unique=False)
    op.create_index('ix_cases_stage_due', 'cases', ['stage', 'next_due_on'], unique=False)
    op.create_index('ix_cases_team_due', 'cases', ['team', 'next_due_on'], unique=False)
    op.create_table('intakes',
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('intake_key', sa.String(length=64), nullable=False),
    sa.Column('reference', sa.String(length=120), nullable=True),
    sa.Column('child_name', sa.Text(), nullable=False),
    sa.Column('born_on', sa.Date(), nullable=True),
    sa.Column('family_name_and_address', sa.Text(), nullable=True),
    sa.Column('family_email', sa.Text(), nullable=True),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('team', sa.String(length=120), nullable=False),
    sa.Column('officer', sa.String(length=120), nullable=True),
    sa.Column('registered_at', Instant(), nullable=False),
    sa.Column('started', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_intakes')),
    sa.UniqueConstraint('intake_key', name=op.f('uq_intakes_intake_key'))
    )
    op.create_table('ledger',
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('event', sa.String(length=120), nullable=False),
    sa.Column('on', sa.Date(), nullable=True),
    sa.Column('not_after', sa.Date(), nullable=True),
    sa.Column('recorded_at', Instant(), nullable=False),
    sa.Column('stage', sa.String(length=120), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('of', sa.String(length=120), nullable=True),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('request_id', sa.String(length=120), nullable=True),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('case_id', 'number', name=op.f('pk_ledger'))
    )
    op.create_table('notes',
    sa.Column('note_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.Column('at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('note_id', name=op.f('pk_notes'))
    )
    op.create_index(op.f('ix_notes_case_id'), 'notes', ['case_id'], unique=False)
    op.create_table('obligations',
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('place', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('rule', sa.String(length=120), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('citation', sa.Text(), nullable=False),
    sa.Column('of', sa.String(length=120), nullable=True),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('duty_holder', sa.Text(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('met_on', sa.Date(), nullable=True),
    sa.Column('status', sa.String(length=120), nullable=False),
    sa.Column('days_late', sa.Integer(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('excused_by', sa.String(length=120), nullable=True),
    sa.Column('safe_on', sa.Date(), nullable=True),
    sa.Column('earliest_final', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('case_id', 'place', name=op.f('pk_obligations'))
    )
    op.create_table('outbox',
    sa.Column('dispatch_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('to_role', sa.String(length=120), nullable=False),
    sa.Column('about', sa.String(length=120), nullable=False),
    sa.Column('of', sa.String(length=120), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('channel', sa.String(length=120), nullable=False),
    sa.Column('queued_at', Instant(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('leased_until', Instant(), nullable=True),
    sa.Column('sent_at', Instant(), nullable=True),
    sa.Column('location', sa.Text(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('dispatch_id', name=op.f('pk_outbox'))
    )
    op.create_index('ix_outbox_case', 'outbox', ['case_id', 'queued_at'], unique=False)
    op.create_index('ix_outbox_waiting', 'outbox', ['queued_at'], unique=False, sqlite_where=sa.text('sent_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL'))
    op.create_table('receipts',
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('request_id', sa.String(length=200), nullable=False),
    sa.Column('receipt', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', 'request_id', name=op.f('pk_receipts'))
    )
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER ledger_no_{what.lower()} BEFORE {what} ON ledger "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSES}'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSES}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
        )


def downgrade() -> None:
    raise NotImplementedError("the ledger is never taken away; restore a backup instead")
