"""The facts of a case as the statute reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from casework.acts import PROCESS_ONLY
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
        elif event.event not in PROCESS_ONLY:
            told.append(event)
    return Facts(tuple(told), tuple(claims))


def proclaimed(events: Iterable[Event]) -> frozenset[date]:
    """The bank holidays that were proclaimed after the case began, and recorded in it with their reason."""
    return frozenset(
        date.fromisoformat(str(event.fields["day"]))
        for event in events
        if event.event == "bank_holiday_proclaimed"
    )


def _agreed_otherwise(told: list[Event], event: Event) -> None:
    """Another time agreed in writing belongs to the agreement that it is about, the last before it (reg 42(5))."""
    for place in range(len(told) - 1, -1, -1):
        if told[place].event == "mediation_agreement":
            until = date.fromisoformat(str(event.fields["until"]))
            told[place] = replace(told[place], fields={**told[place].fields, "due_on": until})
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
