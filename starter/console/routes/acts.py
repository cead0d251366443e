"""Recording an act in a case: the questions, the check page and the write."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person
from casework.case import guard
from casework.case.actions import Act, Action
from casework.case.acts import CATALOGUE
from casework.case.back_dating import counted_from, with_claim, wrong_evidence
from casework.case.case import Case, after
from casework.case.earliest_final import earliest_final
from casework.case.ledger_line import events_of
from casework.case.stages import Stage
from casework.letters.notices import writes_to_people
from casework.processes.question import Question
from office import papers, standard_links
from office.dependencies import Parts
from office.known_fields import with_known
from office.office import opaque
from office.preview import Letter, letters_of
from office.refusals import ActedSince, ActRefused
from records import cases, ledger, settings
from starter.console.routes.cases import file_for
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers as given
from starter.console.views import exceptions
from starter.console.views import letters as letter_views
from starter.console.views import questions as asks
from starter.console.views.answers import Answers
from starter.console.views.case import File
from starter.console.views.exceptions import CLAIM
from starter.console.views.page import html
from starter.console.views.preset_answers import preset
from starter.console.views.setting_answers import with_settings_found
from workflows.messages import ActMessage

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_REQUEST_ID = re.compile(r"page-[a-z0-9]{12}")
_SENT = ("csrf", "step", "request_id", "seen")
_ASKING = ("change", "ground", "first")
"""Steps that show questions: change all answers, choose the ground of an exception again, or answer for that ground."""


class ActForm:
    """The form of one act in one case for one person."""

    def __init__(self, parts: Parts, who: Person, case_id: str, action: str, ground: str = "") -> None:
        if action not in CATALOGUE:
            raise ActRefused("There is no such act. Choose one on the case page.")
        if (why := guard.only_reported(action)) is not None:
            raise ActRefused(why)
        self.parts, self.who, self.case_id = parts, who, case_id
        self.action: Action = CATALOGUE[action]
        parts.gate.check_act(who, case_id, action, {})
        self.file: File = file_for(parts, who, case_id)
        with parts.database.read() as session:
            events = events_of(ledger.facts_of(session, case_id))
            obligations = cases.obligations_of(session, case_id)
        self.case = Case(Stage(self.file.case["stage"]), events)
        self.earliest = earliest_final(obligations)
        self.questions: tuple[Question, ...] = asks.questions(
            self.file, self.case, self.action, asks.choices_of(parts.database, self.file)
        )
        if action == CLAIM:
            self.questions = exceptions.asked(self.questions, ground, self.file.pack)

    @property
    def asks_ground_only(self) -> bool:
        """Whether the ground of an exception must be chosen before the other questions are known."""
        return self.action.name == CLAIM and len(self.questions) == 1

    @property
    def sequence(self) -> int:
        """Return the current sequence number of the case."""
        return int(self.file.case["sequence"])

    def unknown_settings(self, answers: Answers) -> dict[str, str]:
        """Return an error for each URN that is not in the register, and look up the names of the others.

        Without a loaded register, every URN is accepted.
        """
        urns = given.urns(self.questions, answers)
        filled_in = str(answers.fields.get("setting") or "").removeprefix("urn-")
        with self.parts.database.read() as session:
            named = [filled_in, *(urn for each in urns.values() for urn in each)]
            names = settings.names_of_settings(session, named)
            loaded = settings.last_load(session) is not None
        self.file = replace(self.file, settings={**self.file.settings, **names})
        return {
            name: f"There is no setting {urn} in the register. Check the number."
            for name, each in urns.items()
            for urn in each
            if loaded and urn not in names
        }

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions of the questions page: all but those that the check page asks."""
        return tuple(one for one in self.questions if one.name not in asks.ON_CHECK_PAGE)

    def read(self, raw: given.Raw) -> Answers:
        """Return the answers as read, with what a chosen process knows."""
        self.questions, raw, unclear = with_settings_found(self.parts.database, self.questions, raw)
        answers = given.read(self.questions, raw, self.parts.today())
        answers = replace(answers, errors={**answers.errors, **unclear})
        with self.parts.database.read() as session:
            return replace(answers, fields=with_known(session, self.action, answers.fields))

    def act(self, answers: Answers) -> Act:
        """The act as it would be recorded: without evidence, an earlier day of telling counts from today."""
        act = answers.act(self.action)
        assert act.on is not None
        on = counted_from(self.action, act.on, act.fields, self.parts.today())
        return replace(act, on=on, fields={**act.fields, **with_claim(act.on, on)})

    def also(self, answers: Answers) -> list[Act]:
        """Return the requests for advice that are recorded together with the act."""
        asked = answers.fields.get(asks.ALSO_ASK, ())
        return [Act("advice_requested", self.parts.today(), of) for of in asked]

    def why_not(self, answers: Answers) -> str | None:
        """Return why the records do not allow the act, or None. The workflow checks again when it is recorded."""
        of = [answers.of] if answers.of is None or not self.action.many else answers.of.split(",")
        act, case = self.act(answers), self.case
        for one in (*(replace(act, of=each) for each in of), *self.also(answers)):
            if (why := guard.refusal(case, one, self.parts.today(), self.earliest)) is not None:
                return why
            case = case if self.action.many else after(case, one)
        if (why := wrong_evidence(answers.fields)) is not None:
            return why
        with self.parts.database.read() as session:
            if (
                why := standard_links.why_not(session, self.case_id, self.action.name, answers.fields)
            ) is not None:
                return why
            return papers.why_not_this_paper(session, self.case_id, self.action, answers.fields)

    def findings(self, answers: Answers) -> tuple[list[dict[str, Any]], str]:
        """Return the weak points of the plan that the act sends, and the code that shows that they were shown."""
        with self.parts.database.read() as session:
            found, code = papers.findings_to_accept(session, self.action, answers.fields)
        return [asdict(one) for one in found], code

    def page(
        self, request: Request, template: str, answers: Answers, status: int = 200, **more: Any
    ) -> HTMLResponse:
        """Return a page of this form."""
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
            targets={one.name: given.target(one, answers) for one in self.questions},
            longest_text=asks.LONGEST_TEXT,
            today=self.parts.today(),
            first=self.asks_ground_only,
            at_once=self.is_at_once,
            **more,
        )

    def questions_page(self, request: Request, answers: Answers, request_id: str, seen: int) -> HTMLResponse:
        """Return the questions page, with the answers and errors so far."""
        return self.page(
            request, "act.html", answers, 400 if answers.errors else 200, request_id=request_id, seen=seen
        )

    def check_page(
        self,
        request: Request,
        answers: Answers,
        seen: int,
        stale: str | None = None,
        unaccepted: bool = False,
    ) -> HTMLResponse:
        """Return the check page. If `stale` is given, list what others recorded since this person looked.

        `unaccepted` is whether the person must still accept what the checks of the plan found.
        """
        since = [
            {"text": line["text"], "on": line["on"], "by": self.file.staff_name(line["by"])}
            for line in self.file.lines
            if line["sequence"] > seen and line["kind"] == "act" and line["by"] != self.who.id
        ]
        warnings = self.warnings(answers)
        findings, code = self.findings(answers)
        incomplete = (
            exceptions.incomplete(answers.fields, self.file.pack) if self.action.name == CLAIM else None
        )
        return self.page(
            request,
            "act_check.html",
            answers,
            409 if stale else 400 if unaccepted else 200,
            rows=given.summary(self.file, self.asked, answers),
            **letter_views.previewed(self.file, self.letters(answers)),
            findings=findings,
            findings_code=code,
            accepts=self.who.id,
            unaccepted=unaccepted,
            warnings=(*warnings, incomplete) if incomplete else warnings,
            stale=stale,
            since=since,
            seen=self.sequence if stale else seen,
        )

    def letters(self, answers: Answers) -> list[Letter]:
        """Return the letters and messages that recording the act would send."""
        act = self.act(answers)
        of = act.of.split(",") if act.of and self.action.many else [act.of]
        names = {each.name for each in self.action.fields if each.kind == "text"}
        texts = {name: str(value) for name, value in answers.fields.items() if name in names}
        acts = [*(replace(act, of=each) for each in of), *self.also(answers)]
        return letters_of(
            self.parts.database, self.case_id, acts, texts, self.parts.policy, datetime.now(UTC)
        )

    def from_elsewhere(self, request: Request, raw: given.Raw) -> HTMLResponse:
        """Return the check page for answers that another page gives, or the questions if they do not do."""
        request_id = f"page-{opaque()}"
        answers = self.read(raw)
        if not answers.errors and (why := self.why_not(answers)) is not None:
            answers = _refused(self, answers, why)
        if answers.errors:
            return self.questions_page(request, answers, request_id, self.sequence)
        kept = replace(answers, raw={**raw, "request_id": [request_id]})
        return self.check_page(request, kept, self.sequence)

    @property
    def is_at_once(self) -> bool:
        """Whether the act can be recorded without a check page, if nothing comes of its answers that must be read."""
        return self.action.name != CLAIM and not writes_to_people(self.action.name, self.parts.today())

    def is_plain(self, answers: Answers) -> bool:
        """Whether recording the act writes to no one outside, and there is nothing to read before it."""
        if self.action.name == CLAIM or any(not one.is_inside for one in self.letters(answers)):
            return False
        return not self.warnings(answers) and not self.findings(answers)[0]

    def warnings(self, answers: Answers) -> tuple[str, ...]:
        """Return what the person should read before the act is recorded."""
        with self.parts.database.read() as session:
            unread = papers.not_compared(session, self.case_id, answers.fields) if self.file.personal else ()
        return (*guard.warnings(self.case, self.act(answers), self.parts.today()), *unread)

    def is_unaccepted(self, answers: Answers) -> bool:
        """Whether the checks of the plan found weak points that the person has not accepted after reading them."""
        found, code = self.findings(answers)
        fields = answers.fields
        return bool(found) and not (
            fields.get("findings_accepted_by") and fields.get("findings_seen") == code
        )


