"""Opening a case on a page: the questions, errors in the answers, and possible duplicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, refused, scope_of
from casework.case.openings import BEGINNINGS
from casework.people.census import CODES
from casework.people.child import Details
from casework.people.child_matching import are_alike
from casework.people.identifiers import plain_number
from casework.processes.question import Option, Question
from office.bad_intake import BadIntake
from office.gate import thing_of
from office.intake import Request, request_written
from office.intake_row import CAPACITIES, CHANNELS, SEN2_SOURCES, SOURCES
from office.written_days import day_written
from records import access, people, staff, tray
from starter.console.views import answers as given
from starter.console.views import labels
from starter.console.views.answers import Answers, Raw
from starter.console.views.person_options import first_mine
from starter.console.views.questions import Choices
from statute.words import capital, short_date

_OPENS: Mapping[str, str] = {
    "assessment": "A request for an assessment",
    "reassessment": "A request to re-assess a child who has a plan",
    "ceasing": "A decision to cease a plan",
    "moved_in": "A plan from another authority",
    "moved_in_request": "A child who moved in during an assessment",
}
"""What a case can be opened for (casework.openings)."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An open case that may be about the same child. `name` is None if this person may not see it."""

    case_id: str
    name: str | None
    same: bool


YES_NO: tuple[Option, ...] = (("true", "Yes"), ("false", "No"))


def questions(person: Person, choices: Choices) -> tuple[Question, ...]:
    """Return the questions for opening a case, in the order of the page."""
    return tuple(one for _, asked in sections(person, choices) for one in asked)


def sections(person: Person, choices: Choices) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    """Return the questions for opening a case by section, each with its heading."""
    return (
        (CHILD, (
            Question("child_name", "Child or young person’s name", "code", required=True),
            Question("born_on", "Date of birth", "date", required=True),
            Question("upn", "Unique pupil number (optional)", "code"),
        )),
        ("The request", _of_request()),
        ("Family and school", (
            Question("family", "Family’s name and address for letters (optional)", "words"),
            Question("email", "Family’s email address (optional)", "code"),
            Question("attends", "School, college or early years setting: name and address (optional)", "words", "We will tell the head about the request. Enter “none” if the child does not attend one"),
            Question("capacity", "Can a young person over compulsory school age decide for themselves?", "radios", "Leave blank for a child",
                     options=tuple(zip(CAPACITIES, ("Yes", "No", "No, and a representative decides"), strict=True))),
        )),
        ("More about the child", _of_census()),
        ("Who works on it", _of_work(person, choices)),
    )  # fmt: skip


CHILD = "Child or young person"
"""The heading of the section that the search for duplicates reads."""


def _of_request() -> tuple[Question, ...]:
    return (
        Question("opens", "What is the case for?", "radios", options=tuple(_OPENS.items())),
        Question("on", "When was the request received?", "today", "Enter the date it reached any part of the council. The 20 weeks start on this date. For a decision to cease a plan, enter the date you told the family. For a plan from another authority, enter the date of the transfer", required=True),
        Question("last_reviewed_on", "When was the plan made or last reviewed?", "date", "Answer this only for a plan from another authority"),
        Question("source", "Who made the request?", "radios", "Leave blank if no one asked: for a decision to cease a plan, and for a child who moved in", required=True, options=tuple((one, labels.source(one)) for one in SOURCES)),
        Question("channel", "How was it received?", "radios", options=tuple((one, capital(one.replace("_", " "))) for one in CHANNELS)),
    )  # fmt: skip


def _of_census() -> tuple[Question, ...]:
    """Return the questions that the yearly SEN2 return needs answered. None stops a case from being opened."""
    of = {name: tuple(codes.items()) for name, codes in CODES.items()}
    return (
        Question("upn_unknown", "If the unique pupil number is not known: why? (optional)", "list", options=of["upn_unknown"]),
        Question("nhs_number", "NHS number (optional)", "code"),
        Question("sex", "Sex (optional)", "radios", options=of["sex"]),
        Question("ethnicity", "Ethnicity (optional)", "list", options=of["ethnicity"]),
        Question("address", "Child’s own address (optional)", "words", "Answer this only if it is not the family’s address for letters"),
        Question("first_language", "First language (optional)", "code"),
        Question("interpreter", "Does the family need an interpreter? (optional)", "radios", options=YES_NO),
        Question("looked_after", "Is the child looked after by a council? (optional)", "radios", options=YES_NO),
        Question("youth_accommodation", "Is the young person detained in youth accommodation? (optional)", "radios", options=YES_NO),
        Question("primary_need", "Main need (optional)", "list", options=of["primary_need"]),
    )  # fmt: skip


