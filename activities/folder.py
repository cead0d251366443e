"""Letters and e-mails as files in a folder: the embedded default's way out of the outbox.

A file has the dispatch's id in its name and is put in place whole, so that sending again replaces it by itself.
"""

from __future__ import annotations

import os
import tempfile
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from activities.as_html import as_html
from activities.letter_papers import Outgoing
from records.outbox import Dispatch
from statute.words import capital

_ROLES = {
    "case_officer": "Case officer",
    "team_manager": "Team manager",
    "head_of_service": "Head of service",
    "service_manager": "Service manager",
    "adviser": "Adviser",
    "setting": "Setting",
    "health_body": "Health body",
    "mediator": "Mediator",
    "mediation_adviser": "Mediation adviser",
    "family": "Family",
}


def send(folder: Path, dispatch: Dispatch, letter: Outgoing | None, to: str | None = None) -> str:
    """Write a dispatch into a folder, a letter with what is enclosed, and return its path within the folder.

    `to` is the address of whoever is known by name; else the role stands for them.
    """
    day = folder / dispatch.on.isoformat()
    day.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{dispatch.dispatch_id}-{dispatch.kind}"
    path = day / f"{name}.{'eml' if letter is None else 'html'}"
    if letter is not None:
        for enclosed, content in letter.enclosed.items():
            _put(day / f"{name}-{enclosed}", content)
    _put(path, _mail(dispatch, to) if letter is None else as_html(letter.letter))
    return str(path.relative_to(folder))


def _mail(dispatch: Dispatch, to: str | None) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = f"{_subject(dispatch)}: {dispatch.case_id}"
    mail["To"] = to or f"{_ROLES[dispatch.to_role]} <{dispatch.to_role}@{dispatch.case_id}.invalid>"
    mail["From"] = "EHCP <ehcp@localhost.invalid>"
    mail["Date"] = format_datetime(dispatch.queued_at)
    mail["Message-ID"] = f"<{dispatch.dispatch_id}@ehcp.invalid>"
    mail.set_content(
        f"{dispatch.text}\n\nCase {dispatch.case_id}" + (f", {dispatch.of}" if dispatch.of else "") + "\n"
    )
    return bytes(mail)


def _subject(dispatch: Dispatch) -> str:
    return capital(dispatch.kind.replace("_", " "))


def _put(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
