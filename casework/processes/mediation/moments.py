"""The moments of a mediation: alerts when something is not done, and the end of the 30 days.

The 30 days of reg 36 and the limits of an agreement (reg 42) are legal limits. The days by which a mediator should accept,
a session be confirmed and an agreement be recorded are targets of the process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from casework.case.clock import Clock
from casework.disputes.clocks import STEPS
from casework.disputes.dispute import DAY, Clocks
from casework.processes.mediation import deemed_certificate
from casework.processes.mediation.mediation import Mediation, after, told
from casework.processes.telling import ProcessMoment, ToCase
from statute.clock_roles import ClockRole
from statute.facts import Event
from statute.words import capital, short_date

MEDIATORS_DAYS, SESSION_DAYS, WRITING_DAYS = 7, 16, 7
"""Targets in calendar days: from the request until a mediator accepts and until a session is confirmed, and from the
mediation until the agreement is recorded. The law sets only the 30 days."""
_MISSING = "agreement_missing"
_STEP_OVER = {
    "certificate": "the mediation certificate was due on {}, and is not recorded as issued",
    "health_body": "the health body had to be told of the mediation by {}, and that is not recorded",
    "health_mediation": "the health body had to arrange mediation by {}, and it is not recorded as held",
}


def next_moment(mediation: Mediation, done: frozenset[str], clocks: Clocks) -> ProcessMoment | None:
    """The next moment, which comes unless a person acts first."""
    if mediation.is_over:
        return None
    coming = [*_steps_over(clocks), _of_its_own(mediation, done, clocks)]
    left = [moment for moment in coming if moment is not None and moment.kind not in done]
    return min(left, key=lambda moment: moment.on, default=None)


def _steps_over(clocks: Clocks) -> list[ProcessMoment]:
    """The ends of the time for legal steps of others. The case alerts about them; after it has closed, the mediation does."""
    said = "if it is not recorded as done, the time for it is over"
    return [ProcessMoment(by + DAY, f"{STEPS[role]}_over:{by.isoformat()}", said) for role, by in clocks.owed]


def late_step(event: str, clocks: Clocks, today: date) -> tuple[str, date] | None:
    """The late step of a moment and its last day; None if the moment is another one, or the step is done."""
    what = event.removesuffix("_over")
    over = [by for role, by in clocks.owed if STEPS[role] == what and by < today]
    return (f"{what}_late", max(over)) if over else None


def _of_its_own(mediation: Mediation, done: frozenset[str], clocks: Clocks) -> ProcessMoment | None:
    """The next moment of the mediation's own."""
    if mediation.agreement_is_open:
        return _late_moment(clocks.do_by, done)
    held = mediation.fact("mediation_held")
    if mediation.agreement_is_missing and held is not None and held.on is not None and _MISSING not in done:
        said = "if the agreement is not recorded, the officer and the manager are told"
        return ProcessMoment(held.on + WRITING_DAYS * DAY, _MISSING, said)
    asked = mediation.fact("mediation_requested")
    settled = mediation.fact("mediation_held", "mediation_not_arranged", "mediation_certificate")
    if asked is not None and asked.on is not None and settled is None:
        return _arranging_moment(mediation, asked.on, done, clocks.arrange_by)
    waiting = asked is not None and mediation.fact("mediation_certificate") is None
    if waiting or clocks.appeal_by is None or "lapsed" in done:
        return None
    return ProcessMoment(clocks.appeal_by + DAY, "lapsed", "if nothing more is requested, the mediation ends")


def _late_moment(to_do: tuple[date, ...], done: frozenset[str]) -> ProcessMoment | None:
    """The moment after the next last day of an agreed action.

    A mediation from a time when such moments had no date in their kind has already sent all of them.
    """
    said = "if what was agreed is not done, the officer and the manager are told"
    coming = (ProcessMoment(by + DAY, f"agreement_late:{by.isoformat()}", said) for by in to_do)
    return next((one for one in coming if not {one.kind, "agreement_late"} & done), None)


def _arranging_moment(
    mediation: Mediation, asked_on: date, done: frozenset[str], arrange_by: date | None
) -> ProcessMoment | None:
    coming = []
    if not mediation.accepted:
        said = "if no mediator has accepted, the officer and the manager are told"
        coming.append(ProcessMoment(asked_on + MEDIATORS_DAYS * DAY, "no_mediator", said))
    if mediation.session_on is None:
        said = "if no session is confirmed, the officer and the manager are told"
        coming.append(ProcessMoment(asked_on + SESSION_DAYS * DAY, "no_session", said))
    if arrange_by is not None:
        coming.append(deemed_certificate.end_of_the_30_days(arrange_by))
    return next((moment for moment in coming if moment.kind not in done), None)


def after_moment(mediation: Mediation, kind: str, today: date) -> tuple[Mediation, tuple[ToCase, ...]]:
    """The mediation after a moment, and what to report to the case."""
    if is_step_over(kind):
        return mediation, ()
    match kind:
        case "lapsed":
            fields = {"mediation": mediation.id, "why": kind}
            telling = (ToCase(mediation.case, "mediation_ended", fields),)
            return replace(mediation, ended_why=kind), telling if mediation.fact(
                "mediation_requested"
            ) else ()
        case deemed_certificate.NOT_ARRANGED:
            act = deemed_certificate.cannot_be_arranged(today)
            return after(mediation, act), told(mediation, act)
    return mediation, (waits(mediation, kind.partition(":")[0]),)


def is_step_over(kind: str) -> bool:
    """Whether a moment is the end of the time for a legal step."""
    return kind.partition(":")[0].removesuffix("_over") in _STEP_OVER


def waits(mediation: Mediation, why: str) -> ToCase:
    """What to report to the case about something that is not done."""
    return ToCase(mediation.case, "mediation_waits", {"mediation": mediation.id, "why": why})


NONE_LISTED = "no mediator on the authority's list can be invited; the officer and the manager were told"
"""The ledger text if no one is left to invite."""


def moment_text(kind: str) -> str:
    """The text of a moment for the ledger."""
    event, _, about = kind.partition(":")
    if is_step_over(kind):
        return _STEP_OVER[event.removesuffix("_over")].format(short_date(date.fromisoformat(about)))
    if kind == "lapsed":
        return "the time to dispute the decision is over, and the mediation ended"
    return {
        "no_mediator": "no mediator has accepted yet; the officer and the manager were told",
        "no_session": "no session is confirmed yet; the officer and the manager were told",
        "not_arranged": "mediation was not held within 30 days; the adviser was told that it cannot be arranged",
        _MISSING: "something was agreed but the agreement is not recorded; the officer and the manager were told",
        "agreement_late": "what was agreed was not done in time; the officer and the manager were told",
    }.get(event, capital(kind))


_ARRANGING = frozenset({*STEPS, ClockRole.ARRANGE_MEDIATION})


def dropped_limits(
    clocks: Iterable[Clock], events: Iterable[Event]
) -> frozenset[tuple[str, str | None, date]]:
    """The limits of arranging a mediation that has ended. They keep their status but are no longer alerted."""
    ended = [event.on for event in events if event.event == "mediation_ended" and event.on is not None]
    last = max(ended, default=None)
    if last is None:
        return frozenset()
    return frozenset(
        (clock.rule, clock.of, clock.due_on)
        for clock in clocks
        if clock.role in _ARRANGING and clock.started_on <= last
    )
