"""Opening a case on a page: the questions, errors in the answers, and possible duplicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, refused, scope_of
from casework.people.child_matching import are_alike
from casework.processes.question import Option, Question
from office.bad_intake import BadIntake
from office.gate import thing_of
from office.intake import CAPACITIES, CHANNELS, SOURCES, Request, request_written
from records import access, people, staff, tray
from starter.console.views import answers as given
from starter.console.views import labels
from starter.console.views.answers import Answers
from starter.console.views.person_options import first_mine
from starter.console.views.questions import Choices
from statute.words import capital, short_date

_OPENS: Mapping[str, str] = {
    "assessment": "A request for an assessment",
    "reassessment": "A request to re-assess a child who has a plan",
    "ceasing": "A decision to cease a plan",
}
"""What a case can be opened for (casework.openings)."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An open case that may be about the same child. `name` is None if this person may not see it."""

    case_id: str
    name: str | None
    same: bool


def questions(person: Person, choices: Choices) -> tuple[Question, ...]:
    """Return the questions for opening a case."""
    is_all = scope_of(person, Right.OPEN_CASE) is Scope.ALL
    teams: tuple[Option, ...] = (
        choices.teams if is_all else tuple((one, capital(one)) for one in sorted(person.teams))
    )
    return (
        Question("opens", "What is the case for?", "radios", options=tuple(_OPENS.items())),
        Question("on", "When was the request received?", "today", "Enter the date it reached any part of the council. The 20 weeks start on this date. For a decision to cease a plan, enter the date you told the family", required=True),
        Question("child_name", "Child or young person’s name", "code", required=True),
        Question("born_on", "Date of birth", "date", required=True),
        Question("source", "Who made the request?", "radios", "Leave blank for a decision to cease a plan", required=True, options=tuple((one, labels.source(one)) for one in SOURCES)),
        Question("channel", "How was it received?", "radios", options=tuple((one, capital(one.replace("_", " "))) for one in CHANNELS)),
        Question("family", "Family’s name and address for letters (optional)", "words"),
        Question("email", "Family’s email address (optional)", "code"),
        Question("attends", "School, college or early years setting: name and address (optional)", "words", "We will tell the head about the request. Enter “none” if the child does not attend one"),
        Question("team", "Which team will work on the case?", "radios" if len(teams) <= 7 else "list", required=True, options=teams),
        Question("officer", "Which officer? (optional)", "list", "Leave blank to show it under ‘Unassigned’", options=first_mine(choices.officers, person)),
        Question("reference", "Your own reference (optional)", "code"),
        Question("upn", "Unique pupil number (optional)", "code"),
        Question("nhs_number", "NHS number (optional)", "code"),
        Question("capacity", "Can a young person over compulsory school age decide for themselves?", "radios", "Leave blank for a child",
                 options=tuple(zip(CAPACITIES, ("Yes", "No", "No, and a representative decides"), strict=True))),
    )  # fmt: skip


def request_of(
    asked: Sequence[Question], answers: Answers, today: date
) -> tuple[Request | None, dict[str, str]]:
    """Return the request, or the errors by name of the question."""
    ceasing = answers.fields.get("opens") == "ceasing"
    errors = {name: why for name, why in answers.errors.items() if not (ceasing and name == "source")}
    if errors:
        return None, errors
    content: dict[str, Any] = {**answers.fields, "received_on": answers.on.isoformat() if answers.on else ""}
    try:
        return request_written(content, today), {}
    except BadIntake as fault:
        reason = str(fault).partition(": ")[2]
        names = {"received_on": "on", **{one.name: one.name for one in asked}}
        where = next(
            (name for word, name in names.items() if reason.startswith(word) or word in reason.split()), "on"
        )
        if "25 or over" in reason:
            where = "born_on"
        for number, name in (("Unique pupil number", "upn"), ("NHS number", "nhs_number")):
            if reason.startswith(number):
                where = name
        told = reason.removeprefix(f"{where} ")
        return None, {where: f"The family’s name and address {told}" if where == "family" else capital(told)}


def duplicates(session: Session, person: Person, request: Request) -> list[Duplicate]:
    """Return open cases that may be about the same child: same date of birth and a similar name, or the same name."""
    hidden = access.sealed_to(session, person.id, datetime.now(UTC))
    same = people.open_case_of(session, request.child, request.key, hidden)
    found = []
    known = people.open_cases_born_on(session, request.born_on) if request.born_on else []
    if same is not None and same.case_id not in {case_id for case_id, _ in known}:
        known = [(same.case_id, same.name), *known]
    for case_id, name in known:
        if case_id in hidden:
            continue
        is_same = same is not None and case_id == same.case_id
        if is_same or are_alike(name, request.child_name):
            may = refused(person, Right.SEE_PERSONAL, thing_of(session, case_id)) is None
            found.append(Duplicate(case_id, name if may else None, is_same))
    return found


def summary(asked: Sequence[Question], answers: Answers) -> list[dict[str, str]]:
    """Return the rows of the check page: name of the question, label and answer."""
    began = labels.BEGAN[str(answers.fields.get("opens", "assessment"))]
    rows = [{"name": "on", "label": began, "text": short_date(answers.on) if answers.on else ""}]
    for question in asked:
        if question.name in answers.fields:
            rows.append(
                {
                    "name": question.name,
                    "label": given.plain_label(question),
                    "text": given.answer_text(question, answers.fields[question.name]),
                }
            )
    return rows


def choices_of(session: Session) -> Choices:
    """Read the officers and teams to choose from."""
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
