"""The view of the documents of a case: its papers, the versions of its plan, its tailored lists and its letters."""

from __future__ import annotations

from typing import Any

from casework.access.permissions import Right
from casework.case.document_kinds import DOCUMENT_KINDS
from records import documents, letter_lists
from records.letter_lists import Status
from starter.console.views import labels
from starter.console.views.case import File, case_frame, missing_facts, recipient_of
from statute.words import capital


def documents_and_notices(file: File) -> dict[str, Any]:
    """Return the documents, plan versions, tailored lists, and notices with their status."""
    case = file.case
    missing = {one["dispatch"]: missing_facts(one["lacks"]) for one in case["letters_waiting"]}
    with file.database.read() as session:
        statuses = letter_lists.of_case(session, file.id)
    return {
        **case_frame(file, "/documents"),
        "documents": [
            {
                "document": one,
                "size": labels.size(one.size),
                "by": file.staff_name(one.by),
                "what": _what(file, one),
            }
            for one in file.documents
        ],
        "plans": [{**one, "by": file.staff_name(one["by"])} for one in reversed(case["plans"])],
        "lists": case["lists"],
        "notices": [
            {
                **one,
                "to": capital(recipient_of(file, one)),
                "missing": missing.get(one["dispatch"], []) if not one["sent"] else [],
                "is_inside": one["inside"],
                **_status(statuses[one["dispatch"]], is_missing=one["dispatch"] in missing),
            }
            for one in reversed(case["notices"])
        ],
        "may_personal": file.personal,
        "may_act": file.may(Right.ACT) and not case["closed_on"],
    }


def _what(file: File, document: documents.Document) -> str:
    """Return the kind of a document, whose answer it is, and who wrote it, in words."""
    said = DOCUMENT_KINDS.get(document.kind or "", "")
    if said and document.answers and document.answers != "none":
        said += f" of {file.party_name(document.answers)}"
    return f"{said}, by {document.author}" if said and document.author else said


def _status(status: Status, *, is_missing: bool) -> dict[str, str]:
    """Return the tag of a letter. A letter that is missing something does not leave when its time comes."""
    shown = "missing" if is_missing and status == "leaving" else status
    text, kind = labels.LETTER_STATUSES[shown]
    return {"status_text": text, "status_kind": kind}
