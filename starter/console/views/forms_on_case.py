"""The next job of a case with the forms that do it, for the page of the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casework.access.permissions import Right, needed, refused
from casework.case.acts import CATALOGUE
from casework.case.case import Case, advice, unanswered
from casework.case.ledger_line import events_of
from casework.case.next_job import Job
from casework.case.stages import Stage
from casework.letters.notices import writes_to_people
from casework.processes.question import Question
from office.office import opaque
from records import ledger
from records import plan_writing as drafts
from starter.console.views import questions as asks
from starter.console.views.answers import Answers
from starter.console.views.case import File
from starter.console.views.next_jobs import job_of
from starter.console.views.preset_answers import preset
from starter.console.views.questions import Choices
from starter.console.views.settings import ANSWERS, GROUNDS_IN_WORDS, replies_to_come

_NEEDS_THE_PLAN = ("draft", "final")
"""The papers that are versions of the plan."""
_ALWAYS_SHOWN = ("on", "of", "document", "setting", "reason", asks.ALSO_ASK)
"""The questions that a form on the page shows at once, besides those that must be answered."""
_UPLOADED = "advice_received"
"""The act that uploading the reports records."""


@dataclass(frozen=True, slots=True)
class FormOnCase:
    """A form of an act on the page of its case. `more` are the questions that most people leave out.

    `at_once` is whether the act is recorded without a check page, if no letter and no warning comes of it.
    """

    name: str
    title: str
    address: str
    questions: tuple[Question, ...]
    more: tuple[Question, ...]
    answers: Answers
    at_once: bool
    request_id: str


def job_on_case(file: File) -> dict[str, Any]:
    """Return the next job of a case in words, with its forms if the person may record them."""
    with file.database.read() as session:
        stage = Stage(file.case["stage"])
        job = job_of(session, file.id, stage, file.today)
        case = Case(stage, events_of(ledger.facts_of(session, file.id)))
        is_begun = drafts.find_draft(session, file.id) is not None
    if not file.may(Right.ACT) or file.case["closed_on"]:
        return {"job": job, "job_forms": [], "uploads_advice": False, "writes_plan": False, "replies": []}
    allowed = {act["action"] for act in file.case["actions"]}
    mine = [name for name in job.acts if name in allowed and _may_record(file, name)]
    uploads = _UPLOADED in mine and file.personal
    writes_plan = _writes_plan(file, job)
    shown = [name for name in mine if name != _UPLOADED and not (writes_plan and not file.case["plans"])]
    choices = asks.choices_of_case(file.database, file) if shown else None
    return {
        "job": job,
        "job_forms": [_form(file, case, name, choices) for name in shown if choices is not None],
        "uploads_advice": uploads,
        "waiting_for": len(advice(case)[1]) if uploads else 0,
        "writes_plan": writes_plan,
        "plan_begun": is_begun,
        "replies": replies_to_come(file, unanswered(case)) if "setting_responded" in allowed else [],
        "replies_id": f"page-{opaque()}",
        "answers": list(ANSWERS.items()),
        "grounds": list(GROUNDS_IN_WORDS.items()),
    }


def _may_record(file: File, name: str) -> bool:
    return not any(refused(file.person, right, file.thing) for right in needed(name, {}))


def _writes_plan(file: File, job: Job) -> bool:
    """Whether the job is to send a version of the plan, which its writers may still change."""
    known = CATALOGUE.get(job.action or "")
    return known is not None and known.paper in _NEEDS_THE_PLAN and file.personal


def _form(file: File, case: Case, name: str, choices: Choices) -> FormOnCase:
    action = CATALOGUE[name]
    asked = tuple(
        one for one in asks.questions(file, case, action, choices) if one.name not in asks.ON_CHECK_PAGE
    )
    shown = tuple(one for one in asked if one.required or one.name in _ALWAYS_SHOWN)
    return FormOnCase(
        name=name,
        title=action.title,
        address=f"/cases/{file.id}/act/{name}",
        questions=shown,
        more=tuple(one for one in asked if one not in shown),
        answers=Answers(preset(file, case, action, asked), None, None, {}),
        at_once=not writes_to_people(name, file.today),
        request_id=f"page-{opaque()}",
    )
