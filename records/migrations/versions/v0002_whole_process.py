"""The settings directory and its closures, tailored lists, versions of plans, sittings of the panel, and the authority's own particulars."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('closures',
    sa.Column('authority', sa.String(length=120), nullable=False),
    sa.Column('setting', sa.String(length=120), nullable=False),
    sa.Column('first_closed_day', sa.Date(), nullable=False),
    sa.Column('reopens_on', sa.Date(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('authority', 'setting', 'first_closed_day', name=op.f('pk_closures'))
    )
    op.create_table('loads',
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('loaded_at', Instant(), nullable=False),
    sa.Column('as_at', sa.Date(), nullable=True),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.PrimaryKeyConstraint('what', 'loaded_at', name=op.f('pk_loads'))
    )
    op.create_table('plans',
    sa.Column('plan_id', sa.String(length=120), nullable=False),
    sa.Column('case_id', sa.String(length=120), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('plan_id', name=op.f('pk_plans')),
    sa.UniqueConstraint('case_id', 'version', name=op.f('uq_plans_case_id_version'))
    )
    op.create_table('profile',
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('changed_at', Instant(), nullable=False),
    sa.Column('by', sa.String(length=120), nullable=True),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_profile'))
    )
    op.create_table('settings',
    sa.Column('urn', sa.String(length=120), nullable=False),
    sa.Column('easting', sa.Integer(), nullable=True),
    sa.Column('northing', sa.Integer(), nullable=True),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('urn', name=op.f('pk_settings'))
    )
    op.create_index('ix_settings_place', 'settings', ['easting', 'northing'], unique=False)
    op.create_table('sittings',
    sa.Column('sitting_id', sa.String(length=120), nullable=False),
    sa.Column('sits_on', sa.Date(), nullable=False),
    sa.Column('papers_by', sa.Date(), nullable=False),
    sa.Column('status', sa.String(length=120), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('changed_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('sitting_id', name=op.f('pk_sittings'))
    )
    op.create_index('ix_sittings_day', 'sittings', ['sits_on', 'sitting_id'], unique=False)
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


def downgrade() -> None:
    raise NotImplementedError("plans and lists that were sent are never taken away; restore a backup instead")
