"""The views of the advice of a case: who was asked, who is late, the reports that came in, and who to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework.access.permissions import Right
from casework.case.acts import ADVISERS
from casework.case.advisers import FAMILYS_OWN
from casework.case.case import Case
from casework.case.ledger_line import events_of
from casework.case.stages import Stage
from office.advice import NO_RECEIPT, Report, to_ask
from office.early_support import advisers_for, lines_of
from records import ledger
from starter.console.views.case import File, advice_and_settings, case_frame
from statute.words import capital, short_date

LONGEST_NAME = 200
KEEP_ONLY = "Keep it in the case and record nothing"
Raw = Mapping[str, str]


def advice_page(
    file: File, waiting: Sequence[str], unrecorded: Sequence[Report], errors: Mapping[str, str], raw: Raw
) -> dict[str, Any]:
    """Return the page of all advisers of a case."""
    allowed = {one["action"] for one in file.case["actions"]} if file.may(Right.ACT) else set()
    rows = advice_and_settings(file)["advice"]
    due = {one["of"]: one for one in rows if one["met_on"] is None}
    return {
        **case_frame(file, "/advice"),
        "advice": [{**one, "report": _report(file, one["of"])} for one in rows],
        "waiting": [
            {
                "of": of,
                "name": capital(file.party_name(of)),
                "hint": _due_in_words(due.get(of)),
                "late": bool(due.get(of) and due[of]["days_late"]),
            }
            for of in waiting
        ],
        "unrecorded": len(unrecorded),
        "may_receive": "advice_received" in allowed and file.personal,
        "may_ask": "advice_requested" in allowed,
        "ask": _ask(file, waiting) if "advice_requested" in allowed else [],
        "errors": errors,
        "raw": raw,
        "may_personal": file.personal,
        "early_support": _early_support(file) if "advice_requested" in allowed else "",
    }


def _early_support(file: File) -> str:
    """Return the early support of the child in one line, if the person may read it and something is to be asked for it."""
    with file.database.read() as session:
        if not (file.personal and advisers_for(session, file.id, file.today)):
            return ""
        return lines_of(session, [file.id], file.today).get(file.id, "")


def _report(file: File, of: str) -> dict[str, str] | None:
    """Return the newest report that is kept as an adviser's answer, or None."""
    for one in file.documents:
        if one.answers == of:
            return {"id": one.document_id, "name": one.name, "author": one.author or ""}
    return None


def _due_in_words(limit: Mapping[str, Any] | None) -> str:
    if limit is None:
        return "Waiting for the rest of the advice"
    day, late = short_date(date.fromisoformat(limit["due_on"])), limit["days_late"]
    return f"Due {day}" + (f", {late} {'day' if late == 1 else 'days'} late" if late else "")


def _ask(file: File, waiting: Sequence[str]) -> list[dict[str, Any]]:
    """Return the advisers that can be asked, with those that every assessment needs ticked."""
    with file.database.read() as session:
        case = Case(Stage(file.case["stage"]), events_of(ledger.facts_of(session, file.id)))
        suggested = advisers_for(session, file.id, file.today) if file.personal else ()
    proposed = to_ask(case, suggested)
    return [
        {"value": of, "text": capital(said), "checked": of in proposed}
        for of, said in ADVISERS.items()
        if of not in waiting
    ]


def check_page(
    file: File,
    waiting: Sequence[str],
    unrecorded: Sequence[Report],
    raw: Raw,
    errors: Mapping[str, str],
) -> dict[str, Any]:
    """Return the page on which a person checks which adviser each report is from."""
    options = [(of, capital(file.party_name(of))) for of in waiting]
    return {
        "title": "Check the reports and record them",
        "case_id": file.id,
        "case_title": file.intake.child_name if file.intake else file.id,
        "reports": [
            {
                "id": one.document.document_id,
                "name": one.document.name,
                "chosen": raw.get(f"of-{one.document.document_id}", one.adviser or ""),
                "author": raw.get(f"author-{one.document.document_id}", one.document.author or ""),
                "author_hint": _author_hint(one.adviser),
            }
            for one in unrecorded
        ],
        "options": [*options, (NO_RECEIPT, KEEP_ONLY)],
        "raw": {"on": "", "request_id": "", **raw},
        "errors": errors,
        "today": file.today,
    }


def _author_hint(adviser: str | None) -> str:
    return "The family’s own name, if they wrote it" if adviser in FAMILYS_OWN else "The person who wrote it"


def chosen(
    unrecorded: Sequence[Report], waiting: Sequence[str], raw: Raw
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the adviser of each report, the authors, and what is wrong, each by name of its field or report."""
    found, authors, errors = dict[str, str](), dict[str, str](), dict[str, str]()
    for one in unrecorded:
        key = one.document.document_id
        of = raw.get(f"of-{key}", "")
        authors[key] = " ".join(raw.get(f"author-{key}", "").split())
        if len(authors[key]) > LONGEST_NAME:
            errors[f"author-{key}"] = f"Author must be {LONGEST_NAME} characters or less"
        if of not in (*waiting, NO_RECEIPT):
            errors[f"of-{key}"] = f"Select whose advice {one.document.name} is"
        elif of != NO_RECEIPT and of in found.values():
            errors[f"of-{key}"] = f"Select another adviser for {one.document.name}: each sends one report"
        else:
            found[key] = of
    return found, authors, errors


def received_on(raw: Raw, today: date) -> tuple[date | None, str | None]:
    """Return the day on which the reports came, or what is wrong with it."""
    if raw.get("on") != "other":
        return today, None
    parts = [raw.get(f"on-{part}", "").strip() for part in ("day", "month", "year")]
    if not all(parts):
        return None, "Enter the date you received the reports"
    try:
        return date(*(int(one) for one in reversed(parts))), None
    except ValueError:
        return None, "Date received must be a real date, in numbers"
