"""Recording an act in a process: the questions, the check page and the write."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from casework.access.permissions import Person
from casework.case.actions import Act, Action
from casework.processes.form import fields_of
from casework.processes.question import Question
from office.dependencies import Parts
from office.office import Office, opaque
from office.refusals import ActedSince, ActRefused
from records import ledger, staff
from starter.console.views import answers as given
from starter.console.views.act_summary import summary
from starter.console.views.answers import Answers
from starter.console.views.page import html
from starter.console.views.questions import LONGEST_TEXT
from starter.console.views.setting_answers import with_settings_found
from workflows.messages import ActMessage

_REQUEST_ID = re.compile(r"page-[a-z0-9]{12}")
_SENT = ("csrf", "step", "request_id", "seen", "case")
Record = Callable[[Office, str, ActMessage], Awaitable[Any]]
"""A function that records an act in a process, given its id."""
Letters = Callable[[Act], dict[str, Any]]
"""A function that returns the letters of an act for its check page, and the warnings about its documents."""


Refusal = Callable[[Act], str | None]
"""A function that returns why a process would refuse an act, or None."""


def _no_letters(act: Act) -> dict[str, Any]:
    return {}


def _no_refusal(act: Act) -> str | None:
    return None


def _every_case(message: ActMessage) -> None:
    return None


@dataclass(frozen=True, slots=True)
class ActForm:
    """The form of one act in one process for one person.

    `at_once` is whether the act is recorded without a check page, if no letter and no warning comes of it.
    `seen` is the current sequence number of the process. `days` is the number of dates to ask for, by the name of a
    field that holds a list of dates. `letters` gives what an act would send, `refusal` why it would be refused, and `proposed`
    the answers that the form begins with. `check_case` raises a refusal if the person may not record the act about its case.
    """

    process_id: str
    action: Action
    caption: str
    back: str
    address: str
    questions: tuple[Question, ...]
    days: Mapping[str, int]
    today: date
    seen: int
    who: Person
    case: str | None = None
    warning: str | None = None
    letters: Letters = _no_letters
    refusal: Refusal = _no_refusal
    check_case: Callable[[ActMessage], None] = _every_case
    at_once: bool = False
    proposed: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def message(self, answers: Answers, request_id: str, seen: int) -> ActMessage:
        """Return the message that records the act with these answers."""
        return ActMessage(
            action=self.action.name,
            on=answers.on or self.today,
            of=answers.of or self.case or answers.fields.get("case"),
            fields=fields_of(answers.fields, self.days),
            by=self.who.id,
            request_id=request_id,
            seen=seen,
        )

    def page(self, request: Request, template: str, answers: Answers, status: int, **more: Any) -> Response:
        """Return a page of this form."""
        return html(
            request,
            template,
            status=status,
            title=self.action.title,
            case_title=self.caption,
            back=self.back,
            action_address=self.address,
            questions=self.questions,
            answers=answers,
            targets={one.name: _target(one) for one in self.questions},
            longest_text=LONGEST_TEXT,
            today=self.today,
            first=False,
            at_once=self.at_once,
            **more,
        )

    def questions_page(self, request: Request, answers: Answers, request_id: str, seen: int) -> Response:
        """Return the questions page, with the answers and errors so far."""
        status = 400 if answers.errors else 200
        return self.page(request, "act.html", answers, status, request_id=request_id, seen=seen)

    def is_plain(self, answers: Answers) -> bool:
        """Whether recording the act writes to no one outside, and there is nothing to read before it."""
        told = self.letters(self.message(answers, "", self.seen).act())
        return self.at_once and not self.warning and not (told.get("letters") or told.get("warnings"))

    def check_page(
        self, request: Request, answers: Answers, seen: int, stale: Stale | None = None
    ) -> Response:
        """Return the check page. If `stale` is given, list what others recorded since this person looked."""
        more = self.letters(self.message(answers, "", seen).act())
        warned = [self.warning] if self.warning else []
        return self.page(
            request,
            "act_check.html",
            answers,
            409 if stale else 200,
            rows=summary(self.questions, answers),
            warnings=[*warned, *more.pop("warnings", ())],
            **more,
            stale=stale.sentence if stale else None,
            since=stale.since if stale else [],
            seen=self.seen if stale else seen,
        )


@dataclass(frozen=True, slots=True)
class Stale:
    """The refusal of an act because others have acted since, and what they recorded."""

    sentence: str
    since: list[dict[str, Any]] = field(default_factory=list)


def ask(request: Request, form: ActForm) -> Response:
    """Show the questions of an act, or the check page if it has no questions."""
    request_id = f"page-{opaque()}"
    if not form.questions:
        return form.check_page(request, Answers({"request_id": [request_id]}, None, None, {}), form.seen)
    today = {"on": [given.TODAY]} if form.at_once else {}
    known = {name: list(values) for name, values in form.proposed.items()}
    raw = {**today, **known, **{name: request.query_params.getlist(name) for name in request.query_params}}
    return form.questions_page(request, Answers(raw, None, None, {}), request_id, form.seen)


async def answer(
    request: Request, parts: Parts, load_form: Callable[[], ActForm], record: Record
) -> Response:
    """Show errors or the check page; on the last step record the act. `load_form` reads the current state on each call."""
    form = await asyncio.to_thread(load_form)
    sent = await request.form()
    raw = {
        name: [str(value) for value in sent.getlist(name)]
        for name in sent
        if name not in _SENT or name == "case"
    }
    step, request_id, seen = (str(sent.get(name, "")) for name in ("step", "request_id", "seen"))
    if not _REQUEST_ID.fullmatch(request_id) or not (seen.isascii() and seen.isdecimal() and len(seen) < 9):
        raise ActRefused("Part of this form is missing. Go back and start again.")
    asked, raw, unclear = await asyncio.to_thread(with_settings_found, parts.database, form.questions, raw)
    form = replace(form, questions=asked)
    answers = given.read(form.questions, raw, form.today)
    answers = replace(answers, errors={**answers.errors, **unclear})
    kept = replace(answers, raw={**raw, "request_id": [request_id]})
    if step == "change":
        if not form.questions:
            return RedirectResponse(form.back, status_code=303)
        return await asyncio.to_thread(
            form.questions_page, request, replace(answers, errors={}), request_id, int(seen)
        )
    if answers.errors:
        return await asyncio.to_thread(form.questions_page, request, answers, request_id, int(seen))
    message = form.message(answers, request_id, int(seen))
    try:
        await asyncio.to_thread(form.check_case, message)
    except ActRefused as refusal:
        if not form.questions:
            raise
        wrong = replace(answers, errors=_wrong_case(form.questions, answers, refusal))
        return await asyncio.to_thread(form.questions_page, request, wrong, request_id, int(seen))
    if (
        form.questions and int(seen) == form.seen
    ):  # else others have acted since, which the person is told first
        why = await asyncio.to_thread(form.refusal, message.act())
        if why is not None:
            return await asyncio.to_thread(_refused, request, form, answers, request_id, int(seen), why)
    if step not in ("record", "now") or (
        step == "now" and not await asyncio.to_thread(form.is_plain, answers)
    ):
        return await asyncio.to_thread(form.check_page, request, kept, int(seen))
    try:
        await record(await parts.office(), form.process_id, message)
    except ActedSince as refusal:
        fresh = await asyncio.to_thread(load_form)
        stale = await asyncio.to_thread(_stale, parts, fresh, int(seen), str(refusal))
        return await asyncio.to_thread(fresh.check_page, request, kept, int(seen), stale)
    except ActRefused as refusal:
        if not form.questions:
            raise
        return await asyncio.to_thread(_refused, request, form, answers, request_id, int(seen), str(refusal))
    return RedirectResponse(f"{form.back}?done={form.action.name}", status_code=303)


def _refused(
    request: Request, form: ActForm, answers: Answers, request_id: str, seen: int, why: str
) -> Response:
    """Show the questions again, with why the act is refused."""
    wrong = replace(answers, errors=_error_at(form.questions, answers, why))
    return form.questions_page(request, wrong, request_id, seen)


def _stale(parts: Parts, form: ActForm, seen: int, sentence: str) -> Stale:
    """Return what others have recorded since the person looked, with the names of staff."""
    with parts.database.read() as session:
        lines = ledger.facts_of(session, form.process_id)
        known: Mapping[str, str] = staff.names(session)
    since = [
        {"text": line.text, "on": line.on, "by": known.get(line.by, line.by) if line.by else None}
        for line in lines
        if line.seq > seen and line.kind == "act" and line.by != form.who.id
    ]
    return Stale(given.with_plain_words(sentence, known), since)


def _error_at(asked: tuple[Question, ...], answers: Answers, sentence: str) -> dict[str, str]:
    """Return the refusal as an error of the question it is about, or of the first question if that was not asked."""
    found = given.error_at(asked, answers, given.with_plain_words(sentence))
    names = [one.name for one in asked]
    return {name if name in names else names[0]: said for name, said in found.items()}


def _wrong_case(asked: tuple[Question, ...], answers: Answers, refusal: ActRefused) -> dict[str, str]:
    """Return a refusal about the case as an error of its question, or of another if the form does not ask for it."""
    if any(one.name == "case" for one in asked):
        return given.wrong_case(refusal)
    return _error_at(asked, answers, str(refusal))


def _target(question: Question) -> str:
    return {"today": "on-today", "date": f"{question.name}-day"}.get(question.kind, question.name)
