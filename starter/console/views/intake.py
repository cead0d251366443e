"""A request as it is opened on a page: its questions, what is wrong with the answers, and whose case it may be already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, refused, scope_of
from casework.people.child_matching import are_alike
from casework.processes.question import Option, Question
from office.gate import thing_of
from office.intake import CAPACITIES, CHANNELS, SOURCES, BadIntake, Request, request_written
from records import people, staff, tray
from starter.console.views import answers as given
from starter.console.views import labels
from starter.console.views.answers import Answers
from starter.console.views.questions import Choices
from statute.words import capital, short_date

_OPENS: Mapping[str, str] = {
    "assessment": "A request for an assessment",
    "reassessment": "A request to re-assess: there is a plan already",
    "ceasing": "A decision to cease a plan",
}
"""What a case can be opened for (casework.openings)."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An open case that may be of the same child. What may not be seen is said without its name."""

    case_id: str
    name: str | None
    same: bool


def questions(person: Person, choices: Choices) -> tuple[Question, ...]:
    """What is asked when a request is opened."""
    is_all = scope_of(person, Right.OPEN_CASE) is Scope.ALL
    teams: tuple[Option, ...] = (
        choices.teams if is_all else tuple((one, capital(one)) for one in sorted(person.teams))
    )
    return (
        Question("opens", "What is the case for?", "radios", options=tuple(_OPENS.items())),
        Question("on", "When was the request received?", "today", "The day it reached the authority, by any way: the 20 weeks run from it, or the 15 days for a re-assessment. Of a decision to cease, the day the family was told.", required=True),
        Question("child_name", "Name of the child or young person", "code", required=True),
        Question("born_on", "Date of birth", "date", required=True),
        Question("source", "Who asked?", "radios", "Not for a decision to cease a plan.", required=True, options=tuple((one, labels.source(one)) for one in SOURCES)),
        Question("channel", "How did it come?", "radios", options=tuple((one, capital(one.replace("_", " "))) for one in CHANNELS)),
        Question("family", "Name and address for letters to the family (optional)", "words"),
        Question("email", "E-mail of the family (optional)", "code"),
        Question("attends", "Name and address of the school, college or early years setting attended (optional)", "words", "Its head is told of the request. Write “none” where there is none."),
        Question("team", "Which team has it?", "radios" if len(teams) <= 7 else "list", required=True, options=teams),
        Question("officer", "Which officer? (optional)", "list", "Leave it open, and it stands under “Unassigned”.", options=choices.officers),
        Question("reference", "Your own reference (optional)", "code"),
        Question("upn", "Unique pupil number (optional)", "code"),
        Question("nhs_number", "NHS number (optional)", "code"),
        Question("capacity", "Can a young person over compulsory school age decide for themselves?", "radios", "Leave it open for a child.",
                 options=tuple(zip(CAPACITIES, ("Yes", "No", "No, and a representative decides"), strict=True))),
    )  # fmt: skip


def request_of(
    asked: Sequence[Question], answers: Answers, today: date
) -> tuple[Request | None, dict[str, str]]:
    """The request that was written, or what is wrong with it, by question."""
    ceasing = answers.fields.get("opens") == "ceasing"
    errors = {name: why for name, why in answers.errors.items() if not (ceasing and name == "source")}
    if errors:
        return None, errors
    content: dict[str, Any] = {**answers.fields, "received_on": answers.on.isoformat() if answers.on else ""}
    try:
        return request_written(content, today), {}
    except BadIntake as fault:
        said = str(fault).partition(": ")[2]
        names = {"received_on": "on", **{one.name: one.name for one in asked}}
        where = next(
            (name for word, name in names.items() if said.startswith(word) or word in said.split()), "on"
        )
        if "25 or over" in said:
            where = "born_on"
        for number, name in (("Unique pupil number", "upn"), ("NHS number", "nhs_number")):
            if said.startswith(number):
                where = name
        return None, {where: capital(said.removeprefix(f"{where} "))}


def duplicates(session: Session, person: Person, request: Request) -> list[Duplicate]:
    """Open cases of a child of this date of birth whose name is the same, or much like it; of the name where none is known."""
    same = people.open_case_of(session, request.child, request.key)
    found = []
    known = people.open_cases_born_on(session, request.born_on) if request.born_on else []
    if same is not None and same.case_id not in {case_id for case_id, _ in known}:
        known = [(same.case_id, same.name), *known]
    for case_id, name in known:
        is_same = same is not None and case_id == same.case_id
        if is_same or are_alike(name, request.child_name):
            may = refused(person, Right.SEE_PERSONAL, thing_of(session, case_id)) is None
            found.append(Duplicate(case_id, name if may else None, is_same))
    return found


def summary(asked: Sequence[Question], answers: Answers) -> list[dict[str, str]]:
    """The answers as they are checked."""
    began = labels.BEGAN[str(answers.fields.get("opens", "assessment"))]
    rows = [{"label": began, "text": short_date(answers.on) if answers.on else ""}]
    for question in asked:
        if question.name in answers.fields:
            rows.append(
                {
                    "label": given.plain_label(question),
                    "text": given.said(question, answers.fields[question.name]),
                }
            )
    return rows


def choices_of(session: Session) -> Choices:
    """The officers and teams that there are."""
    officers, teams = tray.officers_and_teams(session)
    known = {one["id"]: one for one in staff.people(session)}
    named: Mapping[str, str] = {
        id: one["name"] for id, one in known.items() if "case_officer" in one["roles"]
    }
    all_teams = sorted({*teams, *(team for one in known.values() for team in one["teams"])})
    ids = sorted({*officers, *named}, key=lambda one: named.get(one, one))
    return Choices(
        officers=tuple((one, f"{named[one]} ({one})" if one in named else one) for one in ids),
        teams=tuple((one, capital(one)) for one in all_teams),
    )
