"""Parties with versions of their addresses; what a dispatch is bound to, what was rendered, what the provider says.

Cases of before get their parties from their intakes, so that what they queue from now on is bound.
"""

import secrets

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_CODES = ("by", "party_id", "batch", "approved_by", "provider", "provider_id", "template")
_INSTANTS = ("not_before", "unsure_since", "delivered_at", "asked_at")


def upgrade() -> None:
    with op.batch_alter_table('outbox') as outbox:
        outbox.add_column(sa.Column('status', sa.String(length=120), nullable=False, server_default='waiting'))
        outbox.add_column(sa.Column('urgent', sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in _CODES:
            outbox.add_column(sa.Column(name, sa.String(length=120), nullable=True))
        for name in _INSTANTS:
            outbox.add_column(sa.Column(name, Instant(), nullable=True))
        outbox.add_column(sa.Column('address_version', sa.Integer(), nullable=True))
        outbox.add_column(sa.Column('content_hash', sa.String(length=64), nullable=True))
        outbox.add_column(sa.Column('problem', sa.Text(), nullable=True))
    op.create_index('ix_outbox_batch', 'outbox', ['batch'], unique=False)
    op.create_index('ix_outbox_by', 'outbox', ['by', 'on', 'kind'], unique=False)
    op.create_index('ix_outbox_provider_id', 'outbox', ['provider_id'], unique=False)
    op.execute("UPDATE outbox SET status = 'sent' WHERE sent_at IS NOT NULL")
    op.create_table('provider_words',
    sa.Column('dispatch_id', sa.String(length=120), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('word', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('dispatch_id', 'number', name=op.f('pk_provider_words'))
    )
    op.create_table('renderings',
    sa.Column('dispatch_id', sa.String(length=120), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('dispatch_id', name=op.f('pk_renderings'))
    )
    parties = op.create_table('parties',
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
    addresses = op.create_table('addresses',
    sa.Column('party_id', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('postal', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('telephone', sa.Text(), nullable=True),
    sa.Column('since', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.PrimaryKeyConstraint('party_id', 'version', name=op.f('pk_addresses'))
    )
    _from_intakes(parties, addresses)


def _from_intakes(parties: sa.Table, addresses: sa.Table) -> None:
    """A party for each intake: who held the right on the day of the request, by age alone."""
    from statute.rights import right_holder

    intakes = sa.table('intakes', sa.column('case_id'), sa.column('child_name'), sa.column('born_on', sa.Date()),
                       sa.column('received_on', sa.Date()), sa.column('family_name_and_address'),
                       sa.column('family_email'), sa.column('registered_at', Instant()))
    for row in op.get_bind().execute(sa.select(intakes)).mappings().all():
        written = (row['family_name_and_address'] or '').strip()
        parts = written.splitlines() if '\n' in written else written.split(',')
        lines = [part.strip() for part in parts if part.strip()]
        young = row['born_on'] is not None and right_holder(row['born_on'], row['received_on']) == 'young_person'
        party_id = f'party-{secrets.token_hex(6)}'
        op.execute(parties.insert().values(
            party_id=party_id, case_id=row['case_id'], relationship='young_person' if young else 'parent',
            of=None, name=row['child_name'] if young else (lines[0] if lines else None), channel='letter',
            large_print=False, language=None, since=row['registered_at'], by='intake'))
        op.execute(addresses.insert().values(
            party_id=party_id, version=1, postal='\n'.join(lines[1:]) or None, email=row['family_email'],
            telephone=None, since=row['registered_at'], by='intake'))


def downgrade() -> None:
    raise NotImplementedError("what was sent to whom is never taken away; restore a backup instead")
