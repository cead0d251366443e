"""The advice of a case: who was asked, who is late, and the reports that came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.case.advice_matching import adviser_named
from casework.case.advisers import PREPARING_FOR_ADULTHOOD, STATUTORY_ADVISERS
from casework.case.case import Case, advice
from casework.case.document_kinds import ADVICE
from casework.case.ledger_line import events_of
from casework.case.stages import Stage
from office.several_acts import OneAct
from office.uploads import Described, Uploads
from records import cases, documents, ledger
from records.database import Database
from records.documents import Document

_FIRST_ASKED = ("parent", "school", "health", "educational_psychologist", "social_care")
"""The adviser to propose for each kind of advice that every assessment needs."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was added and is not recorded as received yet, with the adviser that it seems to be from."""

    document: Document
    adviser: str | None


def outstanding(database: Database, case_id: str) -> tuple[str, ...]:
    """Return the advisers who were asked and have not sent their advice, in the order of asking."""
    with database.read() as session:
        row = cases.find(session, case_id)
        if row is None:
            return ()
        return advice(Case(Stage(row.stage), events_of(ledger.facts_of(session, case_id))))[1]


def reports(database: Database, case_id: str, waiting: Sequence[str]) -> list[Report]:
    """Return the reports that no receipt names yet, oldest first. No two have the same adviser."""
    with database.read() as session:
        lines = ledger.facts_of(session, case_id)
        added = documents.documents_of(session, case_id)
    named = {str(line.fields["document"]) for line in lines if line.fields.get("document")}
    left, found = list(waiting), list[Report]()
    for one in reversed(added):
        if one.kind != ADVICE or one.document_id in named or one.answers == NO_RECEIPT:
            continue
        adviser = one.answers if one.answers in left else adviser_named(one.name, left)
        if adviser is not None:
            left.remove(adviser)
        found.append(Report(one, adviser))
    return found


NO_RECEIPT = "none"
"""What a report answers if it is to be kept without a receipt."""


def add_report(
    uploads: Uploads, case_id: str, file: tuple[str, bytes], adviser: str | None, by: str, because: str | None
) -> Document:
    """Keep a report as advice. `adviser` is who sent it, if that is known. Raises ActRefused."""
    name, content = file
    kept, _ = uploads.keep(case_id, name, content, by, because)
    return uploads.describe(kept, Described(ADVICE, answers=adviser))


def attribute(database: Database, chosen: Mapping[str, str], authors: Mapping[str, str]) -> None:
    """Store which adviser each report is from, or that it needs no receipt, and the name of the person who wrote it."""
    with database.write() as session:
        for document_id, adviser in chosen.items():
            documents.describe(session, document_id, ADVICE, authors.get(document_id) or None, adviser)


def receipts(chosen: Mapping[str, str], on: date) -> list[OneAct]:
    """Return the acts that record the receipt of reports. `chosen` maps each to its adviser, or to NO_RECEIPT."""
    return [
        OneAct(document_id, "advice_received", on, adviser, {"document": document_id})
        for document_id, adviser in chosen.items()
        if adviser != NO_RECEIPT
    ]


def to_ask(case: Case, suggested: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the advisers to propose: those that every assessment needs, then those suggested, that were never asked."""
    covered = {*advice(case)[0], *(one.of for one in case.events if one.event == "advice_sufficient")}
    missing = [codes for codes in STATUTORY_ADVISERS.values() if not codes & covered]
    proposed = [code for code in _FIRST_ASKED if any(code in codes for codes in missing)]
    opening = case.events[0] if case.events else None
    if opening is not None and opening.fields.get("year_nine") and PREPARING_FOR_ADULTHOOD not in covered:
        proposed.append(PREPARING_FOR_ADULTHOOD)
    return tuple(dict.fromkeys((*proposed, *(one for one in suggested if one not in covered))))
