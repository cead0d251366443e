"""How a fact of law goes to a plan, as the act `plan_told`, and from it to the processes that it began, as `plan_changed`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.case.actions import Act, Action, Field
from casework.case.particulars import is_code
from casework.case.statutory_acts import STATUTORY_ACTS
from statute.facts import Event

_FACT = (
    Field("event", "code", True, asks="What happened"),
    Field("about", "id", asks="What it is about"),
    Field("day", "date", asks="The day it happened"),
    Field("given", "ids", asks="Its details, each as name:value"),
)
PLAN_CHANGED = Action(
    "plan_changed",
    "Record what happened in the life of the plan",
    "something happened in the life of the plan",
    frozenset(),
    fields=_FACT,
)
"""The act of a process that hears from its plan; such a kind adds it to its acts."""
PLAN_TOLD = Action(
    "plan_told",
    "Record what happened to the plan",
    "something happened to the plan",
    frozenset(),
    fields=_FACT,
)
"""The act of a plan that is told a fact by its case or by a process."""
JOINED = "process_begun"
"""The fact that people began a process for a plan in force. It names the process."""
TAUGHT = "school_year_taught"
"""The fact that says in which national curriculum year the child is taught (`school_year`, as digits). It is not a fact of the law."""
PLAN_ENDED = "plan_ended"
"""The fact that a plan ended, but not because the child died, moved away or became too old."""
_MARK = ":"
_SAID: Mapping[str, str] = {
    JOINED: "people began a process for the plan",
    TAUGHT: "the year in which the child is taught was recorded",
    PLAN_ENDED: "the plan ended",
}


def as_act(fact: Event, today: date, action: Action = PLAN_CHANGED) -> Act:
    """Return the act that passes a fact on: to a process of the plan or, with PLAN_TOLD, to the plan."""
    given = [pair for name, value in fact.fields.items() if (pair := _pair(name, value)) is not None]
    fields = {"event": fact.event, "day": (fact.on or today).isoformat()}
    if fact.of is not None:
        fields["about"] = fact.of
    return Act(action.name, today, None, {**fields, **({"given": given} if given else {})})


def fact_in_words(fact: Event) -> str:
    """Return a fact in the life of a plan as a clause, in the words of the act of a case that it is."""
    known = STATUTORY_ACTS.get(fact.event)
    return known.said if known is not None else _SAID.get(fact.event, fact.event.replace("_", " "))


def fact_in(act: Act) -> Event:
    """Return the fact of the plan that an act passes on. Flags are True or False again; every other value is text.

    A detail that is not written as name:value is left out.
    """
    pairs = (str(one).partition(_MARK) for one in act.fields.get("given", ()))
    given = {name: value for name, mark, value in pairs if mark}
    read = {"true": True, "false": False}
    fields = {name: read.get(value, value) for name, value in given.items()}
    day = act.fields.get("day")
    on = date.fromisoformat(str(day)) if day else act.on
    about = act.fields.get("about")
    return Event(str(act.fields["event"]), on, str(about) if about is not None else None, fields)


def _pair(name: str, value: object) -> str | None:
    """Return a detail as name:value; None if it is no code, id, day, number or flag, or is too long to pass on."""
    written = f"{name}{_MARK}{str(value).lower() if isinstance(value, bool) else value}"
    return written if is_code(written) else None
