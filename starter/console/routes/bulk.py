"""Recording one act in several cases: the selection, the questions, the check page, the write and the result."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.case.actions import Act
from casework.case.acts import CATALOGUE
from casework.case.several_cases import FOR_SEVERAL, OF_THE_ROW
from casework.processes.question import Question
from office import bulk_acts
from office.batches import ASSIGN, MOST
from office.dependencies import Parts
from records.management import Batch
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers as given
from starter.console.views import bulk, tray
from starter.console.views import questions as asks
from starter.console.views.answers import Answers
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_LONGEST = 400
_OWN = ("csrf", "step", "row")
_PAGES = {"breaches": "/manager/breaches", "warnings": "/manager/warnings"}
"""The pages whose rows may be selected, by what their forms call them."""


@router.post("/bulk")
async def select(request: Request, parts: Here, who: Who) -> Response:
    """Keep which cases or rows are selected, and go to the questions of the act."""
    await asyncio.to_thread(parts.gate.check, who, Right.ACT)
    form = await request.form()
    query, action = (str(form.get(name, ""))[:_LONGEST] for name in ("list", "action"))
    case_ids = [str(value)[:_LONGEST] for value in form.getlist("case")]
    keys = [str(value)[:_LONGEST] for value in form.getlist("row")]
    back = _PAGES.get(str(form.get("from", "")), f"/?{urlencode(parse_qsl(query))}")
    if form.get("all"):
        case_ids = await asyncio.to_thread(_all_of, parts, who, query)
    if action not in (*FOR_SEVERAL, ASSIGN) or not (case_ids or keys):
        missing = "action" if case_ids or keys else "case"
        joint = "&" if "?" in back else "?"
        return RedirectResponse(f"{back}{joint}missing={missing}", status_code=303)
    if action == ASSIGN:
        return RedirectResponse(f"/manager/assign?{urlencode({'chosen': case_ids[:MOST]}, doseq=True)}", 303)
    batch_id = await asyncio.to_thread(bulk_acts.start, parts.database, who, action, case_ids, keys)
    return RedirectResponse(f"/bulk/{batch_id}", status_code=303)


@router.get("/bulk/{batch_id}", response_class=HTMLResponse)
def ask(request: Request, parts: Here, who: Who, batch_id: str) -> HTMLResponse:
    """Show the rows to choose with the questions of the act or, after it was recorded, the result."""
    parts.gate.check(who, Right.ACT)
    batch = bulk_acts.find(parts.database, who, batch_id)
    if batch.content["recorded"]:
        return _page(request, parts, who, "bulk_result.html", batch)
    return _questions(request, parts, who, batch, Answers({}, None, None, {}), None)


@router.post("/bulk/{batch_id}", response_class=HTMLResponse)
async def answer(request: Request, parts: Here, who: Who, batch_id: str) -> Response:
    """Show errors or the check page; on the last step record the act for each row."""
    await asyncio.to_thread(parts.gate.check, who, Right.ACT)
    sent = await request.form()
    raw = {name: [str(value) for value in sent.getlist(name)] for name in sent if name not in _OWN}
    keys = frozenset(str(value) for value in sent.getlist("row"))
    batch = await asyncio.to_thread(bulk_acts.find, parts.database, who, batch_id)
    if batch.content["recorded"]:
        return RedirectResponse(f"/bulk/{batch_id}", status_code=303)
    answers = given.read(_asked(batch), raw, parts.today())
    rows = await asyncio.to_thread(_chosen, parts, who, batch, keys)
    errors = answers.errors if rows else {"rows": "Select at least one row", **answers.errors}
    if errors or sent.get("step") == "change":
        shown = replace(answers, errors={} if sent.get("step") == "change" else errors)
        return await asyncio.to_thread(_questions, request, parts, who, batch, shown, keys)
    assert answers.on is not None
    act = Act(batch.kind, answers.on, None, answers.fields)
    checked = await asyncio.to_thread(_checked, parts, who, rows, act)
    if sent.get("step") == "record":
        await bulk_acts.record(await parts.office(), parts.gate, who, batch, checked, act)
        return RedirectResponse(f"/bulk/{batch_id}", status_code=303)
    if (why := _why_all(checked)) is not None:
        at = given.error_at(_asked(batch), answers, given.with_plain_words(why))
        shown = replace(answers, errors=at)
        return await asyncio.to_thread(_questions, request, parts, who, batch, shown, keys)
    summary = bulk.summary(_asked(batch), answers)
    return await asyncio.to_thread(
        _page, request, parts, who, "bulk_check.html", batch, answers=answers, summary=summary, checked=checked
    )  # fmt: skip


def _asked(batch: Batch) -> tuple[Question, ...]:
    return asks.questions_for_several(CATALOGUE[batch.kind], OF_THE_ROW)


def _why_all(checked: Sequence[bulk_acts.CheckedRow]) -> str | None:
    """Return the reason for which no row can be recorded, if it is the same for all: then an answer is wrong."""
    reasons = {one.why for one in checked}
    return reasons.pop() if len(reasons) == 1 else None


def _all_of(parts: Parts, who: Person, query: str) -> list[str]:
    ask = tray.asked(dict(parse_qsl(query)), who, parts.today())
    with parts.database.read() as session:
        return tray.walked(session, who, replace(ask, page=1), parts.today(), MOST)


def _checked(
    parts: Parts, who: Person, rows: list[bulk_acts.BulkRow], act: Act
) -> list[bulk_acts.CheckedRow]:
    with parts.database.read() as session:
        return bulk_acts.check(session, who, rows, act, parts.today())


def _chosen(parts: Parts, who: Person, batch: Batch, keys: frozenset[str]) -> list[bulk_acts.BulkRow]:
    with parts.database.read() as session:
        rows = bulk_acts.rows_to_choose(session, who, batch, parts.today())
    return [row for row in rows if row.key in keys]


def _questions(
    request: Request, parts: Parts, who: Person, batch: Batch, answers: Answers, keys: frozenset[str] | None
) -> HTMLResponse:
    with parts.database.read() as session:
        rows = bulk_acts.rows_to_choose(session, who, batch, parts.today())
    asked = _asked(batch)
    return _page(
        request,
        parts,
        who,
        "bulk.html",
        batch,
        400 if answers.errors else 200,
        choices=rows,
        chosen=bulk_acts.chosen_at_first(batch, rows) if keys is None else keys,
        questions=asked,
        answers=answers,
        targets={"rows": "rows", **{one.name: given.target(one, answers) for one in asked}},
        longest_text=asks.LONGEST_TEXT,
    )


def _page(
    request: Request,
    parts: Parts,
    who: Person,
    template: str,
    batch: Batch,
    status: int = 200,
    **more: Any,
) -> HTMLResponse:
    """Return a page of the batch with the names of the children that the person may see."""
    with parts.database.read() as session:
        results = bulk_acts.results(session, who, batch)
        rows = [*more.get("choices", ()), *(one.row for one in (*more.get("checked", ()), *results))]
        shown = bulk.frame(session, who, batch, results, {row.case_id for row in rows})
    if shown["named"]:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a list of cases: {shown['named']}")
    return html(request, template, status=status, today=parts.today(), **shown, **more)
