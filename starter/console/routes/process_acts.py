"""Recording an act in a process: questions, a check of the answers, the write."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from casework.access.permissions import Person
from casework.case.actions import Action
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
from workflows.messages import ActMessage

_REQUEST_ID = re.compile(r"page-[a-z0-9]{12}")
_SENT = ("csrf", "step", "request_id", "seen", "case")
Record = Callable[[Office, str, ActMessage], Awaitable[Any]]
"""What records an act, given the id of the process."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One act as a person is recording it. `owner` is the process, `seen` its step as it is read now, `days` how many days are asked for
    a particular that is a list of days."""

    owner: str
    action: Action
    caption: str
    back: str
    address: str
    asked: tuple[Question, ...]
    days: Mapping[str, int]
    today: date
    seen: int
    who: Person
    case: str | None = None
    warning: str | None = None

    def page(self, request: Request, template: str, answers: Answers, status: int, **more: Any) -> Response:
        """A page of this act."""
        return html(
            request,
            template,
            status=status,
            title=self.action.title,
            case_title=self.caption,
            back=self.back,
            action_address=self.address,
            questions=self.asked,
            answers=answers,
            targets={one.name: _target(one) for one in self.asked},
            longest_text=LONGEST_TEXT,
            today=self.today,
            first=False,
            **more,
        )

    def form(self, request: Request, answers: Answers, request_id: str, seen: int) -> Response:
        """The questions, with what was answered and what is wrong with it."""
        status = 400 if answers.errors else 200
        return self.page(request, "act.html", answers, status, request_id=request_id, seen=seen)

    def check(self, request: Request, answers: Answers, seen: int, stale: Stale | None = None) -> Response:
        """The answers to check; where somebody else has acted since, what they did."""
        return self.page(
            request,
            "act_check.html",
            answers,
            409 if stale else 200,
            rows=summary(self.asked, answers),
            warnings=[self.warning] if self.warning else [],
            stale=stale.sentence if stale else None,
            since=stale.since if stale else [],
            seen=self.seen if stale else seen,
        )


@dataclass(frozen=True, slots=True)
class Stale:
    """Why the workflow refused an act on what was no longer so, and what others have recorded since."""

    sentence: str
    since: list[dict[str, Any]] = field(default_factory=list)


def ask(request: Request, desk: Desk) -> Response:
    """The questions of an act; where it has none, what is to be recorded."""
    request_id = f"page-{opaque()}"
    if not desk.asked:
        return desk.check(request, Answers({"request_id": [request_id]}, None, None, {}), desk.seen)
    raw = {name: request.query_params.getlist(name) for name in request.query_params}
    return desk.form(request, Answers(raw, None, None, {}), request_id, desk.seen)


async def answer(request: Request, parts: Parts, at_desk: Callable[[], Desk], record: Record) -> Response:
    """Read the answers; show them to be checked; record the act. `at_desk` sits down anew each time it is called."""
    desk = await asyncio.to_thread(at_desk)
    form = await request.form()
    raw = {
        name: [str(value) for value in form.getlist(name)]
        for name in form
        if name not in _SENT or name == "case"
    }
    step, request_id, seen = (str(form.get(name, "")) for name in ("step", "request_id", "seen"))
    if not _REQUEST_ID.fullmatch(request_id) or not (seen.isascii() and seen.isdecimal() and len(seen) < 9):
        raise ActRefused("This form is not whole; go back, and begin again.")
    answers = given.read(desk.asked, raw, desk.today)
    kept = replace(answers, raw={**raw, "request_id": [request_id]})
    if step == "change":
        if not desk.asked:
            return RedirectResponse(desk.back, status_code=303)
        return await asyncio.to_thread(desk.form, request, replace(answers, errors={}), request_id, int(seen))
    if answers.errors:
        return await asyncio.to_thread(desk.form, request, answers, request_id, int(seen))
    if step != "record":
        return await asyncio.to_thread(desk.check, request, kept, int(seen))
    message = ActMessage(
        action=desk.action.name,
        on=answers.on or desk.today,
        of=answers.of or desk.case or answers.fields.get("case"),
        fields=fields_of(answers.fields, desk.days),
        by=desk.who.id,
        request_id=request_id,
        seen=int(seen),
    )
    try:
        await record(await parts.office(), desk.owner, message)
    except ActedSince as refusal:
        fresh = await asyncio.to_thread(at_desk)
        stale = await asyncio.to_thread(_stale, parts, fresh, int(seen), str(refusal))
        return await asyncio.to_thread(fresh.check, request, kept, int(seen), stale)
    except ActRefused as refusal:
        if not desk.asked:
            raise
        errors = _placed(desk.asked, answers, str(refusal))
        return await asyncio.to_thread(
            desk.form, request, replace(answers, errors=errors), request_id, int(seen)
        )
    return RedirectResponse(f"{desk.back}?done={desk.action.name}", status_code=303)


def _stale(parts: Parts, desk: Desk, seen: int, sentence: str) -> Stale:
    """What others have recorded since the person looked, and by what names people know them."""
    with parts.database.read() as session:
        lines = ledger.facts_of(session, desk.owner)
        known: Mapping[str, str] = staff.names(session)
    since = [
        {"text": line.text, "on": line.on, "by": known.get(line.by, line.by) if line.by else None}
        for line in lines
        if line.seq > seen and line.kind == "act" and line.by != desk.who.id
    ]
    return Stale(given.with_plain_words(sentence, known), since)


def _placed(asked: tuple[Question, ...], answers: Answers, sentence: str) -> dict[str, str]:
    """A refusal beside the answer that it is about; where no day was asked for, beside the first."""
    found = given.placed(asked, answers, given.with_plain_words(sentence))
    names = [one.name for one in asked]
    return {name if name in names else names[0]: said for name, said in found.items()}


def _target(question: Question) -> str:
    return {"today": "on-today", "date": f"{question.name}-day"}.get(question.kind, question.name)
