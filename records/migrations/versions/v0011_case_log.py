"""The log and the tasks of cases, the places of meetings, bundles, and indexes for the lists of letters."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_UNDELIVERED = "status IN ('failed', 'returned', 'stale')"


def upgrade() -> None:
    op.create_table(
        "case_log",
        sa.Column("entry_id", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("with_person", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_case_log"),
    )
    op.create_index("ix_case_log_case_id", "case_log", ["case_id"])
    op.create_table(
        "case_mentions",
        sa.Column("entry_id", sa.String(length=120), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("seen_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("entry_id", "person", name="pk_case_mentions"),
    )
    op.create_index("ix_case_mentions_case_id", "case_mentions", ["case_id"])
    op.create_index("ix_case_mentions_person", "case_mentions", ["person", "seen_at"])
    op.create_table(
        "case_tasks",
        sa.Column("task_id", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("done_by", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("task_id", name="pk_case_tasks"),
    )
    op.create_index("ix_case_tasks_case_id", "case_tasks", ["case_id"])
    op.create_index("ix_case_tasks_owner", "case_tasks", ["owner", "done_at", "due_on"])
    op.create_table(
        "meeting_places",
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_meeting_places"),
    )
    op.create_table(
        "bundles",
        sa.Column("bundle_id", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("process_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("bundle_id", name="pk_bundles"),
        sa.UniqueConstraint("process_id", "version", name="uq_bundles_process_id_version"),
    )
    op.create_index("ix_bundles_case_id", "bundles", ["case_id"])
    op.create_index("ix_bundles_process_id", "bundles", ["process_id"])
    op.create_table(
        "bundle_readers",
        sa.Column("bundle_id", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.String(length=120), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("bundle_id", "number", name="pk_bundle_readers"),
    )
    op.create_index("ix_bundle_readers_case_id", "bundle_readers", ["case_id"])
    op.create_index(
        "ix_outbox_undelivered",
        "outbox",
        ["case_id"],
        sqlite_where=sa.text(_UNDELIVERED),
        postgresql_where=sa.text(_UNDELIVERED),
    )
    op.create_index("ix_outbox_sent", "outbox", ["sent_at"])
