"""Recording an act: the questions, the check of the answers, and the write that the case then shows."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person
from casework.case import guard
from casework.case.actions import Action
from casework.case.acts import CATALOGUE
from casework.case.case import Case
from casework.case.earliest_final import earliest_final
from casework.case.ledger_line import events_of
from casework.case.stages import Stage
from casework.processes.question import Question
from office.dependencies import Parts
from office.office import opaque
from office.refusals import ActedSince, ActRefused
from records import cases, ledger, settings
from starter.console.routes.cases import file_for
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers as given
from starter.console.views import exceptions
from starter.console.views import questions as asks
from starter.console.views.answers import Answers
from starter.console.views.case import File
from starter.console.views.exceptions import CLAIM
from starter.console.views.page import html
from workflows.messages import ActMessage

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_REQUEST_ID = re.compile(r"page-[a-z0-9]{12}")
_SENT = ("csrf", "step", "request_id", "seen")
_ASKING = ("change", "ground", "first")
"""The steps after which the questions are asked: anew, the ground of an exception again, or what that ground needs."""


class Desk:
    """One act in one case, as a person is recording it."""

    def __init__(self, parts: Parts, who: Person, case_id: str, action: str, ground: str = "") -> None:
        if action not in CATALOGUE:
            raise ActRefused(f"There is no act {action!r}; choose one on the page of the case.")
        self.parts, self.who, self.case_id = parts, who, case_id
        self.action: Action = CATALOGUE[action]
        parts.gate.check_act(who, case_id, action, {})
        self.file: File = file_for(parts, who, case_id)
        with parts.database.read() as session:
            events = events_of(ledger.facts_of(session, case_id))
            obligations = cases.obligations_of(session, case_id)
        self.case = Case(Stage(self.file.case["stage"]), events)
        self.earliest = earliest_final(obligations)
        self.asked: tuple[Question, ...] = asks.questions(
            self.file, self.case, self.action, asks.choices_of(parts.database, self.file)
        )
        if action == CLAIM:
            self.asked = exceptions.asked(self.asked, ground, self.file.pack)

    @property
    def is_first(self) -> bool:
        """Whether something must be answered before it is known what else to ask."""
        return self.action.name == CLAIM and len(self.asked) == 1

    @property
    def sequence(self) -> int:
        """The sequence of the case as it is read now."""
        return int(self.file.case["sequence"])

    def unknown(self, answers: Answers) -> dict[str, str]:
        """What is wrong with the numbers of settings, where the register is loaded; the good ones are known by name then."""
        written = given.urns(self.asked, answers)
        with self.parts.database.read() as session:
            names = settings.names_of_settings(session, [urn for each in written.values() for urn in each])
            loaded = settings.last_load(session) is not None
        self.file = replace(self.file, settings={**self.file.settings, **names})
        return {
            name: f"There is no setting {urn} in the register; check its number."
            for name, each in written.items()
            for urn in each
            if loaded and urn not in names
        }

    def why_not(self, answers: Answers) -> str | None:
        """Why the act may not be recorded, as far as the records know; the case itself is asked when it is recorded."""
        of = [answers.of] if answers.of is None or not self.action.many else answers.of.split(",")
        for each in of:
            act = answers.act(self.action)
            act = type(act)(act.action, act.on, each, act.fields)
            if (why := guard.refusal(self.case, act, self.parts.today(), self.earliest)) is not None:
                return why
        return None

    def page(
        self, request: Request, template: str, answers: Answers, status: int = 200, **more: Any
    ) -> HTMLResponse:
        """A page of this act."""
        return html(
            request,
            template,
            status=status,
            title=self.action.title,
            case_title=self.file.intake.child_name if self.file.intake else self.case_id,
            back=f"/cases/{self.case_id}",
            action_address=f"/cases/{self.case_id}/act/{self.action.name}",
            questions=self.asked,
            answers=answers,
            targets={one.name: given.target(one, answers) for one in self.asked},
            longest_text=asks.LONGEST_TEXT,
            today=self.parts.today(),
            first=self.is_first,
            **more,
        )

    def form(self, request: Request, answers: Answers, request_id: str, seen: int) -> HTMLResponse:
        """The questions, with what was answered and what is wrong with it."""
        return self.page(
            request, "act.html", answers, 400 if answers.errors else 200, request_id=request_id, seen=seen
        )

    def check(self, request: Request, answers: Answers, seen: int, stale: str | None = None) -> HTMLResponse:
        """The answers to check; where somebody has acted since, what they did."""
        since = [
            {"text": line["text"], "on": line["on"], "by": self.file.who(line["by"])}
            for line in self.file.lines
            if line["sequence"] > seen and line["kind"] == "act" and line["by"] != self.who.id
        ]
        warnings = guard.warnings(self.case, answers.act(self.action), self.parts.today())
        lacks = exceptions.lacking(answers.fields, self.file.pack) if self.action.name == CLAIM else None
        return self.page(
            request,
            "act_check.html",
            answers,
            409 if stale else 200,
            rows=given.summary(self.file, self.asked, answers),
            warnings=(*warnings, lacks) if lacks else warnings,
            stale=stale,
            since=since,
            seen=self.sequence if stale else seen,
        )


@router.get("/cases/{case_id}/act/{action}", response_class=HTMLResponse)
def ask(request: Request, parts: Here, who: Who, case_id: str, action: str) -> HTMLResponse:
    """The questions of an act."""
    desk = Desk(parts, who, case_id, action, request.query_params.get("ground", ""))
    again = request.query_params.get("again", "")
    line = next(
        (one for one in desk.file.lines if str(one["number"]) == again and one["event"] == action), None
    )
    if line is not None:
        desk = Desk(parts, who, case_id, action, str(line["fields"].get("ground", "")))
    known = {one.name for one in desk.asked}
    raw = (
        given.written(line, desk.asked)
        if line is not None
        else {name: request.query_params.getlist(name) for name in request.query_params if name in known}
    )
    return desk.form(request, Answers(raw, None, None, {}), f"page-{opaque()}", desk.sequence)


@router.post("/cases/{case_id}/act/{action}", response_class=HTMLResponse)
async def answer(request: Request, parts: Here, who: Who, case_id: str, action: str) -> Response:
    """Read the answers; show them to be checked; record the act."""
    form = await request.form()
    raw = {name: [str(value) for value in form.getlist(name)] for name in form if name not in _SENT}
    step, request_id, seen = (str(form.get(name, "")) for name in ("step", "request_id", "seen"))
    if not _REQUEST_ID.fullmatch(request_id) or not (seen.isascii() and seen.isdecimal() and len(seen) < 9):
        raise ActRefused("This form is not whole; open the case, and begin again.")
    ground = next(iter(raw.get("ground", ())), "") if step != "ground" else ""
    desk = await asyncio.to_thread(Desk, parts, who, case_id, action, ground)
    answers = given.read(desk.asked, raw, parts.today())
    kept = Answers(
        {**raw, "request_id": [request_id]}, answers.on, answers.of, answers.fields, answers.errors
    )
    wrong = {**await asyncio.to_thread(desk.unknown, answers), **answers.errors}
    answers = replace(answers, errors=wrong)
    if answers.errors or step in _ASKING:
        is_new = step in ("change", "ground") or (step == "first" and not desk.is_first)
        shown = replace(answers, errors={}) if is_new else answers
        return await asyncio.to_thread(desk.form, request, shown, request_id, int(seen))
    if step != "record":
        if (why := desk.why_not(answers)) is not None:
            return await asyncio.to_thread(
                desk.form, request, _refused(desk, answers, why), request_id, int(seen)
            )
        return await asyncio.to_thread(desk.check, request, kept, int(seen))
    return await _record(request, desk, kept, answers, request_id, int(seen))


async def _record(
    request: Request, desk: Desk, kept: Answers, answers: Answers, request_id: str, seen: int
) -> Response:
    parts, who = desk.parts, desk.who
    await asyncio.to_thread(parts.gate.check_act, who, desk.case_id, desk.action.name, answers.fields)
    office = await parts.office()
    assert answers.on is not None
    message = ActMessage(
        action=desk.action.name,
        on=answers.on,
        of=answers.of,
        fields=dict(answers.fields),
        by=who.id,
        request_id=request_id,
        seen=seen,
    )
    try:
        await office.act(desk.case_id, message)
    except ActedSince as refusal:
        ground = str(answers.fields.get("ground", ""))
        fresh = await asyncio.to_thread(Desk, parts, who, desk.case_id, desk.action.name, ground)
        sentence = given.with_plain_words(str(refusal), fresh.file.staff)
        return await asyncio.to_thread(fresh.check, request, kept, seen, sentence)
    except ActRefused as refusal:
        return await asyncio.to_thread(
            desk.form, request, _refused(desk, answers, str(refusal)), request_id, seen
        )
    return RedirectResponse(f"/cases/{desk.case_id}?done={request_id}", status_code=303)


def _refused(desk: Desk, answers: Answers, why: str) -> Answers:
    """The answers with the sentence of a refusal beside the one that it is about."""
    sentence = given.with_plain_words(why, desk.file.staff)
    return Answers(
        answers.raw, answers.on, answers.of, answers.fields, given.placed(desk.asked, answers, sentence)
    )
