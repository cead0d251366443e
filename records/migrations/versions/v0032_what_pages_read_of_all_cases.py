"""Indexes for what pages read of all cases: open cases, lines of the ledger by event, and references of requests.

Work lists and the caseload are counted from the index of open cases, without the cases themselves; missed limits, the calendar
of a team and the open processes of closed cases from indexes of their own. The calendar also reads the meetings of all cases of
the team, the figures add up the days of stages, and a search finds a part of a reference.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_ledger_event", "ledger", ["event", "case_id", "number"])
    is_open = sa.text("closed_on IS NULL")
    op.create_index(
        "ix_cases_open",
        "cases",
        ["team", "officer", "stage", "rag", "turn", "turn_back_on", "next_due_on", "case_id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    is_closed = sa.text("closed_on IS NOT NULL")
    op.create_index(
        "ix_cases_closed",
        "cases",
        ["case_id", "team", "officer"],
        sqlite_where=is_closed,
        postgresql_where=is_closed,
    )
    op.create_index("ix_case_spans_to", "case_spans", ["kind", "to_on", "name", "days", "case_id"])
    is_owed = sa.text("kind = 'limit' AND status IN ('running', 'overdue') AND closed_on IS NULL")
    op.create_index(
        "ix_obligations_owed",
        "obligations",
        ["due_on", "case_id", "rule", "of", "excused_from"],
        sqlite_where=is_owed,
        postgresql_where=is_owed,
    )
    is_going_on = sa.text("is_over IS FALSE")
    op.create_index(
        "ix_processes_open",
        "processes",
        ["kind", "case_id", "process_id"],
        sqlite_where=is_going_on,
        postgresql_where=is_going_on,
    )
    has_reference = sa.text("reference IS NOT NULL")
    op.create_index(
        "ix_intakes_reference",
        "intakes",
        ["reference", "case_id"],
        sqlite_where=has_reference,
        postgresql_where=has_reference,
    )
