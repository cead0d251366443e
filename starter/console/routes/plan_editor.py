"""Writing the plan of a case: the sections, one section with its rows, and the version that the draft becomes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from casework.access.permissions import Person, Right
from casework.case.ledger_line import events_of
from casework.case.required_particulars import agreed_by_health
from casework.plans.plan import BadPlan
from casework.plans.template import Section
from office import plan_import, plan_quotes, plan_rows, plan_writing, plans
from office.dependencies import Parts
from office.plan_writing import Desk, Saved, Writing, section_of
from office.refusals import ActRefused
from office.standard_links import has_catalogue, row_notes
from office.uploads import LARGEST
from records import documents, people, staff
from records import plan_writing as drafts
from records.ledger import facts_of
from starter.console.plan_forms import number, sent_parts
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import plan_editor as view
from starter.console.views.labels import without_commands
from starter.console.views.page import html
from statute.local_time import london_date

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
DONE = {
    "begun": "You can write the plan now.",
    "removed": "The row was removed.",
    "dropped": "The provision was removed.",
    "restored": "The row is back.",
    "undone": "The last change of the row was undone.",
    "quoted": "The phrase was added to the row.",
    "unquoted": "The source of the quote was removed from the row.",
    "commented": "Your comment was added.",
    "resolved": "The comment was resolved.",
    "chosen": "Your choice was saved.",
    "saved": "The section was saved.",
}
"""What the page says after an action, by the word in its address."""


def may_write(parts: Parts, who: Person, case_id: str) -> None:
    """Check that a person may write the plan of a case. Raises NotAllowed or NoSuchCase."""
    parts.gate.check_works_on(who, case_id)


def desk_of(parts: Parts, who: Person, case_id: str) -> Desk:
    """Return the desk of a person who may write the plan of a case. Raises NotAllowed or NoSuchCase."""
    may_write(parts, who, case_id)
    return Desk(parts.database, case_id, who.id)


@router.get("/cases/{case_id}/plan", response_class=HTMLResponse)
def overview(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the sections of the plan, or how to start it."""
    desk = desk_of(parts, who, case_id)
    parts.gate.note(who, Right.SEE_PERSONAL, case_id)
    return overview_page(request, desk)


