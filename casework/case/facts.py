"""The facts of a case in the form that statute/ reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from casework.case.law_vocabulary import is_of_law
from casework.case.letter_days import as_told
from casework.case.ordered_dates import moved
from statute.facts import Event, ExceptionClaim, Facts

LAST_REVIEWED = "last_reviewed_on"
"""The field of an opening with the day on which a plan was last reviewed before its case came here."""


def facts_of(events: Iterable[Event]) -> Facts:
    """The facts that the rule packs name, each from the day on which it counts, and the claimed exceptions."""
    told: list[Event] = []
    claims = []
    for event in as_told(events):
        if event.event == "exception_claimed":
            claims.append(_claim(event))
        elif event.event == "mediation_time_agreed":
            _agreed_otherwise(told, event)
        elif event.event == "tribunal_directions":
            _directed_otherwise(told, event)
        elif is_of_law(event.event) and not _before_last_review(event):
            told.append(event)
    return Facts(tuple(told), tuple(claims))


def _before_last_review(event: Event) -> bool:
    """Whether an event is the first plan of a child whose plan was taken over with its last review only.

    Its limits are counted from that review. The reviews before it are not known, so none of them may count as late.
    """
    return event.event == "final_issued" and bool(event.fields.get(LAST_REVIEWED))


def proclaimed(events: Iterable[Event]) -> frozenset[date]:
    """The bank holidays that were proclaimed after the case began, and recorded in it."""
    return frozenset(
        date.fromisoformat(str(event.fields["day"]))
        for event in events
        if event.event == "bank_holiday_proclaimed"
    )


def planned(events: Iterable[Event]) -> dict[tuple[str, str | None], date]:
    """The acknowledged breaches, each with the day by which it is planned to be put right."""
    return {
        (str(event.fields["rule"]), event.fields.get("whose")): date.fromisoformat(
            str(event.fields["planned_on"])
        )
        for event in events
        if event.event == "breach_acknowledged"
    }


def _agreed_otherwise(told: list[Event], event: Event) -> None:
    """Put a time agreed in writing (reg 42(5)) into the last agreement, or the last of the kind that `to` names."""
    to = event.fields.get("to")
    _tell(told, "mediation_agreement", "due_on", event.fields.get("until"), {"to": to} if to else {})


def _directed_otherwise(told: list[Event], event: Event) -> None:
    """Put the days that the Tribunal directed into the appeal and the order.

    It may direct another day than the thirtieth for the response (r.5(3)(a)), and may move the days of its order. The
    day that the order first set stays in the order, with the prefix `first_`.
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
    """Put a day into the last fact with this name whose fields match `of`."""
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
