"""The days of reviews and plans that counts, the year planner and the lists of a setting read."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Table

from records.tables.base import code, metadata

REVIEW_LIVES = Table(
    "review_lives",
    metadata,
    code("process_id", primary_key=True),
    code("kind", nullable=False),
    code("status", nullable=False),
    Column("is_over", Boolean, nullable=False),
    code("plan", nullable=False),
    code("case_id", nullable=False, index=True),
    code("child_id"),
    code("setting"),
    code("officer"),
    *(
        Column(name, Date)
        for name in (
            "cycle_began_on", "cycle_ends_on", "latest_meeting_on", "meeting_on", "report_on", "decision_on", "draft_on", "final_on",
            "not_amending_on",
        )
    ),
    code("outcome"),
    Column("held_in_time", Boolean),
    Index("ix_review_lives_setting", "is_over", "setting", "case_id", "meeting_on", "latest_meeting_on"),
    Index("ix_review_lives_cycle", "plan", "cycle_ends_on", "case_id", "decision_on", "meeting_on"),
)  # fmt: skip
"""One row a review, written with each step of its process. It holds codes, days and opaque ids only."""

PLANS_HELD = Table(
    "plans_held",
    metadata,
    code("process_id", primary_key=True),
    code("plan", nullable=False),
    code("case_id", nullable=False, index=True),
    Column("made_on", Date, nullable=False),
    Column("ended_on", Date),
    Index("ix_plans_held_plan", "plan", "case_id", "made_on", "ended_on"),
)
"""One row a plan, from the day it was made to the day it ended."""
