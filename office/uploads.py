"""Documents that people add to a case: looked at before they are kept, stored by hash, and never sent to Temporal."""

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

from office.refusals import ActRefused
from records import documents
from records.database import Database

LARGEST = 20_000_000
"""Octets of a document at most."""
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
    """The folder of the documents, and the records that know them."""

    database: Database
    folder: Path

    def keep(self, case_id: str, name: str, content: bytes, by: str) -> tuple[documents.Document, bool]:
        """Keep a document of a case; False where the case has the same content already. Raises ActRefused."""
        called = clean_name(name)
        kind = kind_of(called, content)
        digest = sha256(content).hexdigest()
        self._store(digest, content)
        with self.database.write() as session:
            return documents.keep_document(
                session, case_id, called, _TYPES[kind], len(content), digest, by, datetime.now(UTC)
            )

    def open(self, case_id: str, document_id: str) -> tuple[documents.Document, Path]:
        """A document of a case, and its file. Raises ActRefused where there is none, or it is not what was kept."""
        with self.database.read() as session:
            found = documents.find_document(session, document_id)
        if found is None or found.case_id != case_id:
            raise ActRefused("There is no such document in this case; its page lists those that there are.")
        path = self._path(found.hash)
        if not path.is_file():
            raise ActRefused(
                "The file of this document is missing from the store; tell who runs this service."
            )
        if sha256(path.read_bytes()).hexdigest() != found.hash:
            raise ActRefused(
                "The file of this document is not the one that was added; tell who runs this service."
            )
        return found, path

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def _store(self, digest: str, content: bytes) -> None:
        """Write a file whole or not at all; a document with the same content is the same file."""
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
    """The name of a file without a path and without what could be taken for anything else."""
    last = re.split(r"[\\/]", name)[-1]
    plain = re.sub(r"[^\w .,()&'+-]", "_", last, flags=re.UNICODE).strip(" .")
    stem, dot, end = plain.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(end) - 1]}{dot}{end}" if dot else plain[:_LONGEST_NAME]


def kind_of(name: str, content: bytes) -> str:
    """What a file is, where its name and its first octets agree on it. Raises ActRefused with one sentence."""
    end = name.rpartition(".")[2].lower() if "." in name else ""
    end = "jpg" if end == "jpeg" else end
    if not content:
        raise ActRefused("The file is empty; choose another.")
    if len(content) > LARGEST:
        raise ActRefused(f"The file is larger than {LARGEST // 1_000_000} MB; make it smaller, or split it.")
    if end not in _TYPES:
        raise ActRefused(f"The file must be {SAID}.")
    if not _is(end, content):
        raise ActRefused(f"The file is called .{end}, and is not that inside; save it again as {SAID}.")
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
    """Whether it is a Word document without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False
    return "word/document.xml" in names and not any(name.endswith("vbaProject.bin") for name in names)
