"""What is known of a case: events with their dates, and the exceptions that are claimed.

Only the standard library is imported and nothing is read, so that these types can be used anywhere, a workflow
included.
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

    `on` is None for an act that is known to be done but whose date nobody recorded, as in a case taken over in
    mid-flow; `not_after` is then the latest day on which it can have happened. With `not_before` as well, its day is known to
    lie between the two, such as in a month (statute.ranges). `of` says whose (which adviser, which setting). `fields` holds
    the event's own particulars, such as `source`, `to` or `decision`.
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
    """An exception that somebody claims under the regulations: a ground, and the proofs that it needs.

    A claim is only a claim: `statute.exceptions` says whether it excuses a limit. `from_` and `to` are the first
    and the last day of what happened. A closure ground may also give the day on which advice was asked for, the
    first closed day and the day of re-opening; a missed appointment its day and the adviser (`of`).
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
    """Everything that is known of one case. The order of events on one day is the order given."""

    events: tuple[Event, ...]
    exceptions: tuple[ExceptionClaim, ...] = ()


REQUEST = ("request_received", "authority_responsible")
"""The facts that a case begins with."""
Dated = tuple[date, Event]
"""An event that has a date, with that date before it."""

day_of = itemgetter(0)


class InOrder(NamedTuple):
    """The events of a case put in order: those with a date, oldest first and by name, and those without one."""

    dated: list[Dated]
    by_name: dict[str, list[Dated]]
    undated: list[Event]


def in_order(events: Sequence[Event]) -> InOrder:
    """Events put in order of their dates; events of one day stay in the order given."""
    dated = [(event.on, event) for event in events if event.on is not None]
    undated = [event for event in events if event.on is None] if len(dated) < len(events) else []
    dated.sort(key=day_of)
    return InOrder(dated, by_name(dated), undated)


def by_name(dated: Iterable[Dated]) -> dict[str, list[Dated]]:
    """Dated events under their names, in the order given."""
    named: dict[str, list[Dated]] = {}
    for pair in dated:
        name = pair[1].event
        if name in named:
            named[name].append(pair)
        else:
            named[name] = [pair]
    return named


def is_appealable(event: Event) -> bool:
    """Whether a decision after a review can be appealed: one to amend cannot, until the plan is amended."""
    return event.event != "review_decision" or event.fields.get("decision") in ("maintain", "cease")
