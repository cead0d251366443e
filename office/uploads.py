"""Documents that people upload to a case: checked, stored by hash, and never sent to Temporal."""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from office import paper_identity
from office.paper_text import text_of
from office.refusals import ActRefused
from records import documents
from records.database import Database

LARGEST = 20_000_000
"""The largest document, in bytes."""
_LONGEST_NAME = 120
_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain; charset=utf-8",
}
SAID = "a PDF, a Word document (.docx), a picture (.png or .jpg) or plain text (.txt)"


@dataclass(frozen=True, slots=True)
class Uploads:
    """The folder of uploaded documents, and the records that list them."""

    database: Database
    folder: Path

    def keep(
        self, case_id: str, name: str, content: bytes, by: str, because: str | None = None
    ) -> tuple[documents.Document, bool]:
        """Keep a document of a case. Returns False if the case already has the same content. Raises ActRefused.

        `because` is the reason of `by` why a document with details of another person belongs to this case.
        """
        called = clean_name(name)
        kind = kind_of(called, content)
        text, digest = text_of(kind, content), sha256(content).hexdigest()
        with self.database.read() as session:
            others = paper_identity.differences_in_text(session, case_id, text)
        paper_identity.check(others, by, because)
        self._store(digest, content)
        with self.database.write() as session:
            file = documents.NewFile(called, _TYPES[kind], len(content), digest)
            kept, new = documents.keep_document(session, case_id, file, by, datetime.now(UTC))
            paper_identity.keep(session, kept.document_id, case_id, others, (by, because))
            return kept, new

    def open(self, case_id: str, document_id: str) -> tuple[documents.Document, Path]:
        """Return a document of a case and its file. Raises ActRefused if it is missing or its content has changed."""
        with self.database.read() as session:
            found = documents.find_document(session, document_id)
        if found is None or found.case_id != case_id:
            raise ActRefused("This case has no such document; the page of the case lists its documents.")
        path = self._path(found.hash)
        if not path.is_file():
            raise ActRefused("The file of this document is missing; tell the people who run this service.")
        if sha256(path.read_bytes()).hexdigest() != found.hash:
            raise ActRefused(
                "The file of this document has changed since it was uploaded; tell the people who run this service."
            )
        return found, path

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def _store(self, digest: str, content: bytes) -> None:
        """Write a file atomically. Documents with the same content share one file."""
        path = self._path(digest)
        if path.is_file():
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)  # noqa: PTH105 - one atomic step
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def clean_name(name: str) -> str:
    """Return the name of a file without its path and without unusual characters."""
    last = re.split(r"[\\/]", name)[-1]
    plain = re.sub(r"[^\w .,()&'+-]", "_", last, flags=re.UNICODE).strip(" .")
    stem, dot, end = plain.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(end) - 1]}{dot}{end}" if dot else plain[:_LONGEST_NAME]


def kind_of(name: str, content: bytes) -> str:
    """Return the type of a file if its name and its first bytes agree. Raises ActRefused."""
    end = name.rpartition(".")[2].lower() if "." in name else ""
    end = "jpg" if end == "jpeg" else end
    if not content:
        raise ActRefused("The selected file is empty; choose another.")
    if len(content) > LARGEST:
        raise ActRefused(
            f"The selected file must be {LARGEST // 1_000_000} MB or smaller; make it smaller, or split it."
        )
    if end not in _TYPES:
        raise ActRefused(f"The selected file must be {SAID}.")
    if not _is(end, content):
        raise ActRefused(
            f"The content of the file does not match its name (.{end}); save it again as {SAID}."
        )
    return end


def _is(kind: str, content: bytes) -> bool:
    match kind:
        case "pdf":
            return content.startswith(b"%PDF-")
        case "png":
            return content.startswith(b"\x89PNG\r\n\x1a\n")
        case "jpg":
            return content.startswith(b"\xff\xd8\xff")
        case "docx":
            return _is_word(content)
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _is_word(content: bytes) -> bool:
    """Return whether the content is a Word document without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False
    return "word/document.xml" in names and not any(name.endswith("vbaProject.bin") for name in names)
