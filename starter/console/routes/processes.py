"""The pages of processes, built for each group of the registry: the list, one process, and the forms of its acts."""

# No `from __future__ import annotations`: FastAPI must read the annotations built for each group.

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.case.actions import Act, Action
from casework.processes.bundle_order import bundle_order
from casework.processes.form import fields_of
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.registry import GROUPS, has_reviews, of_group
from office import bundles
from office.dependencies import Parts
from office.office import opaque
from office.papers import not_compared
from office.process_acts import act_in, is_only_by_service
from office.process_acts import call as call_process
from office.process_lists import listings_of
from office.process_preview import letters_of_process, refusal_of_process
from office.refusals import ActRefused
from office.several_processes import for_several
from records import meeting_places
from records import processes as rows
from starter.console.exports import MOST_ROWS
from starter.console.routes.call_form import call_page, call_questions
from starter.console.routes.process_acts import ActForm, answer, ask
from starter.console.routes.process_lists import add_lists
from starter.console.routes.process_papers import (
    LONGEST_PLACE,
    add_bundle,
    add_pack,
    add_place,
    kind_of,
    reader_of,
)
from starter.console.routes.process_without_case import add_without_case
from starter.console.routes.review_planning import add_planning
from starter.console.routes.several_processes import add_several
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import letters as letter_views
from starter.console.views import processes as views
from starter.console.views.answers import Answers, error_at, read, wrong_case
from starter.console.views.case import file_of
from starter.console.views.page import export_of, html
from starter.console.views.paging import LONGEST, Wanted, page_number
from starter.console.views.reader import PageReader
from starter.console.views.setting_answers import with_settings_found
from workflows.messages import ActMessage

Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


def routers() -> tuple[APIRouter, ...]:
    """Return the router of each group."""
    return tuple(_router_of(group) for group in GROUPS)


def _router_of(group: Group) -> APIRouter:
    router = APIRouter(default_response_class=HTMLResponse)
    _add_list(router, group)
    calls = [process for process in of_group(group) if process.pages.called_by is not None]
    if calls:
        _add_call(router, group, calls[0])
        add_without_case(router, group)
    if listings_of(group):
        add_lists(router, group)
    if has_reviews(group):
        add_planning(router, group)
    if for_several(group):
        add_several(router, group)
    _add_page(router, group)
    _add_acts(router, group)
    if any(process.pages.has_place for process in of_group(group)):
        add_place(router, group)
    if any(process.bundle_file is not None for process in of_group(group)):
        add_bundle(router, group)
    if any(process.takes_in for process in of_group(group)):
        add_pack(router, group)
    return router


def _add_list(router: APIRouter, group: Group) -> None:
    at, word = group.shown.address, group.shown.page.over

    @router.get(at)
    def listing(request: Request, parts: Here, who: Who) -> HTMLResponse:
        """Show the processes of the group that the person may see."""
        parts.gate.check(who, group.rights.see)
        query = request.query_params
        most = MOST_ROWS if export_of(request) else LONGEST
        shown = views.listing(
            reader_of(request, parts, who, group),
            over=bool(query.get(word)),
            wanted=Wanted(page_number(query.get("page", "")), most),
        )
        return html(request, "process_list.html", **shown)


def _add_call(router: APIRouter, group: Group, process: Process[Any]) -> None:
    at, form = group.shown.address, process.pages.called_by
    assert form is not None

    @router.get(f"{at}/new")
    def new(request: Request, parts: Here, who: Who) -> Response:
        """Show the form that starts a process."""
        reader, asked = call_questions(request, parts, who, process)
        return call_page(request, reader, process, asked, _proposed(request, process, reader))

    @router.post(f"{at}/new")
    async def call(request: Request, parts: Here, who: Who) -> Response:
        """Start a process."""
        reader, asked = await asyncio.to_thread(call_questions, request, parts, who, process)
        sent = await request.form()
        raw = {name: [str(value) for value in sent.getlist(name)] for name in sent if name != "csrf"}
        asked, raw, unclear = await asyncio.to_thread(with_settings_found, parts.database, asked, raw)
        answers = read(asked, raw, reader.today)
        answers = replace(answers, errors={**answers.errors, **unclear})
        given = process.pages.given(_with_days(process, answers))
        answers = replace(answers, errors={**answers.errors, **given.errors})
        if answers.errors:
            return await asyncio.to_thread(call_page, request, reader, process, asked, answers)
        if process.called_with is not None:
            case = str(given.fields["case"])
            try:
                await asyncio.to_thread(parts.gate.check, who, process.rights.act, case)
            except ActRefused as refusal:
                answers = replace(answers, errors=wrong_case(refusal))
                return await asyncio.to_thread(call_page, request, reader, process, asked, answers)
        try:
            made = await call_process(await parts.office(), process.kind, given.fields, who.id)
        except ActRefused as refusal:
            found = error_at(asked, answers, str(refusal))
            wrong = {name if name != "on" else form.wrong_at: said for name, said in found.items()}
            answers = replace(answers, errors=wrong)
            return await asyncio.to_thread(call_page, request, reader, process, asked, answers)
        left = await _record_then(parts, who, made, given.then)
        return RedirectResponse(f"{at}/{made}?done=called&left={left}", status_code=303)


