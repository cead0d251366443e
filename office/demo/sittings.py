"""The sittings of the demo caseload: what a case hears of them, and each sitting that was held, as its process records it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy.orm import Session

from activities.processes import record_past
from casework.case.acts import Act
from casework.processes.process import Process
from casework.processes.registry import PROCESSES
from office.demo.course import Course
from office.demo.made_case import note_of
from office.demo.planned import PlannedAct, PlannedCase
from office.refusals import ActRefused
from records import processes
from statute.local_time import start_of_day
from workflows.process_messages import ProcessStep

_ALPHABET: Final = "23456789abcdefghjkmnpqrstvwxyz"
_ID_LENGTH: Final = 12
_WEEK: Final = timedelta(days=7)
_FIRST, _BETWEEN = timedelta(hours=8), timedelta(minutes=1)
"""When the first step of a day is recorded, and how long after it the next one is."""
CHAIR: Final = "chair-1"
MEMBERS: Final = (
    (CHAIR, "chair"),
    ("panel-education-1", "education"),
    ("panel-health-1", "health"),
    ("panel-care-1", "social_care"),
)
"""The members of each sitting, who are among the sample people."""
LISTED, CARRIED, ADVISED = "panel_listed", "panel_carried_over", "panel_recommended"
"""What a case records of a sitting."""
PANEL: Final[Process[Any]] = next(one for one in PROCESSES if any(act.name == ADVISED for act in one.tells))
"""The process that tells a case of its advice."""
LISTS: Final = "list_case"
"""The act that lists a case to a sitting."""
_OF: Final = PANEL.noun
"""The field of such an act that names the process."""
_PLAN, _NO_PLAN = "make_plan", "do_not_make_plan"
_WHY_PLAN = "The advice shows needs that the school cannot meet from its own means."
_WHY_NO_PLAN = "The advice shows that the school can give what is needed from its own means."


def sitting_id(day: date) -> str:
    """Return the id of the sitting of a day."""
    return f"{_OF}-{''.join(Random(f'sitting/{day}').choices(_ALPHABET, k=_ID_LENGTH))}"


def hear(course: Course) -> tuple[date, bool]:
    """Add what a case hears of the panel until it is advised. Returns that day, and whether the panel advises a plan."""
    papers = timedelta(days=int(course.rates.value("decision_on_a_plan.days_of_papers")))
    listed_on, ready = course.day, course.day + papers
    sits_on = int(course.rates.value("decision_on_a_plan.sits_on"))
    day = ready + timedelta(days=(sits_on - ready.weekday()) % 7)
    _list(course, listed_on, day, papers)
    if course.happens("decision_on_a_plan.carried_over"):
        later = day + _WEEK
        why = course.rates.one_of("decision_on_a_plan.why_carried_over", course.chance)
        fields = {**_about(day), "why": why, "to": sitting_id(later)}
        course.add(PlannedAct(CARRIED, day, day, None, fields, by=CHAIR))
        _list(course, day, later, papers)
        day = later
    refused = course.happens("decision_on_a_plan.refused")
    course.add(
        PlannedAct(
            ADVISED,
            day,
            day,
            None,
            {**_about(day), "recommendation": _NO_PLAN if refused else _PLAN, "chair": CHAIR},
            {"reason": _WHY_NO_PLAN if refused else _WHY_PLAN},
            by=CHAIR,
        )
    )
    return day, not refused


def _list(course: Course, on: date, day: date, papers: timedelta) -> None:
    fields = {**_about(day), "papers_by": (day - papers).isoformat()}
    course.acts.append(PlannedAct(LISTED, on, on, None, fields))


def _about(day: date) -> dict[str, Any]:
    return {_OF: sitting_id(day), "sits_on": day.isoformat()}


def held_only(acts: Iterable[PlannedAct], until: date) -> Iterator[PlannedAct]:
    """Yield the acts of a case without the sittings that are not held before a day: no process of theirs is recorded."""
    found = list(acts)
    later = {
        one.fields[_OF]
        for one in found
        if one.action == LISTED and date.fromisoformat(one.fields["sits_on"]) >= until
    }
    for one in found:
        if one.action == LISTED and one.fields[_OF] in later:
            continue
        if one.fields.get("to") in later:
            yield replace(one, fields={name: value for name, value in one.fields.items() if name != "to"})
        else:
            yield one


def sitting_waited_for(acts: Iterable[PlannedAct], until: date) -> date | None:
    """Return the day of the coming sitting to which a case would be listed by a day; None if it waits for none."""
    found = [
        date.fromisoformat(one.fields["sits_on"])
        for one in acts
        if one.action == LISTED and one.recorded_on < until
    ]
    return found[-1] if found and found[-1] >= until else None


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one case records of one sitting: the act and its place among the acts of the case."""

    case_id: str
    officer: str
    place: int
    act: PlannedAct


