"""Letters and e-mails as files in a folder: the embedded default's way out of the outbox.

A file has the dispatch's id in its name and is put in place whole, so that sending again replaces it by itself.
"""

from __future__ import annotations

import os
import tempfile
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from records.outbox import Dispatch
from records.people import Intake
from statute.words import capital, long_date

_TEMPLATES = Environment(
    loader=PackageLoader("activities"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
)
_ROLES = {
    "case_officer": "Case officer",
    "team_manager": "Team manager",
    "head_of_service": "Head of service",
    "service_manager": "Service manager",
    "adviser": "Adviser",
    "setting": "Setting",
    "health_body": "Health body",
    "family": "Family",
}


def send(folder: Path, dispatch: Dispatch, intake: Intake | None) -> str:
    """Write a dispatch into a folder, and return its path within it."""
    day = folder / dispatch.on.isoformat()
    day.mkdir(parents=True, exist_ok=True, mode=0o700)
    letter = dispatch.channel == "letter"
    path = day / f"{dispatch.dispatch_id}-{dispatch.kind}.{'html' if letter else 'eml'}"
    _put(path, (_letter(dispatch, intake) if letter else _mail(dispatch)))
    return str(path.relative_to(folder))


def _letter(dispatch: Dispatch, intake: Intake | None) -> bytes:
    return (
        _TEMPLATES.get_template("letter.html.jinja")
        .render(
            title=_subject(dispatch),
            address=(intake.family_name_and_address or "").splitlines() if intake else [],
            child=intake.child_name if intake else None,
            reference=dispatch.case_id,
            on=long_date(dispatch.on),
            text=dispatch.text,
        )
        .encode()
    )


def _mail(dispatch: Dispatch) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = f"{_subject(dispatch)}: {dispatch.case_id}"
    mail["To"] = f"{_ROLES[dispatch.to_role]} <{dispatch.to_role}@{dispatch.case_id}.invalid>"
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
