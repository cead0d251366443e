"""What was predicted in each week and what came true, counted each night."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casework.forecast.prediction_weeks import PredictionWeek
from records.tables import PREDICTION_WEEKS


def keep(session: Session, weeks: Iterable[PredictionWeek], since: date) -> None:
    """Replace the weeks that begin on or after a day; older ones stay as they were."""
    session.execute(delete(PREDICTION_WEEKS).where(PREDICTION_WEEKS.c.week_on >= since))
    if rows := [asdict(one) for one in weeks if one.week_on >= since]:
        session.execute(insert(PREDICTION_WEEKS), rows)


def weeks(session: Session, teams: Collection[str] | None, limit: int) -> list[PredictionWeek]:
    """Return the newest weeks of some teams, or of all (None), newest first."""
    table = PREDICTION_WEEKS.c
    newest = select(table.week_on).distinct().order_by(table.week_on.desc()).limit(limit)
    days = list(session.scalars(newest))
    query = select(PREDICTION_WEEKS).where(table.week_on.in_(days))
    if teams is not None:
        query = query.where(table.team.in_(sorted(teams)))
    found = session.execute(query.order_by(table.week_on.desc(), table.team)).mappings()
    return [PredictionWeek(**row) for row in found]