def record_sittings(session: Session, planned: Sequence[PlannedCase], until: date) -> int:
    """Record each sitting before a day that is not recorded yet, with its agenda and its advice. Returns how many there are."""
    by_sitting: dict[str, list[_Heard]] = {}
    for case in planned:
        for place, act in enumerate(case.acts):
            if act.action in (LISTED, CARRIED, ADVISED) and act.recorded_on < until:
                one = _Heard(case.case_id, case.officer, place, act)
                by_sitting.setdefault(str(act.fields[_OF]), []).append(one)
    for its_id, heard in by_sitting.items():
        if processes.find(session, its_id) is None:
            _record(session, its_id, heard)
    return len(by_sitting)


def _record(session: Session, its_id: str, heard: Sequence[_Heard]) -> None:
    process = PANEL
    sits_on = date.fromisoformat(heard[0].act.fields["sits_on"])
    papers_by = next(one.act.fields["papers_by"] for one in heard if one.act.action == LISTED)
    opening = {
        "sits_on": sits_on.isoformat(),
        "papers_by": papers_by,
        "chair": CHAIR,
        "members": [{"id": one, "role": role} for one, role in MEMBERS],
    }
    state = process.begin(its_id, opening, None)
    done = sorted(_acts(heard, sits_on, date.fromisoformat(papers_by)), key=lambda one: (one[0], one[1]))
    event, text = process.opened(state)
    first = min((on for on, *_ in done), default=sits_on)
    steps = [_step(1, ("opening", event, text), Act(event, first, None, {}), None, process, state)]
    for on, _, act, by in done:
        why = process.refusal(state, act, on, by)
        if why is not None:
            raise ActRefused(f"{its_id}, {act.action} on {on}: {why}")
        text = process.said(state, act, by)
        state = process.after(state, act)
        steps.append(_step(len(steps) + 1, ("act", act.action, text), act, by, process, state))
    record_past(session, process, its_id, steps)


def _acts(heard: Iterable[_Heard], sits_on: date, papers_by: date) -> Iterator[tuple[date, int, Act, str]]:
    """Yield the acts of a sitting with their day, their order within it, and who records them."""

    def act(on: date, order: int, name: str, by: str, case: str | None = None, **fields: Any) -> Any:
        return on, order, Act(name, on, case, fields), by

    for one in heard:
        told: Mapping[str, Any] = one.act.fields
        match one.act.action:
            case name if name == LISTED:
                yield act(one.act.on, 0, LISTS, one.officer, one.case_id, about="plan")
                yield act(max(one.act.on, papers_by), 1, "papers_ready", one.officer, one.case_id)
            case name if name == CARRIED:
                to = {"to": told["to"]} if told.get("to") else {}
                yield act(sits_on, 3, "carry_over", CHAIR, one.case_id, why=told["why"], **to)
            case _:
                reason = note_of(one.case_id, one.place, "reason")
                advice = {"recommendation": told["recommendation"], "reason": reason}
                yield act(sits_on, 4, "recommend", CHAIR, one.case_id, **advice)
    yield act(sits_on, 2, "record_attendance", CHAIR, present=[one for one, _ in MEMBERS])
    yield act(sits_on, 5, "sign_off", CHAIR)


def _step(
    seq: int, named: tuple[str, str, str], act: Act, by: str | None, process: Any, state: Any
) -> ProcessStep:
    kind, event, text = named
    assert act.on is not None
    return ProcessStep(
        seq=seq,
        recorded_at=_at(act.on, seq),
        kind=kind,
        event=event,
        on=act.on,
        of=act.of,
        by=by,
        fields=dict(act.fields),
        text=text,
        stage=state.stage,
        view=process.view(state, None),
    )


def _at(on: date, seq: int) -> datetime:
    return start_of_day(on) + _FIRST + seq * _BETWEEN / 10