def _proposed(request: Request, process: Process[Any], reader: PageReader) -> Answers:
    """Return the answers that the form shows first: those of the address, else those that the process proposes."""
    sent = {name: request.query_params.getlist(name) for name in request.query_params}
    raw = {**{name: list(one) for name, one in process.pages.proposed(reader).items()}, **sent}
    return Answers(raw, None, None, {})


async def _record_then(parts: Parts, who: Person, process_id: str, acts: Iterable[Act]) -> int:
    """Record the acts that follow the call of a process, and return how many were refused."""
    office, refused = await parts.office(), 0
    for act in acts:
        message = ActMessage(
            action=act.action, on=parts.today(), of=act.of, fields=dict(act.fields), by=who.id, request_id=f"page-{opaque()}"
        )  # fmt: skip
        try:
            await asyncio.to_thread(
                parts.gate.check_process, who, process_id, act.action, act.of, message.fields
            )
            await act_in(office, process_id, message)
        except ActRefused:
            refused += 1
    return refused


def _add_page(router: APIRouter, group: Group) -> None:
    at = group.shown.address

    @router.get(f"{at}/{{{group.noun}_id}}")
    def one(
        request: Request,
        parts: Here,
        who: Who,
        process_id: Annotated[str, Path(alias=f"{group.noun}_id")],
        done: str = "",
        left: int = 0,
    ) -> HTMLResponse:
        """Show one process: its status, history and the acts that may be recorded."""
        process = kind_of(group, process_id)
        parts.gate.check_process(who, process_id)
        reader = reader_of(request, parts, who, group)
        told = views.process_view(reader, process_id)
        page = views.with_people(process.pages.page(told, reader), process.pages.people(told, reader))
        with parts.database.read() as session:
            place = meeting_places.place_of(session, process_id)
            shared = bundles.shared_with(session, who, process_id)
        if page.personal is not None:
            right = Right.SEE_PERSONAL if process.pages.reads_cases else process.rights.see
            parts.gate.note(who, right, process_id, page.personal)
        own = group.shown.page.own if reader.sees_own_only else None
        return html(
            request,
            "process.html",
            title=page.title,
            page=page,
            at=at,
            back=own.back if own else group.shown.page.back,
            done=["The place is saved."] if done == "place" else _done(process, done, left),
            place=place,
            may_place=process.pages.has_place
            and reader.may_act(process_id)
            and not process.pages.is_over(told),
            pack=process.pages.pack(told),
            shared=shared,
            bundle=_bundle_link(process, told, reader),
            longest_place=LONGEST_PLACE,
        )


def _add_acts(router: APIRouter, group: Group) -> None:
    path = f"{group.shown.address}/{{{group.noun}_id}}/act/{{action}}"

    @router.get(path)
    def questions(
        request: Request,
        parts: Here,
        who: Who,
        process_id: Annotated[str, Path(alias=f"{group.noun}_id")],
        action: str,
        case: str = "",
    ) -> Response:
        """Show the questions of an act."""
        return ask(request, act_form(request, parts, who, group, process_id, action, case or None))

    @router.post(path)
    async def record(
        request: Request,
        parts: Here,
        who: Who,
        process_id: Annotated[str, Path(alias=f"{group.noun}_id")],
        action: str,
        case: str = "",
    ) -> Response:
        """Record an act."""

        def load_form() -> ActForm:
            return act_form(request, parts, who, group, process_id, action, case or None)

        return await answer(request, parts, load_form, act_in)


