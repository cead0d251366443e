"""What is done each night, in order. A step writes in one transaction and may be repeated for the same day."""

from __future__ import annotations

from datetime import date

from activities.case_lives import write_missing
from activities.nightly import Step
from office.snapshots import take_snapshot
from records.database import Database


def _write_missing(database: Database, _: date) -> None:
    write_missing(database)


def _keep_figures(database: Database, day: date) -> None:
    take_snapshot(database, day)


STEPS: tuple[Step, ...] = (
    Step("days_of_cases", "Write the days of the cases that have none yet", _write_missing),
    Step("snapshot", "Keep the figures of the day that has ended", _keep_figures),
)
"""The steps of each night. One that another needs comes before it."""
