"""Recording one act in several processes: the selection with its questions, the check page with a letter, and the result."""

# No `from __future__ import annotations`: FastAPI must read the annotations built for each group.

import asyncio
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.case.actions import Act
from casework.processes import form
from casework.processes.group import Group
from office import several_processes as several
from office.dependencies import Parts
from office.office import opaque
from office.process_preview import letters_of_process
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers as given
from starter.console.views import letters as letter_views
from starter.console.views.answers import Answers
from starter.console.views.bulk import summary
from starter.console.views.case import file_of
from starter.console.views.page import html
from starter.console.views.questions import LONGEST_TEXT

Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_OWN = ("csrf", "step", "process", "batch")


def add_several(router: APIRouter, group: Group) -> None:
    """Add the pages that record an act of a group in several processes at once."""
    at = f"{group.shown.address}/several/{{action}}"

    @router.get(at)
    def ask(request: Request, parts: Here, who: Who, action: str) -> HTMLResponse:
        """Show the processes to choose from, with the questions of the act."""
        parts.gate.check(who, group.rights.act)
        return _questions(request, parts, who, group, action, Answers({}, None, None, {}), None)

    @router.post(at)
    async def answer(request: Request, parts: Here, who: Who, action: str) -> Response:
        """Show errors or the check page; on the last step record the act in each process."""
        await asyncio.to_thread(parts.gate.check, who, group.rights.act)
        process, known = several.act_of_group(group, action)
        sent = await request.form()
        raw = {name: [str(value) for value in sent.getlist(name)] for name in sent if name not in _OWN}
        ids = frozenset(str(value) for value in sent.getlist("process"))
        answers = given.read(form.questions(known, {}), raw, parts.today())
        errors = answers.errors if ids else {"process": "Select at least one", **answers.errors}
        if errors or sent.get("step") == "change":
            shown = replace(answers, errors={} if sent.get("step") == "change" else errors)
            return await asyncio.to_thread(_questions, request, parts, who, group, action, shown, ids)
        act = Act(action, answers.on, None, answers.fields)
        chosen = await asyncio.to_thread(_checked, parts, who, process, ids, act)
        if sent.get("step") == "record":
            batch = str(sent.get("batch", ""))
            await several.record(await parts.office(), parts.gate, who, batch, chosen, act)
            return RedirectResponse(f"{group.shown.address}/several/{action}/{batch}", status_code=303)
        whys = {one.why for one in chosen}
        if len(whys) == 1 and (why := whys.pop()) is not None:
            at_fault = given.error_at(form.questions(known, {}), answers, given.with_plain_words(why))
            shown = replace(answers, errors=at_fault)
            return await asyncio.to_thread(_questions, request, parts, who, group, action, shown, ids)
        return await asyncio.to_thread(_check, request, parts, who, group, act, answers, chosen)

    @router.get(f"{at}/{{batch_id}}")
    def result(request: Request, parts: Here, who: Who, action: str, batch_id: str) -> HTMLResponse:
        """Show what was recorded, and what was not and why."""
        parts.gate.check(who, group.rights.act)
        _, known = several.act_of_group(group, action)
        found = several.results(parts.database, who, batch_id)
        done = sum(is_done for _, is_done in found)
        return _page(
            request, group, "process_several_result.html", title=known.title, results=found, done=done
        )


def _checked(parts: Parts, who: Person, process: Any, ids: frozenset[str], act: Act) -> list[several.Chosen]:
    with parts.database.read() as session:
        return several.checked(session, who, process, ids, act, parts.today())


def _questions(
    request: Request,
    parts: Parts,
    who: Person,
    group: Group,
    action: str,
    answers: Answers,
    ids: frozenset[str] | None,
) -> HTMLResponse:
    process, known = several.act_of_group(group, action)
    with parts.database.read() as session:
        choices = several.to_choose(session, who, process, action, parts.today())
    _note(parts, who, known.title, choices)
    asked = form.questions(known, {})
    return _page(
        request,
        group,
        "process_several.html",
        400 if answers.errors else 200,
        title=known.title,
        action=action,
        choices=choices,
        chosen=frozenset(one.process_id for one in choices) if ids is None else ids,
        questions=asked,
        answers=answers,
        targets={"process": "process", **{one.name: given.target(one, answers) for one in asked}},
        longest_text=LONGEST_TEXT,
        today=parts.today(),
    )


def _check(
    request: Request,
    parts: Parts,
    who: Person,
    group: Group,
    act: Act,
    answers: Answers,
    chosen: list[several.Chosen],
) -> HTMLResponse:
    """Show what will be recorded in which processes, with the letters of the first of them."""
    _, known = several.act_of_group(group, act.action)
    good = [one for one in chosen if one.why is None]
    first = good[0].process_id
    found = letters_of_process(parts.database, who, first, known, act, parts.today(), parts.policy) or []
    files = [(file_of(parts.database, who, one.case_id, parts.today()), one.letters) for one in found]
    _note(parts, who, known.title, chosen)
    return _page(
        request,
        group,
        "process_several_check.html",
        title=known.title,
        action=act.action,
        batch=f"batch-{opaque()}",
        summary=summary(form.questions(known, {}), answers),
        answers=answers,
        checked=chosen,
        good=good,
        plain=given.with_plain_words,
        **letter_views.previewed_of_cases(files),
    )


def _note(parts: Parts, who: Person, title: str, chosen: list[several.Chosen]) -> None:
    """Log that names were read, if any are shown."""
    named = sorted(one.case_id for one in chosen if one.name)
    if named:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"{title} in several: {', '.join(named)}")


def _page(request: Request, group: Group, template: str, status: int = 200, **more: Any) -> HTMLResponse:
    here = {"at": group.shown.address, "back": group.shown.page.back, "about": group.shown.page.title.lower()}
    return html(request, template, status=status, **here, **more)
