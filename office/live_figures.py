"""The figures of our own records that stand beside the published ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from casework.access.permissions import OPERATOR, Person
from casework.dashboard.metric import METRICS, figure_in_words
from casework.dashboard.public import LiveCount
from office.measures import in_snapshot, measured


@dataclass(frozen=True, slots=True)
class Live:
    """The measures of our own records that the dashboard shows, by id, and the day they are of.

    `absent` says by measure why it has no value, or what is missing from it.
    """

    as_at: date
    counts: dict[str, LiveCount]
    absent: dict[str, str]

    def words(self, measure: str) -> str:
        """Return a measure in words; nothing where it has no value."""
        one = self.counts.get(measure)
        return figure_in_words(one.value, one.unit) if one is not None else ""


def live_figures(session: Session, person: Person, today: date) -> Live:
    """Return the figures for the cases that a person may see: as kept last night, or counted now."""
    wanted = {name for one in METRICS.values() for name in one.live.values()}
    yesterday = today - timedelta(days=1)
    figures = in_snapshot(session, person, yesterday, None) or measured(session, person, None, None, today)
    mine = [one for one in figures.measures if one.measure.id in wanted and one.key is None]
    return Live(
        figures.as_at,
        {
            one.measure.id: LiveCount(
                one.measure.name, one.measure.unit, one.value, one.numerator, one.denominator
            )
            for one in mine
        },
        {one.measure.id: one.absent for one in mine if one.absent},
    )


def council_figures(session: Session, today: date) -> Live:
    """Return the figures of the whole council, whoever asks, for the version that is published."""
    return live_figures(session, OPERATOR, today)
