"""Write letters and e-mails as files to a folder: the embedded default, and a print room's tray.

The file's name contains the dispatch's id, and the file is written atomically, so sending again replaces the same file.
"""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from activities.paper_html import as_html
from activities.providers.mail_address import address_mail
from activities.providers.port import Accepted, Parcel, Provider, Unavailable
from casework.letters.paper_content import papers_of
from statute.words import capital

CHANNELS = ("letter", "email", "sms")


def in_folder(folder: Path) -> dict[str, Provider]:
    """Return the folder as the provider of every channel."""
    return dict.fromkeys(CHANNELS, Folder(folder))


class Folder:
    """Writes to a folder by day: a letter as HTML and PDF with its enclosures, an e-mail as it would be sent."""

    name = "folder"
    needs_address = False
    remembers_for: timedelta | None = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, dispatch_id: str, channel: str) -> Accepted | None:
        """Return None: writing again replaces the file, so there is nothing to find."""
        return None

    def word(self, provider_id: str) -> str | None:
        """Return None: a folder has no delivery statuses."""
        return None

    def send(self, parcel: Parcel) -> Accepted:
        """Write a message. Returns its path within the folder."""
        try:
            return Accepted(self._write(parcel))
        except OSError as failure:
            raise Unavailable(
                f"The folder for letters cannot be written: {(failure.strerror or 'no reason given').lower()}.",
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
                    )  # slow to import, and needed only if a plan is enclosed

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
    mail["Subject"] = " ".join(parcel.mail.subject.split())
    if parcel.to is None:
        mail["To"] = f"{_role(parcel.to_role)} <{parcel.to_role}@{parcel.case_id}.invalid>"
    else:
        address_mail(mail, parcel.to)
    mail["From"] = "EHCP <ehcp@localhost.invalid>"
    mail["Date"] = format_datetime(parcel.queued_at)
    mail["Message-ID"] = f"<{parcel.dispatch_id}@ehcp.invalid>"
    mail.set_content(parcel.mail.text)
    return bytes(mail)


def _role(role: str) -> str:
    return capital(role.replace("_", " "))


def _put(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
