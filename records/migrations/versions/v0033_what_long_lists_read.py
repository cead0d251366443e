"""What the pages of long lists read: the place of each process in its list, back-dated acts, and the staff needed of last night.

Until the worker has worked it out, the place of a process that was recorded before is the next day that matters in it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("processes") as table:
        table.add_column(sa.Column("listed_on", sa.Date(), nullable=False, server_default="9999-12-31"))
        table.add_column(sa.Column("listed_until", sa.Date()))
        table.add_column(sa.Column("listed_seq", sa.Integer()))
    op.execute("UPDATE processes SET listed_on = due_on WHERE due_on IS NOT NULL")
    op.create_index(
        "ix_processes_listed",
        "processes",
        ["kind", "is_over", "listed_on", "process_id", "case_id", "child_id", "team"],
    )
    op.drop_index("ix_processes_day", "processes")
    op.create_index(
        "ix_processes_day",
        "processes",
        ["kind", "due_on", "process_id", "is_over", "case_id", "child_id", "team"],
    )
    is_not_placed = sa.text("listed_seq IS NULL OR listed_seq <> seq")
    op.create_index(
        "ix_processes_not_placed",
        "processes",
        ["process_id"],
        sqlite_where=is_not_placed,
        postgresql_where=is_not_placed,
    )
    has_end = sa.text("listed_until IS NOT NULL")
    op.create_index(
        "ix_processes_listed_until",
        "processes",
        ["listed_until"],
        sqlite_where=has_end,
        postgresql_where=has_end,
    )
    op.drop_index("ix_ledger_late", "ledger")
    is_late_act = sa.text("late AND kind = 'act'")
    op.create_index(
        "ix_ledger_late",
        "ledger",
        ["recorded_at", "case_id", "number", "event", "request_id"],
        sqlite_where=is_late_act,
        postgresql_where=is_late_act,
    )
    op.create_table(
        "capacity_forecasts",
        sa.Column("made_on", sa.Date(), primary_key=True),
        sa.Column("content", sa.JSON(), nullable=False),
    )