@router.get("/cases/{case_id}/act/{action}", response_class=HTMLResponse)
def ask(request: Request, parts: Here, who: Who, case_id: str, action: str) -> HTMLResponse:
    """Show the questions of an act. `again` copies the answers of an earlier ledger line."""
    form = ActForm(parts, who, case_id, action, request.query_params.get("ground", ""))
    again = request.query_params.get("again", "")
    line = next(
        (one for one in form.file.lines if str(one["number"]) == again and one["event"] == action), None
    )
    if line is not None:
        form = ActForm(parts, who, case_id, action, str(line["fields"].get("ground", "")))
    known = {one.name for one in form.questions}
    raw = (
        given.raw_of_line(line, form.questions)
        if line is not None
        else {
            **preset(form.file, form.case, form.action, form.asked),
            **{name: request.query_params.getlist(name) for name in request.query_params if name in known},
        }
    )
    return form.questions_page(request, Answers(raw, None, None, {}), f"page-{opaque()}", form.sequence)


@router.post("/cases/{case_id}/act/{action}", response_class=HTMLResponse)
async def answer(request: Request, parts: Here, who: Who, case_id: str, action: str) -> Response:
    """Show errors, the check page or another step of the form; on the last step record the act."""
    sent = await request.form()
    raw = {name: [str(value) for value in sent.getlist(name)] for name in sent if name not in _SENT}
    step, request_id, seen = (str(sent.get(name, "")) for name in ("step", "request_id", "seen"))
    if not _REQUEST_ID.fullmatch(request_id) or not (seen.isascii() and seen.isdecimal() and len(seen) < 9):
        raise ActRefused("Part of this form is missing. Open the case and start again.")
    ground = next(iter(raw.get("ground", ())), "") if step != "ground" else ""
    form = await asyncio.to_thread(ActForm, parts, who, case_id, action, ground)
    answers = await asyncio.to_thread(form.read, raw)
    kept = Answers(
        {**raw, "request_id": [request_id]}, answers.on, answers.of, answers.fields, answers.errors
    )
    wrong = {**await asyncio.to_thread(form.unknown_settings, answers), **answers.errors}
    answers = replace(answers, errors=wrong)
    if answers.errors or step in _ASKING:
        is_new = step in ("change", "ground") or (step == "first" and not form.asks_ground_only)
        shown = replace(answers, errors={}) if is_new else answers
        return await asyncio.to_thread(form.questions_page, request, shown, request_id, int(seen))
    if step != "record":
        if (why := form.why_not(answers)) is not None:
            return await asyncio.to_thread(
                form.questions_page, request, _refused(form, answers, why), request_id, int(seen)
            )
        if step != "now" or not await asyncio.to_thread(form.is_plain, answers):
            return await asyncio.to_thread(form.check_page, request, kept, int(seen))
    return await _record(request, form, kept, answers, request_id, int(seen))


