"""The figures of our own records that stand beside the published ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from casework.access.permissions import OPERATOR, Person
from casework.dashboard.metric import METRICS, OWN, figure_in_words
from casework.dashboard.public import LiveCount
from casework.measures.measure import Period
from casework.processes.registry import BY_KIND
from office.figures_by_setting import figures_by_setting
from office.measures import in_snapshot, measured, within_of
from records import measure_counts, processes
from records.caseload import Seen


@dataclass(frozen=True, slots=True)
class Live:
    """The figures of our own records that the dashboard shows, by id, and the day they are of.

    `absent` says by measure why it has no value, or what is missing from it.
    """

    as_at: date
    counts: dict[str, LiveCount]
    absent: dict[str, str]

    def words(self, name: str) -> str:
        """Return a figure in words; nothing where it has no value."""
        one = self.counts.get(name)
        return figure_in_words(one.value, one.unit) if one is not None else ""

    def day_of(self, name: str) -> date:
        """Return the day that a figure is of."""
        one = self.counts.get(name)
        return (one.on if one is not None else None) or self.as_at


def live_figures(session: Session, person: Person, today: date) -> Live:
    """Return the figures for the cases that a person may see: as kept last night, or counted now."""
    wanted = {name for one in METRICS.values() for name in one.live.values()}
    yesterday = today - timedelta(days=1)
    figures = in_snapshot(session, person, yesterday, None) or measured(session, person, None, None, today)
    mine = [one for one in figures.measures if one.measure.id in wanted and one.key is None]
    counts = {
        one.measure.id: LiveCount(
            one.measure.name, one.measure.unit, one.value, one.numerator, one.denominator
        )
        for one in mine
    }
    others = dict(_of_ages(session, person, today)) | dict(_of_processes(session, person, today))
    of_settings = figures_by_setting(session, person, today)
    absent = {one.measure.id: one.absent for one in mine if one.absent} | of_settings.absent
    return Live(figures.as_at, counts | others | of_settings.counts, absent)


def _of_ages(session: Session, person: Person, today: date) -> Iterator[tuple[str, LiveCount]]:
    """Yield the parts of measures by bands of ages: as kept last night, or counted now."""
    names = {one.measure for one in OWN.values() if one.age}
    kept = in_snapshot(session, person, today - timedelta(days=1), "age")
    numbers: dict[tuple[str, str | None], int] = {}
    if kept is not None:
        numbers = {(one.measure.id, one.key): one.numerator for one in kept.measures}
    else:
        counted = measure_counts.counts(session, Period(today), "age", _seen(person), names)
        numbers = {
            (name, key): one.numerator for name, parts in counted.items() for key, one in parts.items()
        }
    for name, own in OWN.items():
        if own.age:
            number = numbers.get((own.measure, own.age), 0)
            yield name, _number(own.name, number, kept.as_at if kept is not None else today)


def _of_processes(session: Session, person: Person, today: date) -> Iterator[tuple[str, LiveCount]]:
    """Yield the figures that are counted from the processes beside the cases that a person may see."""
    kinds = {kind: process.figure_acts for kind, process in BY_KIND.items() if process.figures}
    found: Counter[str] = Counter()
    for kind, content in processes.counted(session, kinds, _seen(person), today.replace(month=1, day=1)):
        process = BY_KIND[kind]
        found.update(process.in_figures(process.state(content), today))
    for name, own in OWN.items():
        if not (own.measure or own.kinds):
            yield name, _number(own.name, found[name], today)


def _number(name: str, number: int, on: date) -> LiveCount:
    return LiveCount(name, "number", float(number), number, 0, on)


def _seen(person: Person) -> Seen:
    within = within_of(person)
    return Seen(within.person, within.teams)


def council_figures(session: Session, today: date) -> Live:
    """Return the figures of the whole council, whoever asks, for the version that is published."""
    return live_figures(session, OPERATOR, today)
