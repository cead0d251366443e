"""Opening a case from a request: questions, a search for the child, check page, and the request itself as a document."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from casework.access.permissions import Person, Right
from casework.case.document_kinds import REQUEST
from casework.people.child import Details
from casework.processes.question import Question
from office.bad_intake import BadIntake
from office.dependencies import Parts
from office.gate import NotAllowed
from office.intake_files import rows_of
from office.intake_row import Row
from office.refusals import ActRefused
from office.roll_file import on_roll
from office.staged_files import StagedFiles
from office.uploads import LARGEST, SAID, Described
from starter.console.routes.documents import uploads_of
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers as given
from starter.console.views import intake
from starter.console.views.answers import Answers
from starter.console.views.page import html
from starter.console.views.questions import LONGEST_TEXT
from statute.words import capital, short_date

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_SENT = ("csrf", "step", "second", "paper")
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions by section."""

    sections: tuple[tuple[str, tuple[Question, ...]], ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order of the page."""
        return tuple(one for _, asked in self.sections for one in asked)


@router.get("/requests/new", response_class=HTMLResponse)
def ask(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the questions for a new request."""
    parts.gate.check(who, Right.OPEN_CASE)
    asked = _asked(parts, who)
    return _form(request, parts, asked, Answers(_first(asked), None, None, {}))


@router.post("/requests/new", response_class=HTMLResponse)
async def answer(
    request: Request,
    parts: Here,
    who: Who,
    step: Annotated[str, Form()] = "check",
    second: Annotated[str, Form()] = "",
) -> Response:
    """Search for the child, or check the answers and look for duplicates; on the last step open the case."""
    await asyncio.to_thread(parts.gate.check, who, Right.OPEN_CASE)
    form = await request.form()
    raw = _raw_of(form)
    asked = await asyncio.to_thread(_asked, parts, who)
    today = parts.today()
    wrong: dict[str, str] = {}
    try:
        raw |= await _staged_paper(parts, form)
    except ActRefused as refusal:
        wrong["paper"] = str(refusal)
    answers = given.read(asked.questions, raw, today)
    if step == "find":
        return await asyncio.to_thread(_found, request, parts, who, asked, answers)
    wanted, errors = intake.request_of(asked.questions, answers, today)
    if step == "change":
        return await asyncio.to_thread(
            _form, request, parts, asked, Answers(raw, answers.on, None, answers.fields)
        )
    if wanted is None or wrong:
        shown = Answers(raw, answers.on, None, answers.fields, {**errors, **wrong})
        return await asyncio.to_thread(_form, request, parts, asked, shown)
    found = await asyncio.to_thread(_duplicates, parts, who, wanted.child, wanted.key)
    if step != "open" or (found and second != "yes"):
        missed = bool(found) and step == "open"
        more = {"duplicates": found, "missed": missed, "letters_wait_for": wanted.letters_wait_for}
        return await asyncio.to_thread(_check, request, parts, asked, answers, more)
    office = await parts.office()
    case_id, new = await office.open(wanted, by=who.id, second=second == "yes")
    kept = await asyncio.to_thread(_keep_paper, parts, who, case_id, raw)
    where = f"/cases/{case_id}?{'opened=1' if new else 'again=1'}"
    return RedirectResponse(where if kept else f"/cases/{case_id}/documents/add?request=1", status_code=303)


@router.post("/requests/form", response_class=HTMLResponse)
async def from_form(request: Request, parts: Here, who: Who) -> Response:
    """Fill in the questions from a school's request form."""
    await asyncio.to_thread(parts.gate.check, who, Right.OPEN_CASE)
    sent = await request.form()
    asked = await asyncio.to_thread(_asked, parts, who)
    raw: given.Raw = _first(asked)
    errors: dict[str, str] = {}
    filled = ""
    try:
        told = await _row_of(sent)
        raw = {**raw, **intake.raw_of_form(told, parts.today())}
        filled = "We filled in what the request form says. Check every answer."
    except (ActRefused, BadIntake, ValueError) as refusal:
        errors["form"] = capital(str(refusal))
    return await asyncio.to_thread(
        _form, request, parts, asked, Answers(raw, None, None, {}, errors), {"filled": filled}
    )


@router.get("/requests/form.csv")
def empty_form(parts: Here, who: Who) -> Response:
    """Download an empty request form for schools, with a column for each answer."""
    parts.gate.check(who, Right.OPEN_CASE)
    columns = [name for name in Row.model_fields if name not in ("acts", "team", "officer")]
    return Response(
        ",".join(columns) + "\r\n",
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="request-form.csv"'},
    )


async def _row_of(sent: FormData) -> Mapping[str, Any]:
    """Return the one request of an uploaded form. Raises ActRefused or BadIntake."""
    file = sent.get("form")
    if not isinstance(file, UploadFile) or not file.filename:
        raise ActRefused("Select the request form")
    content = await file.read(LARGEST + 1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ActRefused("The request form must be a CSV file in UTF-8. Save it again as UTF-8.") from None
    rows = rows_of("the form", text, tuple(Row.model_fields))
    if len(rows) != 1:
        raise ActRefused(f"The form holds {len(rows)} requests. Upload a form with one request")
    return rows[0][1]


def _raw_of(form: FormData) -> dict[str, list[str]]:
    found = {name: [one for one in form.getlist(name) if isinstance(one, str)] for name in form}
    return {name: values for name, values in found.items() if name not in _SENT and values}


def _first(asked: Asked) -> dict[str, list[str]]:
    teams = next(one.options for one in asked.questions if one.name == "team")
    return {"opens": ["assessment"], **({"team": [teams[0][0]]} if len(teams) == 1 else {})}


async def _staged_paper(parts: Parts, form: FormData) -> dict[str, list[str]]:
    """Keep the uploaded request until the case is open, and return the fields that name it. Raises ActRefused."""
    given_file = form.get("paper")
    if not isinstance(given_file, UploadFile) or not given_file.filename:
        return {}
    uploads, content = uploads_of(parts), await given_file.read(LARGEST + 1)
    name = await asyncio.to_thread(uploads.checked, given_file.filename, content)
    file_id = await asyncio.to_thread(StagedFiles(uploads.folder / "staged").keep, content)
    return {"paper_id": [file_id], "paper_name": [name]}


def _keep_paper(parts: Parts, who: Person, case_id: str, raw: Mapping[str, Sequence[str]]) -> bool:
    """Add the request itself to its case. Returns False if a person must add it, with a reason."""
    file_id, name = (next(iter(raw.get(each, ())), "") for each in ("paper_id", "paper_name"))
    if not file_id:
        return True
    uploads = uploads_of(parts)
    staged = StagedFiles(uploads.folder / "staged")
    try:
        kept, _ = uploads.keep(case_id, name[:_LONGEST_NAME], staged.open(file_id), who.id)
    except ActRefused:
        return False
    uploads.describe(kept, Described(REQUEST))
    staged.drop(file_id)
    return True


def _asked(parts: Parts, who: Person) -> Asked:
    with parts.database.read() as session:
        asked = Asked(intake.sections(who, intake.choices_of(session)))
    if not next(one.options for one in asked.questions if one.name == "team"):
        raise NotAllowed(
            "You cannot open a request because you are not in a team. Ask the administrator of this service to add you to one."
        )
    return asked


def _duplicates(parts: Parts, who: Person, child: Details, key: str = "") -> list[intake.Duplicate]:
    with parts.database.read() as session:
        return intake.duplicates(session, who, child, key)


def _found(request: Request, parts: Parts, who: Person, asked: Asked, answers: Answers) -> HTMLResponse:
    """Return the questions with the open cases that may be for the same child."""
    child = intake.child_of(answers)
    names = [one.name for one in asked.sections[0][1]]
    errors = {name: answers.errors[name] for name in names if name in answers.errors}
    shown = Answers(answers.raw, None, None, {}, errors)
    if child is None or errors:
        return _form(request, parts, asked, shown)
    more: dict[str, Any] = {"searched": True, "duplicates": _duplicates(parts, who, child)}
    if (found := on_roll(parts.database, child)) is not None:
        pupil, school, loaded_on = found
        parts.gate.note(who, Right.OPEN_CASE, None, "read the roll of a school")
        raw, count = intake.filled_in(answers.raw, {**pupil.told, "attends": school})
        shown = Answers(raw, None, None, {}, {})
        if count:
            more["filled"] = (
                f"We filled in {count} {'answer' if count == 1 else 'answers'} from the roll of "
                f"{school.splitlines()[0]}, loaded on {short_date(loaded_on)}. Check each of them."
            )
    return _form(request, parts, asked, shown, more)


def _form(
    request: Request, parts: Parts, asked: Asked, answers: Answers, more: Mapping[str, Any] | None = None
) -> HTMLResponse:
    shown = {
        "sections": asked.sections,
        "child": intake.CHILD,
        "searched": False,
        "duplicates": [],
        "filled": "",
        "may_be": SAID,
        "largest": LARGEST // 1_000_000,
        **(more or {}),
    }
    return _page(request, parts, "request_new.html", asked, answers, 400 if answers.errors else 200, shown)


def _check(
    request: Request, parts: Parts, asked: Asked, answers: Answers, more: Mapping[str, Any]
) -> HTMLResponse:
    shown = {"rows": intake.summary(asked.questions, answers), **more}
    return _page(request, parts, "request_check.html", asked, answers, 400 if more["missed"] else 200, shown)


def _page(
    request: Request,
    parts: Parts,
    template: str,
    asked: Asked,
    answers: Answers,
    status: int,
    more: Mapping[str, Any],
) -> HTMLResponse:
    return html(
        request,
        template,
        status=status,
        title="Open a request",
        questions=asked.questions,
        answers=answers,
        targets={one.name: given.target(one, answers) for one in asked.questions},
        longest_text=LONGEST_TEXT,
        today=parts.today(),
        **more,
    )
