"""What is done each night, in order. A step writes in one transaction and may be repeated for the same day."""

from __future__ import annotations

from datetime import date

from activities.case_lives import write_missing
from activities.nightly import Step
from office.early_warnings import count_predictions, warn_of_day
from office.forecast import make_forecasts
from office.rescreen_reminders import remind_officers
from office.snapshots import take_snapshot
from records.database import Database


def _write_missing(database: Database, _: date) -> None:
    write_missing(database)


def _keep_figures(database: Database, day: date) -> None:
    take_snapshot(database, day)


STEPS: tuple[Step, ...] = (
    Step("days_of_cases", "Write the days of the cases that have none yet", _write_missing),
    Step("rescreens", "Remind officers of re-screens of early support that are due", remind_officers),
    Step("snapshot", "Keep the figures of the day that has ended", _keep_figures),
    Step("forecasts", "Forecast when each open case will be final", make_forecasts),
    Step("early_warnings", "Warn the people of cases whose deadlines are at risk", warn_of_day),
    Step("prediction_weeks", "Count what came true of the predictions of each week", count_predictions),
)
"""The steps of each night. One that another needs comes before it."""
