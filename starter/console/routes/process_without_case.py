"""The form that starts a process for a child who has no case, built for each group of the registry."""

# No `from __future__ import annotations`: FastAPI must read the annotations built for each group.

import asyncio
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from casework.access.permissions import Person, Right, Scope, scope_of
from casework.processes.form import fields_of
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.question import MOST_OPTIONS, Question
from casework.processes.registry import of_group
from office.calling_without_case import call_without_case, pupil_from
from office.dependencies import Parts
from office.refusals import ActRefused
from starter.console.routes.call_form import call_page, call_questions
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.answers import Answers, error_at, read
from starter.console.views.intake import choices_of
from starter.console.views.reader import PageReader
from starter.console.views.setting_answers import with_settings_found
from statute.words import capital

Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_CHILD = (
    Question("child_name", "Name of the child or young person", "code", required=True),
    Question("born_on", "Date of birth", "date", required=True),
    Question("upn", "Unique pupil number (optional)", "code"),
)


def add_without_case(router: APIRouter, group: Group) -> None:
    """Add the form of the kind of a group that children without a case can have, if there is one."""
    process = next((one for one in of_group(group) if one.may_have_no_case), None)
    if process is None:
        return
    at = f"{group.shown.address}/without-case"

    @router.get(at)
    def new(request: Request, parts: Here, who: Who) -> Response:
        """Show the form."""
        reader, asked = _form(request, parts, who, process)
        return call_page(request, reader, process, asked, Answers({}, None, None, {}), without_case=True)

    @router.post(at)
    async def call(request: Request, parts: Here, who: Who) -> Response:
        """Start the process, and make the record of the child if there is none."""
        reader, asked = await asyncio.to_thread(_form, request, parts, who, process)
        sent = await request.form()
        raw = {name: [str(value) for value in sent.getlist(name)] for name in sent if name != "csrf"}
        asked, raw, unclear = await asyncio.to_thread(with_settings_found, parts.database, asked, raw)
        answers = read(asked, raw, reader.today)
        answers = replace(answers, errors={**answers.errors, **unclear})
        if answers.errors:
            return call_page(request, reader, process, asked, answers, without_case=True)
        try:
            pupil, given = _taken_apart(process, answers)
            made = await call_without_case(await parts.office(), parts.gate, who, process, pupil, given)
        except ActRefused as refusal:
            wrong = error_at(asked, answers, str(refusal))
            answers = replace(answers, errors=wrong)
            return call_page(request, reader, process, asked, answers, without_case=True)
        return RedirectResponse(f"{group.shown.address}/{made}?done=called", status_code=303)


def _form(
    request: Request, parts: Parts, who: Person, process: Process[Any]
) -> tuple[PageReader, tuple[Question, ...]]:
    reader, asked = call_questions(request, parts, who, process)
    return reader, (*_CHILD, *_team(parts, who), *(one for one in asked if one.name != "case"))


def _team(parts: Parts, who: Person) -> tuple[Question, ...]:
    """Return the question for the team, unless the person is in one team only."""
    if scope_of(who, Right.ACT) is Scope.ALL:
        with parts.database.read() as session:
            options = choices_of(session).teams
    else:
        options = tuple((one, capital(one)) for one in sorted(who.teams))
    if len(who.teams) == 1:
        options = ()
    kind = "radios" if len(options) <= MOST_OPTIONS else "list"
    label = "Which team works on the referral?"
    return (Question("team", label, kind, required=True, options=options),) if options else ()


def _taken_apart(process: Process[Any], answers: Answers) -> tuple[Any, dict[str, Any]]:
    given = fields_of(answers.fields, process.pages.days)
    born = date.fromisoformat(str(given.pop("born_on")))
    pupil = pupil_from(given.pop("child_name"), born, given.pop("upn", None), given.pop("team", None))
    return pupil, {**given, **({"on": answers.on.isoformat()} if answers.on is not None else {})}
