"""Answer a subject access request: everything held on a child, as a folder of papers with an index."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from activities.paper_html import as_html, index_as_html
from casework.access.permissions import Right
from casework.case.statutory_acts import FINAL_PLANS
from casework.letters.tailored_list_paper import list_paper
from office.child_access import look
from office.children import details_as_json
from office.gate import NotAllowed
from office.letters import shown
from office.plans import printed
from office.refusals import ActRefused
from office.retention import Folders
from office.staff import Caller
from office.subject_index import index_of
from records import children, documents, outbox, retention, subject_access
from records.database import Database
from records.documents import Document


def data_held_on(database: Database, caller: Caller, child_id: str, today: date) -> dict[str, Any]:
    """Return everything that the records hold on a child.

    Raises NoSuchChild, or NotAllowed unless every case is readable.
    """
    caller.check(Right.SEE_PERSONAL)
    with database.read() as session:
        seen = look(caller, session, child_id)
        owners = [
            each for owner in (*seen.cases, *seen.group) for each in retention.with_processes(session, owner)
        ]
        rows = subject_access.rows_of(session, owners, seen.group)
    if not seen.sees_all:
        why = "You may not export what is held on this child, because you may not read every case in full."
        caller.gate.log_refused(caller.person, Right.SEE_PERSONAL, child_id, why)
        raise NotAllowed(why)
    caller.gate.note(caller.person, Right.SEE_PERSONAL, seen.child.child_id, "exported everything held")
    return {
        "child": seen.child.child_id,
        "as_at": today.isoformat(),
        "made_at": datetime.now(UTC).isoformat(),
        "details": details_as_json(seen.child.current.details),
        "records": list(seen.group),
        "cases": list(seen.cases),
        "rows": rows,
    }


def export_of_case(
    database: Database, caller: Caller, folders: Folders, case_id: str, folder: Path, today: date
) -> dict[str, Any]:
    """Write what is held on the child of a case, with all of the child's cases. Raises ActRefused or NoSuchCase."""
    caller.check(Right.SEE_PERSONAL, case_id)
    with database.read() as session:
        child = children.child_of_case(session, case_id)
    if child is None:
        raise ActRefused(
            f"The records hold no child of {case_id}; its personal data may have been destroyed."
        )
    return export(database, caller, folders, child.child_id, folder, today)


def export(
    database: Database, caller: Caller, folders: Folders, child_id: str, folder: Path, today: date
) -> dict[str, Any]:
    """Write what is held on a child to a folder: index.html, child.json, and the papers. Raises ActRefused.

    Letters are written as they were sent. A letter that was never made is only in the index and in child.json.
    """
    told = data_held_on(database, caller, child_id, today)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise ActRefused(f"{folder} is not empty; name a new folder.")
        for name in ("letters", "documents", "plans", "lists"):
            (folder / name).mkdir(mode=0o700)
        content = json.dumps(told, indent=2, ensure_ascii=False, default=str)
        (folder / "child.json").write_text(content, encoding="utf-8")
        letters = _letters(database, told, folder / "letters")
        kept = _documents(database, told, folders, folder / "documents")
        plans = _plans(database, told, folder / "plans")
        lists = _lists(told, folder / "lists")
        files = {each.stem: f"{each.parent.name}/{each.name}" for each in (*letters, *kept, *plans, *lists)}
        (folder / "index.html").write_bytes(index_as_html(index_of(told, files)))
    except OSError as error:
        raise ActRefused(f"{folder} cannot be written ({error.strerror or 'no reason given'}).") from None
    return {
        "child": told["child"],
        "folder": str(folder),
        "letters": len(letters),
        "documents": len(kept),
        "plans": len(plans),
        "lists": len(lists),
    }


def _letters(database: Database, told: dict[str, Any], folder: Path) -> list[Path]:
    written = []
    for row in told["rows"]["outbox"]:
        with database.read() as session:
            made = outbox.rendering(session, row["dispatch_id"]) is not None
        if not made:
            continue
        found, pdf = shown(database, row["dispatch_id"], personal=True, wanted=True)
        if pdf is not None:
            file = folder / f"{row['dispatch_id']}.pdf"
            file.write_bytes(pdf)
        else:
            said = (
                f"To: {found.get('to', '')}\nSubject: {found.get('subject', '')}\n\n{found.get('said', '')}"
            )
            file = folder / f"{row['dispatch_id']}.txt"
            file.write_text(said, encoding="utf-8")
        written.append(file)
    return written


def _documents(database: Database, told: dict[str, Any], folders: Folders, folder: Path) -> list[Path]:
    with database.read() as session:
        found: list[Document] = [
            one for case_id in told["cases"] for one in documents.documents_of(session, case_id)
        ]
    written = []
    for one in found:
        source = folders.uploads / one.hash[:2] / one.hash
        if source.exists():
            file = folder / f"{one.document_id}{Path(one.name).suffix}"
            file.write_bytes(source.read_bytes())
            written.append(file)
    return written


def _plans(database: Database, told: dict[str, Any], folder: Path) -> list[Path]:
    """Write every version of the plan as a page."""
    issued = {
        line["fields"].get("document") for line in told["rows"]["ledger"] if line["event"] in FINAL_PLANS
    }
    written = []
    for row in told["rows"]["plans"]:
        page, _ = printed(database, row["plan_id"], row["plan_id"] in issued)
        file = folder / f"{row['plan_id']}.html"
        file.write_bytes(page)
        written.append(file)
    return written


def _lists(told: dict[str, Any], folder: Path) -> list[Path]:
    """Write every tailored list as a page."""
    written = []
    asked = {line["of"] for line in told["rows"]["ledger"] if line["event"] == "setting_consulted"}
    for row in told["rows"]["tailored_lists"]:
        file = folder / f"{row['list_id']}.html"
        file.write_bytes(as_html(list_paper(row["content"], asked)))
        written.append(file)
    return written
