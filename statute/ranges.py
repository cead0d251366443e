"""Limits that depend on facts whose day is known only as a range, such as a month.

The timeline is computed for the first and the last day of every such fact, and for the days on which it can change places with
another fact. If these readings agree, the result is exact. If they do not, the last day is a range and the status is left open.
Facts with the same range keep the order given, as facts of one day do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import prod
from typing import Any

from statute.calendars import WorkingDays
from statute.errors import Contradiction
from statute.facts import Event, Facts
from statute.obligation import Obligation
from statute.pack import RulePack
from statute.timeline import timeline
from statute.words import short_date

MOST_READINGS = 1_024
"""The most timelines to compute. If there are more readings, only the ends of the ranges are tried."""
Key = tuple[str, str | None, int, int]


@dataclass(frozen=True, slots=True)
class Between:
    """One obligation in all readings of the facts: `first` has the earliest last day, `last` the latest.

    `status` and `days_late` are None if the readings differ; `days_late_between` holds the lowest and highest.
    """

    first: Obligation
    last: Obligation
    status: str | None
    days_late: int | None
    days_late_between: tuple[int, int]
    agreed: bool
    started_between: tuple[date, date]
    met_between: tuple[date, date] | None

    def as_json(self) -> dict[str, Any]:
        """The obligation as JSON, with `due_between` in place of `due_on` if its last day is a range."""
        row = self.first.as_json()
        if self.agreed:
            return row
        found: dict[str, Any] = {}
        for name, value in row.items():
            if name == "started_on":
                _tell(found, "started_on", "started_between", self.started_between)
            elif name == "due_on":
                _tell(found, "due_on", "due_between", (self.first.due_on, self.last.due_on))
            elif name == "met_on" and self.met_between is not None:
                _tell(found, "met_on", "met_between", self.met_between)
            else:
                found[name] = value
        found |= {"status": self.status, "days_late": self.days_late, "because": self.because}
        if self.days_late is None:
            found["days_late_between"] = list(self.days_late_between)
        for name in ("raw_due_on", "closed_on", "earliest_final", "excused_by"):
            if found[name] != self.last.as_json()[name]:
                found[name] = None
        return found

    @property
    def because(self) -> str:
        """Why: what is known, and the arithmetic from both ends."""
        if self.agreed:
            return self.first.because
        if self.first.due_on == self.last.due_on:
            said = "A date that this depends on is known only roughly."
        else:
            said = (
                f"The day that this runs from is known only roughly, so its last day is between {short_date(self.first.due_on)} "
                f"and {short_date(self.last.due_on)}."
            )
        open_ = "" if self.status is not None else " Its status depends on that day."
        return f"{said}{open_} At the earliest: {self.first.because} At the latest: {self.last.because}"


def _tell(found: dict[str, Any], name: str, as_range: str, days: tuple[date, date]) -> None:
    first, last = days
    if first == last:
        found[name] = first.isoformat()
    else:
        found[as_range] = [first.isoformat(), last.isoformat()]


def is_range(event: Event) -> bool:
    """Whether the day of a fact is known only as a range."""
    return event.on is None and event.not_before is not None


def timeline_between(
    facts: Facts, as_at: date, *, pack: RulePack | None = None, calendar: WorkingDays | None = None
) -> tuple[Between, ...]:
    """Every obligation that may have begun by a day, in all readings of the facts, ordered by the earliest last day.

    Raises what statute.timeline raises; Contradiction only if every reading has one.
    """
    readings: list[dict[Key, Obligation]] = []
    refused: Contradiction | None = None
    for events in _readings(facts.events, as_at):
        try:
            found = timeline(Facts(events, facts.exceptions), as_at, pack=pack, calendar=calendar)
        except Contradiction as error:
            refused = refused or error
            continue
        readings.append(_by_key(found, events))
    if not readings and refused is not None:
        raise refused
    keys = dict.fromkeys(key for reading in readings for key in reading)
    told = [_between([reading.get(key) for reading in readings]) for key in keys]
    return tuple(sorted(told, key=lambda one: (one.first.due_on, one.first.rule)))


def _by_key(obligations: Sequence[Obligation], events: Sequence[Event]) -> dict[Key, Obligation]:
    """Obligations by rule, adviser or setting, place of the starting fact, and a number if they share all three."""
    places = {id(event): place for place, event in enumerate(events)}
    found: dict[Key, Obligation] = {}
    for one in obligations:
        rule, of, place, which = one.rule, one.of, places.get(id(one.start), -1), 0
        while (key := (rule, of, place, which)) in found:
            which += 1
        found[key] = one
    return found


def _between(found: Sequence[Obligation | None]) -> Between:
    those = [one for one in found if one is not None]
    first, last = min(those, key=lambda one: one.due_on), max(those, key=lambda one: one.due_on)
    statuses, late = {one.status for one in those}, [one.days_late for one in those]
    met = [one.met_on for one in those]
    days = [on for on in met if on is not None]
    always = len(those) == len(found)
    starts = [one.started_on for one in those]
    same = len({(one.due_on, one.started_on, one.met_on, one.status, one.days_late) for one in those}) == 1
    return Between(
        first=first,
        last=last,
        status=first.status if always and len(statuses) == 1 else None,
        days_late=late[0] if always and len(set(late)) == 1 else None,
        days_late_between=(min(late), max(late)),
        agreed=always and same,
        started_between=(min(starts), max(starts)),
        met_between=(min(days), max(days)) if days and len(days) == len(met) else None,
    )


def _readings(events: Sequence[Event], as_at: date) -> Iterator[tuple[Event, ...]]:
    """Every reading that is tried: the facts with one day chosen for each range."""
    places = [place for place, event in enumerate(events) if is_range(event)]
    exact = sorted({event.on for event in events if event.on is not None})
    choices = [_days(events[place], exact, as_at) for place in places]
    if prod(map(len, choices)) > MOST_READINGS:
        choices = [sorted({days[0], days[-1]}) for days in choices]
    if prod(map(len, choices)) > MOST_READINGS:
        ends: list[tuple[date, ...]] = [
            tuple(days[0] for days in choices),
            tuple(days[-1] for days in choices),
        ]
    else:
        ends = list(product(*choices))
    for days in ends:
        if not _in_order(events, places, days):
            continue
        dated = list(events)
        for place, on in zip(places, days, strict=True):
            dated[place] = replace(events[place], on=on, not_before=None, not_after=None)
        yield tuple(dated)


def _days(event: Event, exact: Sequence[date], as_at: date) -> list[date]:
    """The days of a range that are tried. A recorded fact has happened by the day of asking, unless its whole range is later."""
    first, last = event.not_before or date.min, event.not_after or as_at
    if first <= as_at < last:
        last = as_at
    return sorted({first, last, *(on for on in exact if first < on < last)})


def _in_order(events: Sequence[Event], places: Sequence[int], days: Sequence[date]) -> bool:
    """Whether facts with the same range keep the order in which they are given."""
    latest: dict[tuple[date | None, date | None], date] = {}
    for place, on in zip(places, days, strict=True):
        span = (events[place].not_before, events[place].not_after)
        if on < latest.get(span, on):
            return False
        latest[span] = on
    return True
