"""The pages of a case: overview, timeline, documents, decisions and processes, and print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from office.papers import not_compared
from office.uploads import LARGEST, SAID
from records import receipts
from starter.console.body_limit import MOST_FILES
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import case, early_warnings, forecast, letters, log_and_tasks
from starter.console.views import printed as printed_case
from starter.console.views.case_documents import documents_and_notices
from starter.console.views.forms_on_case import job_on_case
from starter.console.views.page import html
from starter.console.views.questions import LONGEST_TEXT
from statute.words import listed, short_date

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/cases/{case_id}", response_class=HTMLResponse)
def overview(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the overview of a case. `done` in the address are the requests that just recorded something."""
    recorded = request.query_params.getlist("done")
    banner = [line for each in recorded for line in receipt_message(parts, case_id, each) or ()]
    sequences = [found for each in recorded if (found := receipt_sequence(parts, case_id, each))]

    with parts.database.read() as session:
        estimate = forecast.of_case(session, case_id)

    def view(file: case.File) -> dict[str, Any]:
        log = log_and_tasks.brief(file) if file.reads_log else None
        with parts.database.read() as session:
            warnings = early_warnings.of_case(session, file.id, file.staff, file.today)
        return {
            **case.overview(file, every_act=request.query_params.get("acts") == "all"),
            **job_on_case(file),
            "estimate": estimate,
            "longest_text": LONGEST_TEXT,
            "may_be": SAID,
            "largest": LARGEST // 1_000_000,
            "most_reports": MOST_FILES,
            "log": log,
            "warnings": warnings,
            "sent": [one for sequence in sequences for one in letters.sent_with(file, sequence)],
        }

    return _page(request, parts, who, case_id, "case.html", view, done=banner or _message(request))


@router.get("/cases/{case_id}/timeline", response_class=HTMLResponse)
def timeline(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show everything that happened in a case."""
    return _page(request, parts, who, case_id, "case_timeline.html", case.timeline)


@router.get("/cases/{case_id}/documents", response_class=HTMLResponse)
def papers(
    request: Request, parts: Here, who: Who, case_id: str, added: str = "", hidden: str = ""
) -> HTMLResponse:
    """Show the plans, documents and notices of a case. `hidden` are the pages of the new one that may hide text."""
    done = None
    if added.startswith("doc-") and added[4:].isalnum():
        may_read = parts.gate.may(who, Right.SEE_PERSONAL, case_id)
        with parts.database.read() as session:
            unread = not_compared(session, case_id, {"document": added}) if may_read else ()
        done = [f"Document {added} was added.", *unread]
    pages = hidden.split(",") if done else []
    if done and pages and all(each.isdecimal() for each in pages):
        of = f"Page {pages[0]} has" if len(pages) == 1 else f"Pages {listed(pages)} have"
        done += [
            f"{of} text under a filled box. The text can still be copied, so it is not redacted.",
            "Ask the sender for a file from which the text was removed, before anyone outside gets it.",
        ]
    return _page(request, parts, who, case_id, "case_documents.html", documents_and_notices, done=done)


@router.get("/cases/{case_id}/disputes", response_class=HTMLResponse)
def decided(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the decisions and the processes of a case."""
    return _page(request, parts, who, case_id, "case_decisions.html", case.decisions_and_processes)


@router.get("/cases/{case_id}/print", response_class=HTMLResponse)
def printed(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the whole case on one page for print."""
    return _page(
        request, parts, who, case_id, "case_print.html", printed_case.whole_case, back=f"/cases/{case_id}"
    )


def _message(request: Request) -> list[str] | None:
    """Return what the overview says after something else than an act of its own form, by its address."""
    query = request.query_params
    found = {name: query[name][:6] for name in query if query[name].isascii() and query[name].isdecimal()}
    if count := found.get("entered"):
        said = "1 action of the past was" if count == "1" else f"{count} actions of the past were"
        return [
            f"{said} recorded. We sent nothing for them.",
            "The deadlines on this page are what is owed now.",
        ]
    if count := found.get("reports"):
        return [f"{count} {'report was' if count == '1' else 'reports were'} recorded."]
    if count := found.get("replies"):
        return [f"{count} {'reply was' if count == '1' else 'replies were'} recorded."]
    if version := found.get("version"):
        return [f"Version {version} of the plan was made."]
    if query.get("opened"):
        return ["The case is open.", "The 20 weeks run from the date the request was received."]
    if query.get("again"):
        return ["This request already has a case.", "This is the case. No second case was opened."]
    return None


def _page(
    request: Request,
    parts: Parts,
    who: Person,
    case_id: str,
    template: str,
    view: Callable[[case.File], dict[str, Any]],
    **more: Any,
) -> HTMLResponse:
    file = file_for(parts, who, case_id)
    return html(request, template, **{"done": None, **view(file), **more})


def file_for(parts: Parts, who: Person, case_id: str) -> case.File:
    """Read a case for a person, and log it if personal data is shown. Raises NotAllowed or NoSuchCase."""
    parts.gate.check(who, Right.SEE_CASE, case_id)
    file = case.file_of(parts.database, who, case_id, parts.today())
    if file.personal:
        parts.gate.note(who, Right.SEE_PERSONAL, case_id)
    return file


def receipt_sequence(parts: Parts, case_id: str, request_id: str) -> int | None:
    """Return the number of the step that this request recorded, or None if there is no receipt."""
    if not request_id:
        return None
    with parts.database.read() as session:
        stored = receipts.receipt_of(session, case_id, request_id)
    return int(stored["sequence"]) if stored is not None else None


def receipt_message(parts: Parts, case_id: str, request_id: str) -> list[str] | None:
    """Return the lines of the banner for the act that this request recorded, or None if there is no receipt."""
    if not request_id:
        return None
    with parts.database.read() as session:
        stored = receipts.receipt_of(session, case_id, request_id)
    if stored is None:
        return None
    receipt = case.receipt(stored)
    return [
        f"{receipt['title']}: recorded for {short_date(receipt['on'])}.",
        *receipt["warnings"],
    ]
