"""Letters and e-mails as files in a folder: the embedded default, and a print room's tray.

A file has the dispatch's id in its name and is put in place whole, so that sending again replaces it by itself.
"""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from activities.paper_html import as_html
from activities.providers.port import Away, Parcel, Provider, Taken
from casework.letters.paper_content import papers_of

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
CHANNELS = ("letter", "email", "sms")


def in_folder(folder: Path) -> dict[str, Provider]:
    """A folder for everything."""
    return dict.fromkeys(CHANNELS, Folder(folder))


class Folder:
    """Writes into a folder, by day: a letter as page and PDF with what is enclosed, a mail as it would be sent."""

    name = "folder"
    needs_address = False
    remembers_for: timedelta | None = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, dispatch_id: str, channel: str) -> Taken | None:
        """Nothing: written again, a file replaces itself."""
        return None

    def word(self, provider_id: str) -> str | None:
        """Nothing: a folder says no words."""
        return None

    def send(self, parcel: Parcel) -> Taken:
        """Write it, and give its path within the folder."""
        try:
            return Taken(self._write(parcel))
        except OSError as failure:
            raise Away(
                f"The folder for letters cannot be written: {(failure.strerror or 'no reason is given').lower()}.",
                surely_not=True,
            ) from None

    def _write(self, parcel: Parcel) -> str:
        day = self._folder / parcel.on.isoformat()
        day.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{parcel.dispatch_id}-{parcel.kind}"
        if parcel.channel == "letter":
            papers = papers_of(parcel.content)
            path = day / f"{name}.html"
            for enclosed, paper in papers.items():
                if enclosed == "plan":
                    from activities.paper_word import (
                        as_word,
                    )  # heavy, and needed where a plan is enclosed alone

                    _put(day / f"{name}-plan.docx", as_word(paper))
                if enclosed != "letter":
                    _put(day / f"{name}-{enclosed}.html", as_html(paper))
            if parcel.pdf is not None:
                _put(day / f"{name}.pdf", parcel.pdf)
            _put(path, as_html(papers["letter"]))
        else:
            path = day / f"{name}.{'txt' if parcel.channel == 'sms' else 'eml'}"
            _put(path, _message(parcel))
        return str(path.relative_to(self._folder))


def _message(parcel: Parcel) -> bytes:
    assert parcel.mail is not None
    if parcel.channel == "sms":
        return f"To: {parcel.to or 'the mobile number'}\n\n{parcel.mail.text}\n".encode()
    mail = EmailMessage()
    mail["Subject"] = parcel.mail.subject
    mail["To"] = parcel.to or f"{_ROLES[parcel.to_role]} <{parcel.to_role}@{parcel.case_id}.invalid>"
    mail["From"] = "EHCP <ehcp@localhost.invalid>"
    mail["Date"] = format_datetime(parcel.queued_at)
    mail["Message-ID"] = f"<{parcel.dispatch_id}@ehcp.invalid>"
    mail.set_content(parcel.mail.text)
    return bytes(mail)


def _put(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
