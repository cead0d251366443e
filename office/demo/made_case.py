"""Play a planned case on virtual time up to an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from casework.access.permissions import OPERATOR
from office.demo.planned import PlannedAct, PlannedCase
from office.demo.virtual_case import VirtualCase
from office.intake import Request, request_of
from office.office import intake_of, opening_of
from records.people import Intake
from statute.local_time import start_of_day

_MORNING = timedelta(hours=9)
_BETWEEN_ACTS = timedelta(minutes=11)
_NOTE_DIGITS = 16


@dataclass(frozen=True, slots=True)
class MadeCase:
    """A case that was played: its request as it is stored and as it was written, its transitions, and its free texts by id.

    `plan_ended_on` is the day on which the plan ended that the case is about, if it has ended by then.
    """

    intake: Intake
    request: Request
    case: VirtualCase
    texts: dict[str, str]
    plan_ended_on: date | None = None


def note_of(case_id: str, place: int, name: str) -> str:
    """Return the id of a text of an act, by the place of the act in its case and the field that it fills."""
    return f"note-{sha256(f'{case_id}/{place}/{name}'.encode()).hexdigest()[:_NOTE_DIGITS]}"


def made(planned: PlannedCase, until: datetime) -> MadeCase:
    """Return a planned case as it is at an instant. Raises ActRefused for a plan that the guard refuses."""
    request = request_of(f"Request {planned.number}", planned.row, (), planned.received_on)
    at = start_of_day(planned.received_on) + _MORNING
    intake = intake_of(request, planned.case_id, f"child-{planned.case_id.partition('-')[2]}", at)
    opening = opening_of(request, intake, OPERATOR.id)
    case, texts = VirtualCase(opening, at), dict[str, str]()
    for place, act in enumerate(planned.acts):
        at = max(at + _BETWEEN_ACTS, start_of_day(act.recorded_on) + _MORNING)
        if at > until:
            break
        kept = {name: note_of(planned.case_id, place, name) for name in act.texts}
        texts |= {kept[name]: text for name, text in act.texts.items()}
        _record(case, act, at, kept, act.by or planned.officer)
    case.go_to(until)
    return MadeCase(intake, request, case, texts, _plan_ended_on(planned, case, until))


def _plan_ended_on(planned: PlannedCase, case: VirtualCase, until: datetime) -> date | None:
    """Return the day on which the plan ended: as planned, but not before the time to appeal, whose end closes the case."""
    closed_on = case.outlook.closed_on
    if planned.plan_ends_on is None or closed_on is None:
        return None
    ended_on = max(planned.plan_ends_on, closed_on)
    return ended_on if start_of_day(ended_on) + _MORNING < until else None


def _record(case: VirtualCase, act: PlannedAct, at: datetime, kept: dict[str, str], officer: str) -> None:
    case.act(act.action, act.on, at, act.of, {**act.fields, **kept}, officer)
