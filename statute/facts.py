"""What is known about a case: events with their dates, and the exceptions that are claimed.

This module imports only the standard library and reads no file, so that workflows can use these types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, on a local calendar day.

    `on` is None for an act that is known to be done but has no recorded date, as in a case taken over part-way;
    `not_after` is then the latest day on which it can have happened. If `not_before` is given too, the day lies between the
    two, for example within a month (statute.ranges). `of` names the adviser or setting. `fields` holds the event's own
    details, such as `source`, `to` or `decision`.
    """

    event: str
    on: date | None
    of: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    not_after: date | None = None
    not_before: date | None = None

    def __hash__(self) -> int:
        return hash((self.event, self.on, self.of, self.not_after, self.not_before))


@dataclass(frozen=True, slots=True)
class ExceptionClaim:
    """An exception claimed under the regulations: a ground, and the proofs that it needs.

    `statute.exceptions` decides whether it excuses a limit. `from_` and `to` are the first and the last day of what
    happened. A claim about a closure may also give the day on which advice was asked for, the first closed day and the
    day of re-opening; a claim about a missed appointment may give its day and the adviser (`of`).
    """

    ground: str
    from_: date | None = None
    to: date | None = None
    because: str | None = None
    evidence: str | None = None
    approved_by: str | None = None
    family_told_on: date | None = None
    of: str | None = None
    advice_asked_on: date | None = None
    closed_from: date | None = None
    reopens_on: date | None = None
    missed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is known about one case. Events of one day keep the order in which they are given."""

    events: tuple[Event, ...]
    exceptions: tuple[ExceptionClaim, ...] = ()


REQUEST = ("request_received", "authority_responsible")
"""The facts that begin a case."""
Dated = tuple[date, Event]
"""A date and the event of that date."""

day_of = itemgetter(0)


class InOrder(NamedTuple):
    """The events of a case: those with a date, oldest first and by name, and those without a date."""

    dated: list[Dated]
    by_name: dict[str, list[Dated]]
    undated: list[Event]


def in_order(events: Sequence[Event]) -> InOrder:
    """Sort events by date; events of one day keep the order in which they are given."""
    dated = [(event.on, event) for event in events if event.on is not None]
    undated = [event for event in events if event.on is None] if len(dated) < len(events) else []
    dated.sort(key=day_of)
    return InOrder(dated, by_name(dated), undated)


def by_name(dated: Iterable[Dated]) -> dict[str, list[Dated]]:
    """Group dated events by name, in the order given."""
    named: dict[str, list[Dated]] = {}
    for pair in dated:
        name = pair[1].event
        if name in named:
            named[name].append(pair)
        else:
            named[name] = [pair]
    return named


def is_appealable(event: Event) -> bool:
    """Whether a decision can be appealed. A review decision to amend cannot, until the plan is amended."""
    return event.event != "review_decision" or event.fields.get("decision") in ("maintain", "cease")
