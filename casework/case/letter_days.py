"""The day on which the letter of an act left. An act that tells the family counts from that day.

Such an act is recorded on the day on which it is decided. If its letter leaves later, because it waits for a fact, is held
or came back, the service records that in the case. Until the letter leaves, the act counts for no limit. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from casework.case.actions import Act, Action, Field
from casework.case.stages import OPEN
from statute.facts import Event
from statute.words import short_date

NOT_LEFT, LEFT = "letter_not_left", "letter_left"
_FIELDS = (
    Field("act", "code", True, asks="The act that the letter tells"),
    Field("recorded_on", "date", True, asks="The day on which the act was recorded"),
)
LETTER_DAY_ACTS: tuple[Action, ...] = (
    Action(
        NOT_LEFT,
        "Record that the letter of an act has not left",
        "the letter of an act has not left",
        OPEN,
        fields=_FIELDS,
    ),
    Action(
        LEFT,
        "Record that the letter of an act left later",
        "the letter of an act left later",
        OPEN,
        fields=_FIELDS,
    ),
)
"""The acts about letters that left late. The service records them; people do not."""
LETTER_DAYS: frozenset[str] = frozenset(action.name for action in LETTER_DAY_ACTS)
"""Their names."""


class Counted(NamedTuple):
    """From which day an act counts: None while its letter has not left."""

    on: date | None


def letter_act(name: str, on: date, action: str, recorded_on: date) -> Act:
    """The act that records that the letter of another act left on a day, or had not left by it."""
    return Act(name, on, None, {"act": action, "recorded_on": recorded_on.isoformat()})


def later_days(events: Sequence[Event]) -> dict[int, Counted]:
    """The facts that do not count from their own day, by their place in the list."""
    found: dict[int, Counted] = {}
    for place, event in enumerate(events):
        if event.event in LETTER_DAYS:
            told = _told_by(event, events[:place])
            if told is not None:
                found[told] = Counted(event.on if event.event == LEFT else None)
    return found


def as_told(events: Iterable[Event]) -> tuple[Event, ...]:
    """The facts with the days on which the family was told of them. Those of which it is not told yet are left out."""
    known = tuple(events)
    later = later_days(known)
    if not later:
        return known
    counted = ((event, later.get(place, Counted(event.on))) for place, event in enumerate(known))
    return tuple(
        event if day.on == event.on else replace(event, on=day.on)
        for event, day in counted
        if day.on is not None or event.on is None
    )


def with_letters_leaving(events: Iterable[Event], today: date) -> tuple[Event, ...]:
    """The facts as they are if every letter that has not left leaves today."""
    known = tuple(events)
    waiting = [place for place, day in later_days(known).items() if day.on is None]
    leaving = (letter_act(LEFT, today, known[place].event, _day(known[place])) for place in waiting)
    return (*known, *(Event(act.action, act.on, None, act.fields) for act in leaving))


def not_told(events: Sequence[Event], action: str) -> bool:
    """Whether the letter of the last act of this name has not left."""
    later = later_days(events)
    last = max((place for place, event in enumerate(events) if event.event == action), default=None)
    return (
        last is not None
        and later.get(last, Counted(events[last].on)).on is None
        and events[last].on is not None
    )


def letters_not_left(events: Sequence[Event]) -> tuple[Event, ...]:
    """The acts whose letters have not left, in the order of recording."""
    return tuple(events[place] for place, day in sorted(later_days(events).items()) if day.on is None)


def letter_day_sentence(act: Act, actions: Mapping[str, Action]) -> str:
    """The line of the ledger about a letter that left late."""
    action = actions.get(str(act.fields["act"]))
    title = action.title if action is not None else str(act.fields["act"])
    recorded_on = date.fromisoformat(str(act.fields["recorded_on"]))
    if act.action == NOT_LEFT or act.on is None:
        return not_left_sentence(title, recorded_on)
    when, left_on = short_date(recorded_on), short_date(act.on)
    return f'The letter of {when} ("{title}") left on {left_on}, so the act counts from that day.'


def not_left_sentence(title: str, recorded_on: date) -> str:
    """What a person reads about a letter that has not left."""
    return f'The letter of {short_date(recorded_on)} ("{title}") has not left; the limit is still running.'


def _told_by(letter: Event, before: Sequence[Event]) -> int | None:
    fields: Mapping[str, Any] = letter.fields
    for place in range(len(before) - 1, -1, -1):
        event = before[place]
        if event.event == fields.get("act") and str(event.on) == str(fields.get("recorded_on")):
            return place
    return None


def _day(event: Event) -> date:
    assert event.on is not None  # an act without a day has no letter
    return event.on
