"""Early warnings: raise and end them each night from the forecasts, and queue the alerts with the daily digest.

A warning and its alerts are written in one transaction, and the id of an alert is made of the warning, so that a night that is
interrupted or repeated alerts no one twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from activities.digests import digest_policy
from activities.letters import dispatches_of
from casework.forecast import prediction_weeks
from casework.forecast.early_warning import Decided, decide, notices_of, risks_of
from casework.forecast.forecast import CaseForecast
from casework.letters.dispatch import Dispatch
from casework.letters.dispatches import Step
from casework.letters.sending_times import Policy
from records import case_forecasts, case_lives, early_warnings, local_policy, outbox
from records import prediction_weeks as kept_weeks
from records.database import Database
from statute.local_time import london_date

_COUNTED_BACK = timedelta(weeks=26)
"""How far back the predictions are counted again each night: what is recorded late changes what came true."""


def warn_of_day(database: Database, day: date) -> None:
    """Warn by the forecasts that were kept for a day. Without them nothing changes. It may be repeated."""
    with database.write() as session:
        if case_forecasts.newest(session) == day:
            made = [one.forecast for one in case_forecasts.all_of(session)]
            warn(session, made, day, datetime.now(UTC), digest_policy())


def count_predictions(database: Database, day: date) -> None:
    """Count what came true of the predictions until the end of a day. It may be repeated."""
    since = day - _COUNTED_BACK
    since -= timedelta(days=since.weekday())
    with database.read() as session:
        made = case_forecasts.predictions(session, since)
        known = {one.case_id: one for one in case_lives.lives(session)} if made else {}
        thresholds = local_policy.policy_now(session).warnings
    weeks = prediction_weeks.prediction_weeks(made, known, thresholds, day + timedelta(days=1))
    with database.write() as session:
        kept_weeks.keep(session, weeks, since)


def warn(
    session: Session, forecasts: Iterable[CaseForecast], day: date, now: datetime, policy: Policy
) -> int:
    """Raise and end warnings by the forecasts of a day, and queue the alerts. Returns how many warnings changed."""
    risks = [risk for one in forecasts for risk in risks_of(one)]
    thresholds = local_policy.policy_now(session).warnings
    excused = early_warnings.excused_limits(
        session, {one.case_id for one in risks if one.percent >= thresholds.over_below_percent}
    )
    counted = [one for one in risks if (one.case_id, one.limit) not in excused]
    known = early_warnings.last_warnings(session)
    answered = early_warnings.answers(session, {one.case_id for one in known.values() if one.over_on is None})
    planned = {key: one.planned_on for key, one in answered.items()}
    changed = list(decide(counted, known, planned, thresholds, day))
    for one in changed:
        early_warnings.save(session, one.warning)
        outbox.put(session, _alerts(session, one, now, policy))
    return len(changed)


def _alerts(session: Session, one: Decided, now: datetime, policy: Policy) -> list[Dispatch]:
    warning = one.warning
    day = warning.plan_passed or warning.raised_on
    step_id = f"{warning.case_id}-{one.alert}.{warning.limit}.{warning.number}-{day:%Y%m%d}"
    step = Step(step_id, warning.case_id, now, None)
    return dispatches_of(session, step, notices_of(one, london_date(now)), policy, now)