@router.post("/cases/{case_id}/plan/start")
async def start(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Start the plan from a version, or from what the case knows."""
    desk = await asyncio.to_thread(desk_of, parts, who, case_id)
    sent = await request.form()
    await asyncio.to_thread(plan_writing.begin, desk, str(sent.get("from") or "") or None)
    if sent.get("whole"):
        await asyncio.to_thread(plan_rows.add_first_rows, desk)
        return _to(f"/cases/{case_id}/plan/all?done=begun")
    return _to(f"/cases/{case_id}/plan?done=begun")


@router.get("/cases/{case_id}/plan/import", response_class=HTMLResponse)
def ask_for_word(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the form that reads a plan from a Word file."""
    return _import_form(request, desk_of(parts, who, case_id), None)


@router.post("/cases/{case_id}/plan/import", response_class=HTMLResponse)
async def read_word(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Read a plan from a Word file into the draft."""
    desk = await asyncio.to_thread(desk_of, parts, who, case_id)
    given = (await request.form()).get("plan")
    try:
        if not isinstance(given, UploadFile) or not given.filename:
            raise ActRefused("Select a file")
        content = await given.read(LARGEST + 1)
        found = await asyncio.to_thread(plan_import.read_word, desk, given.filename, content)
    except ActRefused as refusal:
        return await asyncio.to_thread(_import_form, request, desk, str(refusal))
    return _to(f"/cases/{case_id}/plan?rows={found.rows}&left={found.left}")


def _import_form(request: Request, desk: Desk, error: str | None) -> HTMLResponse:
    return html(
        request,
        "plan_import.html",
        status=400 if error else 200,
        title="Read a plan from Word",
        case_id=desk.case_id,
        case_title=child_name(desk),
        error=error,
        largest=LARGEST // 1_000_000,
    )


def _overview_message(request: Request) -> str | None:
    """Return what the page of all sections says after an action, by its address."""
    query = request.query_params
    if (version := query.get("version", "")).isdecimal():
        return f"Version {version} of the plan was made."
    return _read_message(query.get("rows", ""), query.get("left", "")) or DONE.get(query.get("done", ""))


def _read_message(rows: str, left: str) -> str | None:
    """Return what the page says after a Word file was read."""
    if not (rows.isdecimal() and left.isdecimal()):
        return None
    placed = "1 row was" if rows == "1" else f"{rows} rows were"
    rest = "1 text was" if left == "1" else f"{left} texts were"
    more = f" {rest} not placed and became comments on the sections." if left != "0" else ""
    return f"{placed} read from the file. Check each section.{more}"


@router.post("/cases/{case_id}/plan/version", response_class=HTMLResponse)
async def make_version(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Make the draft the next version of the plan."""
    desk = await asyncio.to_thread(desk_of, parts, who, case_id)
    because = str((await request.form()).get("because") or "").strip()[:1000] or None
    try:
        saved = await asyncio.to_thread(plan_writing.make_version, desk, because)
    except (ActRefused, BadPlan) as refusal:
        error = without_commands(str(refusal))
        return await asyncio.to_thread(overview_page, request, desk, (error, because or ""))
    return _to(f"/cases/{case_id}/plan?version={saved['version']}")


@router.get("/cases/{case_id}/plan/sections/{section}", response_class=HTMLResponse)
def section(request: Request, parts: Here, who: Who, case_id: str, section: str) -> Response:
    """Show a section to write in."""
    desk = desk_of(parts, who, case_id)
    found = section_of(section)
    writing = plan_writing.open_draft(desk)
    if writing is None:
        return _to(f"/cases/{case_id}/plan")
    parts.gate.note(who, Right.SEE_PERSONAL, case_id)
    query = request.query_params
    reader = reader_of(desk)
    shown = view.section_page(writing, found, reader)
    return html(
        request,
        "plan_section.html",
        level=2,
        status=400 if shown["errors"] else 200,
        title=found.name,
        case_id=case_id,
        case_title=child_name(desk),
        done=DONE.get(query.get("done", "")),
        undo=undo_in(request),
        **shown,
    )


def undo_in(request: Request) -> dict[str, str] | None:
    """Return the button that undoes what a page was changed by, from its address, or None."""
    query = request.query_params
    do = query.get("do", "")
    return {"do": do, "of": query.get("of", "")} if do in ("restore", "undo") else None


@router.post("/cases/{case_id}/plan/sections/{section}")
async def write(request: Request, parts: Here, who: Who, case_id: str, section: str) -> Response:
    """Save a section, then do what its button says. A script gets what became of each part as JSON."""
    desk = await asyncio.to_thread(desk_of, parts, who, case_id)
    found = section_of(section)
    sent = await request.form()
    saved = await asyncio.to_thread(plan_writing.save, desk, found, sent_parts(sent))
    commented = await asyncio.to_thread(plan_rows.add_comments, desk, found, comments_in(sent))
    if request.headers.get("accept") == "application/json":
        return JSONResponse(await asyncio.to_thread(told_to_script, desk, found, saved))
    here = f"/cases/{case_id}/plan/sections/{section}"
    if any(one.outcome in ("conflict", "refused") for one in saved.values()):
        return _to(here)
    try:
        do = str(sent.get("do") or "save")
        return _to(
            await asyncio.to_thread(
                do_button, desk, found, f"comment:{commented[0]}" if commented and do == "save" else do, sent
            )
        )
    except ActRefused as refusal:
        return await asyncio.to_thread(_with_error, request, desk, found, str(refusal))


def comments_in(sent: FormData) -> dict[str, str]:
    """Return the comments in a form by part, whichever button was used."""
    ends = ":comment"
    return {
        key.removesuffix(ends): value
        for key, value in sent.multi_items()
        if key.endswith(ends) and isinstance(value, str) and value.strip()
    }


def do_button(desk: Desk, section: Section, do: str, sent: FormData) -> str:
    """Do what a button of a section says. Returns the address to go on at. Raises ActRefused."""
    plan = f"/cases/{desk.case_id}/plan"
    here = f"{plan}/sections/{section.key}"
    what, _, rest = do.partition(":")
    part, _, more = rest.partition(":")
    column, _, place = more.partition(":")
    match what:
        case "save" | "comment":
            return f"{here}?done=saved" if what == "save" else f"{here}?done=commented#{part}"
        case "next":
            return f"{plan}/sections/{rest}"
        case "all":
            return plan
        case "add":
            return f"{here}#{plan_rows.add_row(desk, section)}"
        case "received":
            return f"{here}?done=saved" if plan_rows.add_received_advice(desk, section) else here
        case "quote":
            return f"{plan}/quote?section={section.key}&part={part}"
        case "resolve":
            plan_rows.resolve(desk, rest)
            return f"{here}?done=resolved"
        case "mine" | "theirs":
            return _choose(desk, section, part, sent, drop=what == "theirs")
    return _change_row(desk, section, what, (part, column, number(place)))


def _change_row(desk: Desk, section: Section, what: str, row: tuple[str, str, int]) -> str:
    """Change a row as a button says. `row` is its id, the list of provisions or the number of a quote, and a number."""
    part, column, place = row
    here = f"/cases/{desk.case_id}/plan/sections/{section.key}"
    match what:
        case "up" | "down":
            plan_rows.move(desk, section, part, -1 if what == "up" else 1)
            return f"{here}#{part}"
        case "split":
            return f"{here}#{plan_rows.split(desk, section, part)}"
        case "remove":
            plan_rows.remove(desk, section, part)
            return f"{here}?done=removed&do=restore&of={part}"
        case "restore":
            plan_rows.restore(desk, section, part)
            return f"{here}?done=restored#{part}"
        case "undo":
            plan_rows.undo(desk, section, part)
            return f"{here}?done=undone#{part}"
        case "provision":
            plan_rows.add_provision(desk, section, part, column)
            return f"{here}#{part}"
        case "drop":
            plan_rows.remove_provision(desk, section, part, column, place)
            return f"{here}?done=dropped&do=undo&of={part}"
        case "unquote":
            plan_quotes.drop_quote(desk, section, part, number(column))
            return f"{here}?done=unquoted&do=undo&of={part}"
    raise ActRefused("This button is not known. Open the section again.")


def _choose(desk: Desk, section: Section, part: str, sent: FormData, *, drop: bool) -> str:
    """Settle a conflict by the choices on the page, or drop the person's text."""
    here = f"/cases/{desk.case_id}/plan/sections/{section.key}"
    start = f"{part}:keep:"
    mine = [
        key.removeprefix(start)
        for key, value in sent.multi_items()
        if key.startswith(start) and value == "mine"
    ]
    chosen = plan_writing.choose(desk, section, part, number(sent.get(f"{part}:now")), None if drop else mine)
    return f"{here}?done=chosen#{part}" if chosen.outcome == "saved" else here


def told_to_script(desk: Desk, section: Section, saved: dict[str, Saved]) -> dict[str, Any]:
    """Return what a script shows after it saved: each part's outcome, revision, fingerprint and points."""
    writing = plan_writing.open_draft(desk)
    if writing is None:
        return {"parts": {}}
    points = view.points_of_section(view.draft_plan(writing), section, reader_of(desk))
    there = {one.part: one for one in writing.parts}
    return {
        "parts": {
            part: {
                "outcome": one.outcome,
                "revision": one.revision,
                "shown": plan_writing.fingerprint(there[part].content, section, part)
                if part in there
                else "",
                "points": [{"says": each.says, "cite": each.cite} for each in points.get(part, [])],
            }
            for part, one in saved.items()
        }
    }


def _with_error(request: Request, desk: Desk, section: Section, error: str) -> HTMLResponse:
    writing = plan_writing.open_draft(desk)
    if writing is None:
        raise ActRefused(error)
    shown = view.section_page(writing, section, reader_of(desk))
    shown["errors"] = [{"text": error, "href": "#section"}]
    return html(
        request,
        "plan_section.html",
        level=2,
        status=400,
        title=section.name,
        case_id=desk.case_id,
        case_title=child_name(desk),
        done=None,
        undo=None,
        **shown,
    )


def overview_page(request: Request, desk: Desk, failed: tuple[str, str] | None = None) -> HTMLResponse:
    """Return the page of all sections. `failed` holds an error and the reason that the person entered."""
    writing = plan_writing.open_draft(desk)
    error, because = failed or (None, "")
    reader = reader_of(desk)
    found = view.overview(writing, reader) if writing else {"sections": [], "points": 0, "notes": []}
    return html(
        request,
        "plan_overview.html",
        status=400 if error else 200,
        title="Write the plan",
        case_id=desk.case_id,
        case_title=child_name(desk),
        writing=writing,
        versions=plans.versions(desk.database, desk.case_id)[::-1],
        waiting=_waiting(writing, desk, reader),
        kept=_has_kept_text(request, desk),
        error=error,
        because=because,
        done=_overview_message(request),
        **found,
    )


def _has_kept_text(request: Request, desk: Desk) -> bool:
    """Return whether the person sent text for this plan after their session had ended."""
    plan = f"/cases/{desk.case_id}/plan/"
    return any(one.address.startswith(plan) for one in request.app.state.kept.forms(desk.by))


def _waiting(writing: Writing | None, desk: Desk, reader: view.Reader) -> list[str]:
    others = writing.waiting if writing else {}
    return [reader.name(person) for person in others if person != desk.by]


def reader_of(desk: Desk) -> view.Reader:
    """Return what the pages need to show a draft."""
    with desk.database.read() as session:
        lines = facts_of(session, desk.case_id)
        return view.Reader(
            staff.names(session),
            tuple(documents.documents_of(session, desk.case_id)),
            frozenset(line.of for line in lines if line.event == "advice_received" and line.of),
            tuple(drafts.comments_of(session, desk.case_id)),
            london_date(datetime.now(UTC)),
            agreed_by_health(events_of(lines)),
            row_notes(session, desk.case_id) if has_catalogue(session, desk.case_id) else None,
        )


def child_name(desk: Desk) -> str:
    """Return the name of the child, or the id of the case if it has no name."""
    with desk.database.read() as session:
        intake = people.intake_of(session, desk.case_id)
    return intake.child_name if intake else desk.case_id


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)
