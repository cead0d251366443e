"""Last days that an order, directions or a written agreement sets in place of the legal period."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from statute.clock import Clock
from statute.facts import Event
from statute.periods import as_date


def day_set_instead(clock: Clock, start: Event) -> date | None:
    """The last day that was agreed, directed or ordered in place of the legal period, or None."""
    return (
        agreed_in_writing(clock, start)
        or directed_by_the_tribunal(clock, start)
        or ordered_by_the_tribunal(clock, start)
    )


def ordered_by_the_tribunal(clock: Clock, start: Event) -> date | None:
    """The day that an order sets for what it orders ("unless the Tribunal directs otherwise", reg 44(2)), or None.

    If an order sets several limits, each has its own field.
    """
    field = clock.period.ordered_by
    if field is None or start.event != "tribunal_order":
        return None
    return as_date(start.fields.get(field))


class Moved(NamedTuple):
    """Directions that moved the day of an order: when they were given, and the day that the order first set."""

    on: date
    first: date | None


def moved_by_the_tribunal(clock: Clock, start: Event) -> Moved | None:
    """The later directions that moved the day of an order (r.5(3)(a) and r.6), or None if the order's day is unchanged."""
    if ordered_by_the_tribunal(clock, start) is None:
        return None
    field = clock.period.ordered_by
    on = as_date(start.fields.get(f"{field}_directed_on"))
    return None if on is None else Moved(on, as_date(start.fields.get(f"first_{field}")))


def directed_by_the_tribunal(clock: Clock, start: Event) -> date | None:
    """The day that the Tribunal directed for the response to an appeal (r.5(3)(a)), or None."""
    field = clock.period.directed_by
    return None if field is None else as_date(start.fields.get(field))


def agreed_in_writing(clock: Clock, start: Event) -> date | None:
    """The day that the parties to a mediation agreed in writing for carrying out their agreement (reg 42(5)), or None."""
    field = clock.period.agreed_by
    if field is None or start.event != "mediation_agreement":
        return None
    return as_date(start.fields.get(field))
