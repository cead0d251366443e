"""Texts for the Temporal UI about a case, without personal data and unencrypted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from casework.case.acts import CATALOGUE, in_brackets
from casework.case.openings import REQUESTS, opening_clause
from casework.case.stages import STAGE_CLAUSES, Stage
from statute.local_time import london_date
from statute.words import capital, long_date, short_date
from workflows.messages import ActDone, MomentMessage, Outlook, Transition
from workflows.summaries import Shown

_TOLD = {
    "case_officer": "the case officer",
    "team_manager": "the team manager",
    "head_of_service": "the head of service",
    "service_manager": "the manager of the service",
    "adviser": "the adviser",
    "setting": "the setting",
}


def title(
    received_on: date | None, event: str = "request_received", fields: Mapping[str, Any] | None = None
) -> Shown:
    """The summary of a case workflow, from the fact that opened it, its day and its fields."""
    if event not in REQUESTS:
        when = f" on {short_date(received_on)}" if received_on else ""
        return Shown(f"EHC plan that is maintained: {opening_clause(event, fields or {})}{when}")
    when = f" received {short_date(received_on)}" if received_on else " taken over"
    return Shown(f"EHC needs assessment, request{when}")


ABOUT = Shown(
    "One request for an education, health and care plan, from receipt to final plan. Updates are officers' acts. "
    "The one timer waits for the next moment on the agenda: a reminder, an alert or the end of a window."
)
"""The details of a case workflow."""


def details(case_id: str, stage: Stage, waiting_for: str, outlook: Outlook) -> Shown:
    """The current details of a case, in a few lines."""
    lines = [f"**{case_id}**: {STAGE_CLAUSES[stage]}.", f"Waiting for {waiting_for}."]
    if outlook.next_due_on and outlook.next_due:
        breached = " **The limit is breached.**" if outlook.breached else ""
        lines.append(f"Next limit: {outlook.next_due}, {long_date(outlook.next_due_on)}.{breached}")
    if outlook.next_at is not None:
        lines.append(
            f"Next moment, {long_date(london_date(outlook.next_at))}: {moments_in_words(outlook.moments)}"
        )
    return Shown("\n\n".join(lines))


def timer_in_words(moments: Iterable[MomentMessage]) -> str:
    """What a timer waits for, naming each limit once. The details name the adviser; changing them adds no event."""
    return " ".join(dict.fromkeys(_moment(moment.model_copy(update={"of": None})) for moment in moments))


_ACTS_SHOWN = 12
"""The most acts in one summary: the server refuses a longer one."""


def moments_in_words(moments: Sequence[MomentMessage]) -> Shown:
    """The next moments, each with its adviser or setting."""
    return Shown(
        " ".join(_moment(moment) for moment in moments[:3])
        + (f" And {len(moments) - 3} more." if len(moments) > 3 else "")
    )


def _moment(moment: MomentMessage) -> str:
    whose = in_brackets(moment.of, moment.whose)
    due = f"{long_date(moment.due_on)} ({moment.citation})"
    told = " and ".join(_TOLD[role] for role in moment.roles)
    told += " is" if len(moment.roles) == 1 else " are"
    match moment.kind:
        case "window_closed":
            return f"{moment.title}{whose}: the time for it ends on {due}."
        case "reminder":
            return (
                f"{moment.title}{whose}: due {due}; {_working_days(-moment.step)} before it, {told} reminded."
            )
        case "chase":
            return f"{moment.title}{whose}: due {due}; {told} asked for it again."
        case "breach_alert":
            return f"{moment.title}{whose}: due {due}; if it is not done, {told} told of the breach."
        case "not_answered":
            return f"{moment.title}{whose}: expected by {due}; if there is no answer, {told} told."
        case "breach_continues":
            return f"{moment.title}{whose}: due {due} and still not done; {told} told again."


def _working_days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"


def recording_in_words(transitions: Iterable[Transition]) -> Shown:
    """The summary of an activity that records transitions."""
    return Shown("Write down: " + "; ".join(_transition(transition) for transition in transitions))


def _transition(transition: Transition) -> str:
    if transition.opening is not None:
        opening = transition.opening
        said = opening_clause(opening.event, opening.fields)
        return said + (f" on {short_date(opening.on)}" if opening.on else "")
    if transition.acts:
        told = ", ".join(_act(act) for act in transition.acts[:_ACTS_SHOWN])
        more = len(transition.acts) - _ACTS_SHOWN
        return told + (f", and {more} more" if more > 0 else "")
    if transition.refusal is not None:
        return "an act from another system was refused"
    return capital("; ".join(f"{m.kind.replace('_', ' ')}: {m.title}" for m in transition.moments))


def _act(act: ActDone) -> str:
    action = CATALOGUE[act.action]
    when = f" on {short_date(act.on)}" if act.on else " (assumed done)"
    return f"{action.said}{in_brackets(act.of, action.of)}{when}"


def steps_in_words(texts: Iterable[str]) -> Shown:
    """The summary of an activity that records the steps of a process."""
    return Shown("Write down: " + "; ".join(texts))
