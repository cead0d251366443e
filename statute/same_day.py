"""Merge facts of one day that are one act, such as one letter to the Tribunal that concedes several things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from statute.facts import Dated, Event, InOrder, by_name


def merge_same_day(facts: InOrder, fields: Mapping[str, str]) -> InOrder:
    """Merge facts that have the same name and day.

    `fields` names the facts to merge, each with the field whose values are collected.
    """
    if facts.by_name.keys().isdisjoint(fields):
        return facts
    repeated = [name for name in fields if len(facts.by_name.get(name, ())) > 1]
    if not repeated:
        return facts
    found: list[Dated] = []
    for day, event in facts.dated:
        if event.event not in repeated:
            found.append((day, event))
            continue
        same_day = [one for on, one in facts.by_name[event.event] if on == day]
        if event is same_day[0]:
            found.append((day, _one(same_day, fields[event.event])))
    return InOrder(found, by_name(found), facts.undated)


def _one(events: Sequence[Event], field: str) -> Event:
    if len(events) == 1:
        return events[0]
    fields: dict[str, Any] = {}
    values: list[Any] = []
    for event in events:
        fields.update(event.fields)
        value = event.fields.get(field)
        values += [
            one for one in (value if isinstance(value, list | tuple) else (value,)) if one not in values
        ]
    return Event(events[0].event, events[0].on, events[0].of, {**fields, field: values})