async def _record(
    request: Request, form: ActForm, kept: Answers, answers: Answers, request_id: str, seen: int
) -> Response:
    parts, who, also = form.parts, form.who, form.also(answers)
    answers = replace(
        answers, fields={name: one for name, one in answers.fields.items() if name != asks.ALSO_ASK}
    )
    if await asyncio.to_thread(form.is_unaccepted, answers):
        return await asyncio.to_thread(form.check_page, request, kept, seen, unaccepted=True)
    await asyncio.to_thread(parts.gate.check_act, who, form.case_id, form.action.name, answers.fields)
    office = await parts.office()
    assert answers.on is not None
    message = ActMessage(
        action=form.action.name,
        on=answers.on,
        of=answers.of,
        fields=dict(answers.fields),
        by=who.id,
        request_id=request_id,
        seen=seen,
    )
    try:
        await office.act(form.case_id, message)
    except ActedSince as refusal:
        ground = str(answers.fields.get("ground", ""))
        fresh = await asyncio.to_thread(ActForm, parts, who, form.case_id, form.action.name, ground)
        sentence = given.with_plain_words(str(refusal), fresh.file.staff)
        return await asyncio.to_thread(fresh.check_page, request, kept, seen, sentence)
    except ActRefused as refusal:
        return await asyncio.to_thread(
            form.questions_page, request, _refused(form, answers, str(refusal)), request_id, seen
        )
    done = [request_id]
    if also:
        too = ActMessage(
            action=also[0].action,
            on=parts.today(),
            of=",".join(str(one.of) for one in also),
            fields={},
            by=who.id,
            request_id=f"{request_id}-advice",
        )
        with suppress(ActRefused):  # then the page of the case shows it as the next job
            await asyncio.to_thread(parts.gate.check_act, who, form.case_id, too.action, {})
            await office.act(form.case_id, too)
            done.append(too.request_id)
    return RedirectResponse(f"/cases/{form.case_id}?{urlencode({'done': done}, doseq=True)}", status_code=303)


def _refused(form: ActForm, answers: Answers, why: str) -> Answers:
    """Return the answers with the refusal as the error of the question it is about."""
    sentence = given.with_plain_words(why, form.file.staff)
    return Answers(
        answers.raw, answers.on, answers.of, answers.fields, given.error_at(form.questions, answers, sentence)
    )
