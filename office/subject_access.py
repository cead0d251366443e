"""Answer a subject access request: everything held on a child, as one JSON file with the letters and documents."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from casework.access.permissions import Right
from office.child_access import look
from office.children import details_as_json
from office.gate import NotAllowed
from office.letters import shown
from office.refusals import ActRefused
from office.retention import Folders
from office.staff import Caller
from records import documents, outbox, retention, subject_access
from records.database import Database
from records.documents import Document


def data_held_on(database: Database, caller: Caller, child_id: str, today: date) -> dict[str, Any]:
    """Return everything that the records hold on a child.

    Raises NoSuchChild, or NotAllowed unless every case is readable.
    """
    caller.check(Right.SEE_PERSONAL)
    with database.read() as session:
        seen = look(caller, session, child_id)
        owners = [each for case_id in seen.cases for each in retention.with_processes(session, case_id)]
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


def export(
    database: Database, caller: Caller, folders: Folders, child_id: str, folder: Path, today: date
) -> dict[str, Any]:
    """Write what is held on a child to a folder: child.json, letters/ and documents/. Raises ActRefused.

    Letters are written as they were sent. A letter that was never made is only in child.json.
    """
    told = data_held_on(database, caller, child_id, today)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise ActRefused(f"{folder} is not empty; name a new folder.")
        for name in ("letters", "documents"):
            (folder / name).mkdir(mode=0o700)
        content = json.dumps(told, indent=2, ensure_ascii=False, default=str)
        (folder / "child.json").write_text(content, encoding="utf-8")
        letters = _letters(database, told, folder / "letters")
        kept = _documents(database, told, folders, folder / "documents")
    except OSError as error:
        raise ActRefused(f"{folder} cannot be written ({error.strerror or 'no reason given'}).") from None
    return {"child": told["child"], "folder": str(folder), "letters": letters, "documents": kept}


def _letters(database: Database, told: dict[str, Any], folder: Path) -> int:
    count = 0
    for row in told["rows"]["outbox"]:
        with database.read() as session:
            made = outbox.rendering(session, row["dispatch_id"]) is not None
        if not made:
            continue
        found, pdf = shown(database, row["dispatch_id"], personal=True, wanted=True)
        if pdf is not None:
            (folder / f"{row['dispatch_id']}.pdf").write_bytes(pdf)
        else:
            said = (
                f"To: {found.get('to', '')}\nSubject: {found.get('subject', '')}\n\n{found.get('said', '')}"
            )
            (folder / f"{row['dispatch_id']}.txt").write_text(said, encoding="utf-8")
        count += 1
    return count


def _documents(database: Database, told: dict[str, Any], folders: Folders, folder: Path) -> int:
    with database.read() as session:
        found: list[Document] = [
            one for case_id in told["cases"] for one in documents.documents_of(session, case_id)
        ]
    count = 0
    for one in found:
        source = folders.uploads / one.hash[:2] / one.hash
        if source.exists():
            (folder / f"{one.document_id}{Path(one.name).suffix}").write_bytes(source.read_bytes())
            count += 1
    return count
