"""The facts of a case as the statute reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from casework.case.law_vocabulary import is_of_law
from casework.case.ordered_dates import moved
from statute.facts import Event, ExceptionClaim, Facts


def facts_of(events: Iterable[Event]) -> Facts:
    """What the statute is asked: the facts of its vocabulary, and the exceptions that were claimed."""
    told: list[Event] = []
    claims = []
    for event in events:
        if event.event == "exception_claimed":
            claims.append(_claim(event))
        elif event.event == "mediation_time_agreed":
            _agreed_otherwise(told, event)
        elif event.event == "tribunal_directions":
            _directed_otherwise(told, event)
        elif is_of_law(event.event):
            told.append(event)
    return Facts(tuple(told), tuple(claims))


def proclaimed(events: Iterable[Event]) -> frozenset[date]:
    """The bank holidays that were proclaimed after the case began, and recorded in it with their reason."""
    return frozenset(
        date.fromisoformat(str(event.fields["day"]))
        for event in events
        if event.event == "bank_holiday_proclaimed"
    )


def planned(events: Iterable[Event]) -> dict[tuple[str, str | None], date]:
    """The breaches that were acknowledged, with the day by which each was last planned to be made good."""
    return {
        (str(event.fields["rule"]), event.fields.get("whose")): date.fromisoformat(
            str(event.fields["planned_on"])
        )
        for event in events
        if event.event == "breach_acknowledged"
    }


def _agreed_otherwise(told: list[Event], event: Event) -> None:
    """Another time agreed in writing belongs to the agreement that it is about: of one kind, or the last (reg 42(5))."""
    to = event.fields.get("to")
    _tell(told, "mediation_agreement", "due_on", event.fields.get("until"), {"to": to} if to else {})


def _directed_otherwise(told: list[Event], event: Event) -> None:
    """The Tribunal may direct another day for the response than the thirtieth (r.5(3)(a)), and move what it has ordered.

    The day that the order itself set stays in it, under the name with `first_` before it.
    """
    _tell(told, "appeal_registered", "response_by", event.fields.get("response_by"), {})
    for name, to in moved(event.fields).items():
        order = next((one for one in reversed(told) if one.event == "tribunal_order"), None)
        first = f"first_{name}"
        if order is not None and f"{name}_directed_on" not in order.fields:
            _tell(told, "tribunal_order", first, order.fields.get(name), {})
        _tell(told, "tribunal_order", name, to, {})
        _tell(told, "tribunal_order", f"{name}_directed_on", event.on, {})


def _tell(told: list[Event], name: str, field: str, day: Any, of: Mapping[str, Any]) -> None:
    """Put a day into the last fact of a name that is of some kind."""
    if not day:
        return
    for place in range(len(told) - 1, -1, -1):
        fields = told[place].fields
        if told[place].event == name and all(fields.get(key) == value for key, value in of.items()):
            on = day if isinstance(day, date) else date.fromisoformat(str(day))
            told[place] = replace(told[place], fields={**fields, field: on})
            return


def _claim(event: Event) -> ExceptionClaim:
    def day(name: str) -> date | None:
        written = event.fields.get(name)
        return date.fromisoformat(str(written)) if written else None

    return ExceptionClaim(
        ground=str(event.fields["ground"]),
        from_=day("from"),
        to=day("to"),
        because=event.fields.get("because"),
        evidence=event.fields.get("evidence"),
        approved_by=event.fields.get("approved_by"),
        family_told_on=day("family_told_on"),
        of=event.of,
        advice_asked_on=day("advice_asked_on"),
        closed_from=day("closed_from"),
        reopens_on=day("reopens_on"),
        missed_on=day("missed_on"),
    )
