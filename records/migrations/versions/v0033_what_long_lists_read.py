"""What the pages of long lists read: the place of each process in its list, back-dated acts, the staff needed of last night,
and the days of reviews and plans.

The worker writes the places and the days of the processes that were recorded before, when it starts. Until then a process has its
next day as its place.
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
    days = ("cycle_began_on", "cycle_ends_on", "latest_meeting_on", "meeting_on", "report_on", "decision_on", "draft_on", "final_on", "not_amending_on")  # fmt: skip
    op.create_table(
        "review_lives",
        sa.Column("process_id", sa.String(120), primary_key=True),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("status", sa.String(120), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("plan", sa.String(120), nullable=False),
        sa.Column("case_id", sa.String(120), nullable=False),
        *(sa.Column(name, sa.String(120)) for name in ("child_id", "setting", "officer")),
        *(sa.Column(name, sa.Date()) for name in days),
        sa.Column("outcome", sa.String(120)),
        sa.Column("held_in_time", sa.Boolean()),
    )
    op.create_index("ix_review_lives_case_id", "review_lives", ["case_id"])
    op.create_index(
        "ix_review_lives_setting",
        "review_lives",
        ["is_over", "setting", "case_id", "meeting_on", "latest_meeting_on"],
    )
    op.create_index(
        "ix_review_lives_cycle",
        "review_lives",
        ["plan", "cycle_ends_on", "case_id", "decision_on", "meeting_on"],
    )
    op.create_table(
        "plans_held",
        sa.Column("process_id", sa.String(120), primary_key=True),
        sa.Column("plan", sa.String(120), nullable=False),
        sa.Column("case_id", sa.String(120), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
    )
    op.create_index("ix_plans_held_case_id", "plans_held", ["case_id"])
    op.create_index("ix_plans_held_plan", "plans_held", ["plan", "case_id", "made_on", "ended_on"])
