"""The tables of the days that measures, forecasts and plans count. They can be rebuilt from the ledger."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, Table

from records.tables.base import code, metadata

CASE_LIVES = Table(
    "case_lives",
    metadata,
    code("case_id", primary_key=True),
    Column("is_request", Boolean, nullable=False),
    Column("taken_over", Boolean, nullable=False),
    code("source"),
    Column("received_on", Date),
    Column("decided_to_assess_on", Date),
    Column("agreed_to_assess", Boolean),
    Column("decided_on_plan_on", Date),
    Column("agreed_to_plan", Boolean),
    Column("draft_on", Date),
    Column("final_on", Date),
    Column("ended_on", Date),
    code("ended_as"),
    Column("plan_ended_on", Date),
    code("plan_ended_as"),
    Column("transferred_in_on", Date),
    Column("due", JSON, nullable=False),
    Column("excused", JSON, nullable=False),
    Column("claimed", JSON, nullable=False),
    code("setting"),
    Column("days_to_decide", Integer),
    Column("days_to_answer_on_plan", Integer),
    Column("days_to_final", Integer),
    Column("decide_due_on", Date),
    Column("plan_due_on", Date),
    Column("final_due_on", Date),
    Column("final_excused", Boolean, nullable=False),
    Column("final_claimed", Boolean, nullable=False),
    Column("undecided", Boolean, nullable=False),
    Index("ix_case_lives_final", "final_on"),
    Index("ix_case_lives_received", "received_on"),
    Index("ix_case_lives_decided", "decided_to_assess_on"),
    Index("ix_case_lives_plan", "decided_on_plan_on"),
)
"""One row a case. The columns from `days_to_decide` on repeat what measures count most, so that a page counts in SQL.

Nothing of the child's record is kept here, because records can be corrected and merged: it is joined at reading.
"""

CASE_SPANS = Table(
    "case_spans",
    metadata,
    code("case_id", primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    code("kind", nullable=False),
    code("name", nullable=False),
    code("about"),
    Column("from_on", Date, nullable=False),
    Column("due_on", Date),
    Column("to_on", Date),
    Column("closed_on", Date),
    Column("held_on", Date),
    code("outcome"),
    Column("excused", Boolean, nullable=False),
    Column("days", Integer),
    Index("ix_case_spans_kind", "kind", "from_on"),
    Index("ix_case_spans_to", "kind", "to_on", "name", "days", "case_id"),
)
"""What lasts in a case: a stage, advice that was asked for, a dispute, or a limit of the plan. `days` is from `from_on` to `to_on`.
A limit that a process counts names the process in `about`, and has a high place."""
