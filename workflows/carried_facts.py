"""The facts of a case as they are carried from one run to the next."""

from __future__ import annotations

from statute.facts import Event
from workflows.messages import CarriedAct


def event_of(fact: CarriedAct) -> Event:
    """Return the fact that was carried."""
    return Event(fact.event, fact.on, fact.of, fact.fields, fact.not_after)


def carried_act(event: Event) -> CarriedAct:
    """Return a fact in the form in which it is carried."""
    return CarriedAct(
        event=event.event, on=event.on, of=event.of, fields=dict(event.fields), not_after=event.not_after
    )
