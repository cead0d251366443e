"""What comes in a mediation when nobody acts: who is told that something is not done, and what becomes a fact.

The 30 days of reg 36 and the limits of what was agreed (reg 42) are the law's; the days by which a mediator should have
accepted, a session be confirmed and an agreement be written down are targets of the process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from casework.actions import Act
from casework.agenda import Clock
from casework.dispute import DAY, Clocks
from casework.mediation import Mediation, after, told
from casework.telling import ProceedingMoment, ToCase
from statute.facts import Event
from statute.words import capital

MEDIATORS_DAYS, SESSION_DAYS, WRITING_DAYS = 7, 16, 7
"""Calendar days from the request by which a mediator should have accepted, and a session be confirmed, and from the
mediation by which what was agreed should be recorded. Targets of the process: the law knows the 30 days alone."""
_MISSING = "agreement_missing"


def next_moment(mediation: Mediation, done: frozenset[str], clocks: Clocks) -> ProceedingMoment | None:
    """What is told next unless somebody acts first."""
    if mediation.is_over:
        return None
    if mediation.agreement_is_open:
        return _late_moment(clocks.do_by, done)
    held = mediation.fact("mediation_held")
    if mediation.agreement_is_missing and held is not None and held.on is not None and _MISSING not in done:
        said = "if the agreement is not recorded, the officer and the manager are told"
        return ProceedingMoment(held.on + WRITING_DAYS * DAY, _MISSING, said)
    asked = mediation.fact("mediation_requested")
    settled = mediation.fact("mediation_held", "mediation_not_arranged", "mediation_certificate")
    if asked is not None and asked.on is not None and settled is None:
        return _arranging_moment(mediation, asked.on, done, clocks.arrange_by)
    waiting = asked is not None and mediation.fact("mediation_certificate") is None
    if waiting or clocks.appeal_by is None or "lapsed" in done:
        return None
    return ProceedingMoment(
        clocks.appeal_by + DAY, "lapsed", "if nothing more is asked for, the mediation ends"
    )


def _late_moment(to_do: tuple[date, ...], done: frozenset[str]) -> ProceedingMoment | None:
    """The next last day of something that was agreed. A mediation of before several were told apart has told all."""
    said = "if what was agreed is not done, the officer and the manager are told"
    coming = (ProceedingMoment(by + DAY, f"agreement_late:{by.isoformat()}", said) for by in to_do)
    return next((one for one in coming if not {one.kind, "agreement_late"} & done), None)


def _arranging_moment(
    mediation: Mediation, asked_on: date, done: frozenset[str], arrange_by: date | None
) -> ProceedingMoment | None:
    coming = []
    if not mediation.accepted:
        said = "if no mediator has accepted, the officer and the manager are told"
        coming.append(ProceedingMoment(asked_on + MEDIATORS_DAYS * DAY, "no_mediator", said))
    if mediation.session_on is None:
        said = "if no session is confirmed, the officer and the manager are told"
        coming.append(ProceedingMoment(asked_on + SESSION_DAYS * DAY, "no_session", said))
    if arrange_by is not None:
        said = (
            "if mediation is not held, the adviser is told that it could not be arranged in 30 days (reg 36)"
        )
        coming.append(ProceedingMoment(arrange_by + DAY, "not_arranged", said))
    return next((moment for moment in coming if moment.kind not in done), None)


def came(mediation: Mediation, kind: str, today: date) -> tuple[Mediation, tuple[ToCase, ...]]:
    """The mediation once a moment has come, and what the case is told of it."""
    match kind:
        case "lapsed":
            fields = {"mediation": mediation.id, "why": kind}
            telling = (ToCase(mediation.case, "mediation_ended", fields),)
            return replace(mediation, ended_why=kind), telling if mediation.fact(
                "mediation_requested"
            ) else ()
        case "not_arranged":
            act = Act("mediation_not_arranged", today)
            return after(mediation, act), told(mediation, act)
    return mediation, (waits(mediation, kind.partition(":")[0]),)


def waits(mediation: Mediation, why: str) -> ToCase:
    """What the case is told of something that is not done."""
    return ToCase(mediation.case, "mediation_waits", {"mediation": mediation.id, "why": why})


NONE_LISTED = "no mediator of the authority's list can be invited; the officer and the manager were told"
"""What is recorded where nobody is left to invite."""


def said_of_moment(kind: str) -> str:
    """A moment in words."""
    if kind == "lapsed":
        return "the time to take the decision further is over, and the mediation ended"
    return {
        "no_mediator": "no mediator has accepted yet; the officer and the manager were told",
        "no_session": "no session is confirmed yet; the officer and the manager were told",
        "not_arranged": "mediation was not held in 30 days; the adviser is told that it cannot be arranged",
        _MISSING: "something was agreed and the agreement is not recorded; the officer and the manager were told",
        "agreement_late": "what was agreed was not done in time; the officer and the manager were told",
    }.get(kind.partition(":")[0], capital(kind))


_ARRANGING = ("reg34.", "reg35.", "reg36.", "reg39.")


def let_go(clocks: Iterable[Clock], events: Iterable[Event]) -> frozenset[tuple[str, str | None, date]]:
    """The limits of arranging that nobody is chased for any more: of a mediation that has ended. They stay as they are."""
    ended = [event.on for event in events if event.event == "mediation_ended" and event.on is not None]
    last = max(ended, default=None)
    if last is None:
        return frozenset()
    return frozenset(
        (clock.rule, clock.of, clock.due_on)
        for clock in clocks
        if clock.rule.startswith(_ARRANGING) and clock.started_on <= last
    )