def _of_work(person: Person, choices: Choices) -> tuple[Question, ...]:
    is_all = scope_of(person, Right.OPEN_CASE) is Scope.ALL
    teams: tuple[Option, ...] = (
        choices.teams if is_all else tuple((one, capital(one)) for one in sorted(person.teams))
    )
    return (
        Question("team", "Which team will work on the case?", "radios" if len(teams) <= 7 else "list", required=True, options=teams),
        Question("officer", "Which officer? (optional)", "list", "Leave blank to show it under ‘Unassigned’", options=first_mine(choices.officers, person)),
        Question("reference", "Your own reference (optional)", "code"),
    )  # fmt: skip


def request_of(
    asked: Sequence[Question], answers: Answers, today: date
) -> tuple[Request | None, dict[str, str]]:
    """Return the request, or the errors by name of the question."""
    is_asked = BEGINNINGS[str(answers.fields.get("opens", "assessment"))].is_asked
    errors = {name: why for name, why in answers.errors.items() if is_asked or name != "source"}
    if answers.fields.get("upn") and answers.fields.get("upn_unknown"):
        errors["upn_unknown"] = "Leave this blank, because you entered the unique pupil number"
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


def duplicates(session: Session, person: Person, child: Details, key: str = "") -> list[Duplicate]:
    """Return open cases that may be about the same child: same date of birth and a similar name, or the same name.

    `key` is the key of the request that looks; the case that the same request opened is no duplicate.
    """
    hidden = access.sealed_to(session, person.id, datetime.now(UTC))
    same = people.open_case_of(session, child, key, hidden)
    found = []
    known = people.open_cases_born_on(session, child.born_on) if child.born_on else []
    if same is not None and same.case_id not in {case_id for case_id, _ in known}:
        known = [(same.case_id, same.name), *known]
    for case_id, name in known:
        if case_id in hidden:
            continue
        is_same = same is not None and case_id == same.case_id
        if is_same or are_alike(name, child.name):
            may = refused(person, Right.SEE_PERSONAL, thing_of(session, case_id)) is None
            found.append(Duplicate(case_id, name if may else None, is_same))
    return found


def child_of(answers: Answers) -> Details | None:
    """Return the child that the first section names, or None if it has no name."""
    name, born_on = answers.fields.get("child_name"), answers.fields.get("born_on")
    if not name:
        return None
    upn = plain_number(str(answers.fields["upn"])) if answers.fields.get("upn") else None
    return Details(str(name), date.fromisoformat(born_on) if born_on else None, upn)


def filled_in(raw: Raw, told: Mapping[str, Any]) -> tuple[Raw, int]:
    """Return the answers with what is told of a child where they were blank, and how many were filled in."""
    filled = {
        name: [({True: "true", False: "false"}.get(value) if isinstance(value, bool) else str(value)) or ""]
        for name, value in told.items()
        if value not in (None, "")
        and name != "born_on"
        and not any(each.strip() for each in raw.get(name, ()))
    }
    if (born := told.get("born_on")) and not any(
        each.strip() for part in ("day", "month", "year") for each in raw.get(f"born_on-{part}", ())
    ):
        day = born if isinstance(born, date) else date.fromisoformat(str(born))
        filled |= {f"born_on-{part}": [str(getattr(day, part))] for part in ("day", "month", "year")}
    return {**raw, **filled}, len(filled)


def raw_of_form(row: Mapping[str, Any], today: date) -> Raw:
    """Return the answers of a school's request form. Raises ValueError with a sentence about a date."""
    told = {name: value for name, value in row.items() if name not in ("received_on", "acts")}
    if row.get("born_on"):
        told["born_on"] = day_written(str(row["born_on"]), today)
    for name in ("interpreter", "looked_after", "youth_accommodation"):
        if isinstance(told.get(name), str):
            told[name] = str(told[name]).strip().casefold() in ("true", "yes", "y", "1")
    if told.get("source") in SEN2_SOURCES:
        told["source"] = SEN2_SOURCES[str(told["source"])]
    raw, _ = filled_in({}, told)
    if row.get("received_on"):
        day = day_written(str(row["received_on"]), today)
        raw = {
            **raw,
            "on": ["other"],
            **{f"on-{part}": [str(getattr(day, part))] for part in ("day", "month", "year")},
        }
    return raw


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
