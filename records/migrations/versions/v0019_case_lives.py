"""The days of each case that measures count, and the figures of each night. The rows of cases recorded before this release are made by the worker."""

import sqlalchemy as sa
from alembic import op

from records.tables import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    dates = ("decided_to_assess_on", "decided_on_plan_on", "draft_on", "final_on")
    op.create_table(
        "case_lives",
        sa.Column("case_id", sa.String(120), primary_key=True),
        sa.Column("is_request", sa.Boolean(), nullable=False),
        sa.Column("taken_over", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(120)),
        sa.Column("received_on", sa.Date()),
        *(sa.Column(name, sa.Date()) for name in dates),
        sa.Column("agreed_to_assess", sa.Boolean()),
        sa.Column("agreed_to_plan", sa.Boolean()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("ended_as", sa.String(120)),
        sa.Column("plan_ended_on", sa.Date()),
        sa.Column("plan_ended_as", sa.String(120)),
        sa.Column("transferred_in_on", sa.Date()),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("due", "excused", "claimed")),
        sa.Column("setting", sa.String(120)),
        *(
            sa.Column(name, sa.Integer())
            for name in ("days_to_decide", "days_to_answer_on_plan", "days_to_final")
        ),
        *(sa.Column(name, sa.Date()) for name in ("decide_due_on", "plan_due_on", "final_due_on")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("final_excused", "final_claimed", "undecided")),
    )
    for name, column in (
        ("final", "final_on"),
        ("received", "received_on"),
        ("decided", "decided_to_assess_on"),
        ("plan", "decided_on_plan_on"),
    ):
        op.create_index(f"ix_case_lives_{name}", "case_lives", [column])
    op.create_table(
        "case_spans",
        sa.Column("case_id", sa.String(120), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(120), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("about", sa.String(120)),
        sa.Column("from_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Date()) for name in ("due_on", "to_on", "closed_on", "held_on")),
        sa.Column("outcome", sa.String(120)),
        sa.Column("excused", sa.Boolean(), nullable=False),
        sa.Column("days", sa.Integer()),
    )
    op.create_index("ix_case_spans_kind", "case_spans", ["kind", "from_on"])
    op.create_table(
        "snapshots",
        sa.Column("as_at", sa.Date(), primary_key=True),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.Column("how", sa.String(120), nullable=False),
        sa.Column("rule_pack", sa.String(120), nullable=False),
        sa.Column("rule_pack_hash", sa.String(64), nullable=False),
        sa.Column("release", sa.String(120), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "snapshot_values",
        sa.Column("as_at", sa.Date(), primary_key=True),
        sa.Column("cut", sa.String(120), primary_key=True),
        sa.Column("measure", sa.String(120), primary_key=True),
        sa.Column("key", sa.String(120), primary_key=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("numerator", "denominator", "cases")),
    )
    op.create_table(
        "restated_figures",
        sa.Column("as_at", sa.Date(), primary_key=True),
        sa.Column("measure", sa.String(120), primary_key=True),
        sa.Column("month", sa.String(120), primary_key=True),
        sa.Column("was_as_at", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("was_numerator", "was_denominator", "numerator", "denominator")
        ),
        sa.Column("because", sa.JSON(), nullable=False),
    )
