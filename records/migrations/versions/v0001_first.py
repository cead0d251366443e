"""Every table of release 0.1.0, with what the database itself refuses to change."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = "the ledger is append-only: a line is never changed or removed"
_KEPT = {"plans": "a version of a plan is never changed", "tailored_lists": "a tailored list is never changed"}


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            _refuse_on_sqlite(f"ledger_no_{what.lower()}", what, "ledger", _APPEND_ONLY)
        for table, why in _KEPT.items():
            _refuse_on_sqlite(f"{table}_as_made", "UPDATE", table, why)
    else:
        _refuse_on_postgresql("ledger_append_only", "UPDATE OR DELETE OR TRUNCATE", "ledger", _APPEND_ONLY)
        for table, why in _KEPT.items():
            _refuse_on_postgresql(f"{table}_as_made", "UPDATE", table, why)


def _tables() -> None:
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
    op.create_index('ix_access_log_at', 'access_log', ['at'], unique=False)
    op.create_index('ix_access_log_person', 'access_log', ['person', 'at'], unique=False)
    op.create_index('ix_access_log_thing', 'access_log', ['thing', 'at'], unique=False)
    op.create_table('addresses',
    sa.Column('party_id', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('postal', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('telephone', sa.Text(), nullable=True),
    sa.Column('since', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.PrimaryKeyConstraint('party_id', 'version', name=op.f('pk_addresses'))
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
    sa.Column('turn', sa.String(length=120), nullable=False),
    sa.Column('turn_back_on', sa.Date(), nullable=True),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('rule_pack', sa.String(length=120), nullable=False),
    sa.Column('rule_pack_hash', sa.String(length=64), nullable=False),
    sa.Column('calendar', sa.String(length=120), nullable=False),
    sa.Column('calendar_hash', sa.String(length=64), nullable=False),
    sa.Column('opened_at', Instant(), nullable=False),
    sa.Column('changed_at', Instant(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('child_id', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_cases'))
    )
    op.create_index(op.f('ix_cases_child_id'), 'cases', ['child_id'], unique=False)
    op.create_index('ix_cases_due', 'cases', ['next_due_on', 'case_id'], unique=False)
    op.create_index('ix_cases_officer_due', 'cases', ['officer', 'next_due_on'], unique=False)
    op.create_index('ix_cases_rag_due', 'cases', ['rag', 'next_due_on'], unique=False)
    op.create_index('ix_cases_stage_due', 'cases', ['stage', 'next_due_on'], unique=False)
    op.create_index('ix_cases_team_due', 'cases', ['team', 'next_due_on'], unique=False)
    op.create_table('child_details',
    sa.Column('child_id', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('name_key', sa.Text(), nullable=False),
    sa.Column('born_on', sa.Date(), nullable=True),
    sa.Column('upn', sa.String(length=120), nullable=True),
    sa.Column('nhs_number', sa.String(length=120), nullable=True),
    sa.Column('address', sa.Text(), nullable=True),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('child_id', 'version', name=op.f('pk_child_details'))
    )
    op.create_index('ix_child_details_born_on', 'child_details', ['born_on'], unique=False)
    op.create_index('ix_child_details_name_key', 'child_details', ['name_key'], unique=False)
    op.create_index('ix_child_details_nhs_number', 'child_details', ['nhs_number'], unique=False)
    op.create_index('ix_child_details_upn', 'child_details', ['upn'], unique=False)
    op.create_table('child_merges',
    sa.Column('merge_id', sa.String(length=120), nullable=False),
    sa.Column('merged', sa.String(length=120), nullable=False),
    sa.Column('survivor', sa.String(length=120), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('split_by', sa.String(length=120), nullable=True),
    sa.Column('split_at', Instant(), nullable=True),
    sa.Column('split_because', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('merge_id', name=op.f('pk_child_merges'))
    )
    op.create_index(op.f('ix_child_merges_merged'), 'child_merges', ['merged'], unique=False)
    op.create_index(op.f('ix_child_merges_survivor'), 'child_merges', ['survivor'], unique=False)
    op.create_table('child_seals',
    sa.Column('child_id', sa.String(length=120), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('merge_id', sa.String(length=120), nullable=True),
    sa.PrimaryKeyConstraint('child_id', name=op.f('pk_child_seals'))
    )
    op.create_table('children',
    sa.Column('child_id', sa.String(length=120), nullable=False),
    sa.Column('created_at', Instant(), nullable=False),
    sa.Column('merged_into', sa.String(length=120), nullable=True),
    sa.Column('survivor', sa.String(length=120), nullable=False),
    sa.Column('current', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('child_id', name=op.f('pk_children'))
    )
    op.create_index(op.f('ix_children_survivor'), 'children', ['survivor'], unique=False)
    op.create_table('closures',
    sa.Column('authority', sa.String(length=120), nullable=False),
    sa.Column('setting', sa.String(length=120), nullable=False),
    sa.Column('first_closed_day', sa.Date(), nullable=False),
    sa.Column('reopens_on', sa.Date(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('authority', 'setting', 'first_closed_day', name=op.f('pk_closures'))
    )
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
    op.create_table('intakes',
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('intake_key', sa.String(length=64), nullable=False),
    sa.Column('child_id', sa.String(length=120), nullable=False),
    sa.Column('reference', sa.String(length=120), nullable=True),
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
    op.create_index(op.f('ix_intakes_child_id'), 'intakes', ['child_id'], unique=False)
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
    op.create_index('ix_ledger_watched', 'ledger', ['case_id', 'number'], unique=False, sqlite_where=sa.text("event IN ('exception_claimed', 'breach_acknowledged')"), postgresql_where=sa.text("event IN ('exception_claimed', 'breach_acknowledged')"))
    op.create_table('loads',
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('loaded_at', Instant(), nullable=False),
    sa.Column('as_at', sa.Date(), nullable=True),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.PrimaryKeyConstraint('what', 'loaded_at', name=op.f('pk_loads'))
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
    sa.Column('role', sa.String(length=120), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('citation', sa.Text(), nullable=False),
    sa.Column('of', sa.String(length=120), nullable=True),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('duty_holder', sa.Text(), nullable=False),
    sa.Column('verified', sa.Boolean(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('raw_due_on', sa.Date(), nullable=True),
    sa.Column('met_on', sa.Date(), nullable=True),
    sa.Column('status', sa.String(length=120), nullable=False),
    sa.Column('days_late', sa.Integer(), nullable=False),
    sa.Column('excused_by', sa.String(length=120), nullable=True),
    sa.Column('excused_from', sa.Date(), nullable=True),
    sa.Column('safe_on', sa.Date(), nullable=True),
    sa.Column('earliest_final', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('by_day', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', 'place', name=op.f('pk_obligations'))
    )
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
    sa.Column('status', sa.String(length=120), server_default='waiting', nullable=False),
    sa.Column('urgent', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.Column('party_id', sa.String(length=120), nullable=True),
    sa.Column('address_version', sa.Integer(), nullable=True),
    sa.Column('not_before', Instant(), nullable=True),
    sa.Column('unsure_since', Instant(), nullable=True),
    sa.Column('batch', sa.String(length=120), nullable=True),
    sa.Column('approved_by', sa.String(length=120), nullable=True),
    sa.Column('provider', sa.String(length=120), nullable=True),
    sa.Column('provider_id', sa.String(length=120), nullable=True),
    sa.Column('template', sa.String(length=120), nullable=True),
    sa.Column('content_hash', sa.String(length=64), nullable=True),
    sa.Column('delivered_at', Instant(), nullable=True),
    sa.Column('asked_at', Instant(), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('dispatch_id', name=op.f('pk_outbox'))
    )
    op.create_index('ix_outbox_batch', 'outbox', ['batch'], unique=False)
    op.create_index('ix_outbox_by', 'outbox', ['by', 'on', 'kind'], unique=False)
    op.create_index('ix_outbox_case', 'outbox', ['case_id', 'queued_at'], unique=False)
    op.create_index('ix_outbox_provider_id', 'outbox', ['provider_id'], unique=False)
    op.create_index('ix_outbox_waiting', 'outbox', ['queued_at'], unique=False, sqlite_where=sa.text('sent_at IS NULL'), postgresql_where=sa.text('sent_at IS NULL'))
    op.create_table('parties',
    sa.Column('party_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('relationship', sa.String(length=120), nullable=False),
    sa.Column('of', sa.String(length=120), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('channel', sa.String(length=120), nullable=False),
    sa.Column('large_print', sa.Boolean(), nullable=False),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('since', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_why', sa.Text(), nullable=True),
    sa.Column('ended_by', sa.String(length=120), nullable=True),
    sa.PrimaryKeyConstraint('party_id', name=op.f('pk_parties'))
    )
    op.create_index(op.f('ix_parties_case_id'), 'parties', ['case_id'], unique=False)
    op.create_table('plans',
    sa.Column('plan_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('child_id', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('plan_id', name=op.f('pk_plans')),
    sa.UniqueConstraint('case_id', 'version', name=op.f('uq_plans_case_id_version'))
    )
    op.create_index(op.f('ix_plans_child_id'), 'plans', ['child_id'], unique=False)
    op.create_table('process_cases',
    sa.Column('process_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('process_id', 'case_id', name=op.f('pk_process_cases'))
    )
    op.create_index(op.f('ix_process_cases_case_id'), 'process_cases', ['case_id'], unique=False)
    op.create_table('process_people',
    sa.Column('process_id', sa.String(length=120), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('process_id', 'person', name=op.f('pk_process_people'))
    )
    op.create_index(op.f('ix_process_people_person'), 'process_people', ['person'], unique=False)
    op.create_table('processes',
    sa.Column('process_id', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=True),
    sa.Column('team', sa.String(length=120), nullable=True),
    sa.Column('status', sa.String(length=120), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('is_over', sa.Boolean(), nullable=False),
    sa.Column('outcome', sa.String(length=120), nullable=True),
    sa.Column('outcome_on', sa.Date(), nullable=True),
    sa.Column('changed_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('process_id', name=op.f('pk_processes'))
    )
    op.create_index(op.f('ix_processes_case_id'), 'processes', ['case_id'], unique=False)
    op.create_index('ix_processes_day', 'processes', ['kind', 'due_on', 'process_id'], unique=False)
    op.create_table('profile',
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('changed_at', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_profile'))
    )
    op.create_table('provider_words',
    sa.Column('dispatch_id', sa.String(length=120), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('word', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('dispatch_id', 'number', name=op.f('pk_provider_words'))
    )
    op.create_table('receipts',
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('request_id', sa.String(length=200), nullable=False),
    sa.Column('receipt', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', 'request_id', name=op.f('pk_receipts'))
    )
    op.create_table('renderings',
    sa.Column('dispatch_id', sa.String(length=120), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('dispatch_id', name=op.f('pk_renderings'))
    )
    op.create_table('retention_schedules',
    sa.Column('at', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('at', name=op.f('pk_retention_schedules'))
    )
    op.create_table('saved_views',
    sa.Column('view_id', sa.String(length=120), nullable=False),
    sa.Column('person', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('query', sa.Text(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('view_id', name=op.f('pk_saved_views')),
    sa.UniqueConstraint('person', 'name', name=op.f('uq_saved_views_person_name'))
    )
    op.create_table('seals',
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_seals'))
    )
    op.create_table('sessions',
    sa.Column('session_hash', sa.String(length=64), nullable=False),
    sa.Column('person', sa.JSON(), nullable=False),
    sa.Column('begun_at', Instant(), nullable=False),
    sa.Column('seen_at', Instant(), nullable=False),
    sa.Column('expires_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('session_hash', name=op.f('pk_sessions'))
    )
    op.create_index('ix_sessions_seen', 'sessions', ['seen_at'], unique=False)
    op.create_table('settings',
    sa.Column('urn', sa.String(length=120), nullable=False),
    sa.Column('easting', sa.Integer(), nullable=True),
    sa.Column('northing', sa.Integer(), nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('urn', name=op.f('pk_settings'))
    )
    op.create_index('ix_settings_place', 'settings', ['easting', 'northing'], unique=False)
    op.create_table('staff',
    sa.Column('person_id', sa.String(length=120), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('seen_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_staff'))
    )
    op.create_table('tailored_lists',
    sa.Column('list_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('made_at', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('list_id', name=op.f('pk_tailored_lists'))
    )
    op.create_index(op.f('ix_tailored_lists_case_id'), 'tailored_lists', ['case_id'], unique=False)
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


def _refuse_on_sqlite(name: str, what: str, table: str, why: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, '{why}'); END")


def _refuse_on_postgresql(name: str, what: str, table: str, why: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{why}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    raise NotImplementedError("the ledger is never taken away; restore a backup instead")