def act_form(
    request: Request,
    parts: Parts,
    who: Person,
    group: Group,
    process_id: str,
    action: str,
    case: str | None = None,
) -> ActForm:
    """Return the form of an act in a process, for a person who may record it. Raises NotAllowed or ActRefused."""
    process = kind_of(group, process_id)
    pages = process.pages
    parts.gate.check_process(
        who, process_id, action, case if _is_about_case(group, process_id, action) else None
    )
    known = process.acts.get(action)
    if known is None or is_only_by_service(process, action):
        raise ActRefused(f"There is no such act. Choose one on the page of the {group.noun}.")
    if known.of == "case" and action not in pages.asks_case and case is None:
        raise ActRefused(f"Choose the case on the page of the {group.noun}, then choose what to record.")
    reader = reader_of(request, parts, who, group)
    content = views.process_view(reader, process_id)
    with parts.database.read() as session:
        row = rows.find(session, process_id)
    assert row is not None
    caption = pages.caption(content)
    if case is not None:
        caption = f"{reader.child_of(case) or case}, {caption[0].lower()}{caption[1:]}"
    return ActForm(
        process_id=process_id,
        action=known,
        caption=caption,
        back=pages.at(process_id),
        address=pages.act_at(process_id, action, case),
        questions=pages.questions(known, content, reader, case),
        days=pages.days,
        today=reader.today,
        seen=row.seq,
        who=who,
        case=case,
        warning=pages.warnings.get(action),
        at_once=action in pages.in_one_step,
        proposed=pages.begins_with(known, content, reader),
        refusal=lambda act: refusal_of_process(parts.database, who, process_id, known, act, reader.today),
        check_case=lambda message: _check_case(parts, who, group, process_id, message),
        letters=lambda act: {
            **_letters(parts, who, process_id, known, act),
            "warnings": _not_compared(
                parts, who, case or row.case_id, None if action in pages.shows_papers else act
            ),
        },
    )


def _check_case(parts: Parts, who: Person, group: Group, process_id: str, message: ActMessage) -> None:
    """Check that a person may record an act about its case. Raises NotAllowed or NoSuchCase."""
    if _is_about_case(group, process_id, message.action) and message.of is not None:
        parts.gate.check_process(who, process_id, message.action, message.of, message.fields)


def _not_compared(parts: Parts, who: Person, case_id: str | None, act: Act | None) -> tuple[str, ...]:
    """Return the warnings about documents of a case that were not compared: those of an act, or all without one."""
    if case_id is None or not parts.gate.may(who, Right.SEE_PERSONAL, case_id):
        return ()
    with parts.database.read() as session:
        return not_compared(session, case_id, act.fields if act is not None else None)


def _letters(parts: Parts, who: Person, process_id: str, action: Action, act: Act) -> dict[str, Any]:
    """Return the letters that an act would send, and log it where they show personal details."""
    found = letters_of_process(parts.database, who, process_id, action, act, parts.today(), parts.policy)
    if found is None:
        return {}
    files = [(file_of(parts.database, who, one.case_id, parts.today()), one.letters) for one in found]
    for file, letters in files:
        if file.personal and letters:
            parts.gate.note(who, Right.SEE_PERSONAL, file.id, f"letters of {action.name}")
    return letter_views.previewed_of_cases(files)


def _with_days(process: Process[Any], answers: Answers) -> dict[str, Any]:
    """Return the answers, with the date of the act that starts the process."""
    if process.called_with is None:
        return answers.fields
    day = {"on": answers.on.isoformat()} if answers.on is not None else {}
    return {**fields_of(answers.fields, process.pages.days), **_case_in(answers), **day}


def _case_in(answers: Answers) -> dict[str, Any]:
    return {"case": answers.fields["case"]} if "case" in answers.fields else {}


def _is_about_case(group: Group, process_id: str, action: str) -> bool:
    """Whether an act is about one of the cases of a process."""
    known = kind_of(group, process_id).acts.get(action)
    return known is not None and known.of == "case"


def _bundle_link(process: Process[Any], told: Any, reader: PageReader) -> tuple[str, str] | None:
    """Return the address and the title of the bundle of a process, for a reader who may make one."""
    order, case = bundle_order(process), told.get("case")
    if order is None or not case or not (reader.acts_in_case(case) and reader.reads_case(case)):
        return None
    return f"/cases/{case}/bundles/{process.pages.id_of(told)}", order.title


def _done(process: Process[Any], done: str, left: int) -> list[str] | None:
    """Return the banner after a process was started or an act was recorded, or None. `left` acts after the start were refused."""
    form = process.pages.called_by
    if done == "called" and form is not None:
        cases = "1 case" if left == 1 else f"{left} cases"
        return [
            form.done,
            *([f"{cases} could not be listed. List each of them to see why."] if left > 0 else []),
        ]
    known = process.acts.get(done)
    return [f"Recorded: {known.said}."] if known is not None else None
