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

import structlog

from activities.virus_scan import ScannerAway, VirusScanner
from office import paper_identity
from office.active_content import in_compound_file, in_office_file, in_pdf
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
    "doc": "application/msword",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "msg": "application/vnd.ms-outlook",
    "heic": "image/heic",
}
SAID = (
    "a PDF, a Word document (.docx or .doc), an Excel workbook (.xlsx), an Outlook message (.msg), a picture (.png, .jpg or "
    ".heic) or plain text (.txt)"
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of the older formats of Office, which .doc and .msg share."""
_PARTS = {"doc": "WordDocument".encode("utf-16-le"), "msg": "__properties_version1.0".encode("utf-16-le")}
"""The part that tells a compound file's kind."""
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Described:
    """What a person says of a document: its kind (casework/case/document_kinds.py), who wrote it, and whose answer it is."""

    kind: str | None = None
    author: str | None = None
    answers: str | None = None


NOT_DESCRIBED = Described()


@dataclass(frozen=True, slots=True)
class Uploads:
    """The folder of uploaded documents, the records that list them, and the virus scanner if there is one."""

    database: Database
    folder: Path
    scanner: VirusScanner | None = None

    def keep(
        self, case_id: str, name: str, content: bytes, by: str, because: str | None = None
    ) -> tuple[documents.Document, bool]:
        """Keep a document of a case. Returns False if the case already has the same content. Raises ActRefused.

        `because` is the reason of `by` why a document with details of another person belongs to this case.
        """
        called = clean_name(name)
        kind = kind_of(called, content)
        self._scan(content)
        text, digest = text_of(kind, content), sha256(content).hexdigest()
        with self.database.read() as session:
            others = paper_identity.differences_in_text(session, case_id, text)
        paper_identity.check(others, by, because)
        self._store(digest, content)
        with self.database.write() as session:
            file = documents.NewFile(called, _TYPES[kind], len(content), digest, bool(text.strip()))
            kept, new = documents.keep_document(session, case_id, file, by, datetime.now(UTC))
            paper_identity.keep(session, kept.document_id, case_id, others, (by, because))
            return kept, new

    def describe(self, document: documents.Document, told: Described) -> documents.Document:
        """Store what a person says of a document. What they leave out stays as it is."""
        with self.database.write() as session:
            return documents.describe(
                session,
                document.document_id,
                told.kind or document.kind,
                told.author or document.author,
                told.answers or document.answers,
            )

    def keep_made(self, case_id: str, name: str, content: bytes, by: str) -> documents.Document:
        """Keep a PDF that was made of papers of this case, which were checked when they came in."""
        digest = sha256(content).hexdigest()
        self._store(digest, content)
        file = documents.NewFile(clean_name(name), _TYPES["pdf"], len(content), digest, compared=True)
        with self.database.write() as session:
            kept, _ = documents.keep_document(session, case_id, file, by, datetime.now(UTC))
        return kept

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

    def checked(self, name: str, content: bytes) -> str:
        """Return the clean name of a file that can be kept. Raises ActRefused."""
        called = clean_name(name)
        kind_of(called, content)
        self._scan(content)
        return called

    def text(self, case_id: str, document_id: str) -> str:
        """Return the text of a document of a case; an empty text if it cannot be read. Raises ActRefused."""
        kept, path = self.open(case_id, document_id)
        kind = next((kind for kind, type_ in _TYPES.items() if type_ == kept.type), "")
        return text_of(kind, path.read_bytes())

    def _scan(self, content: bytes) -> None:
        """Raise ActRefused if the scanner finds something, or cannot look."""
        if self.scanner is None:
            return
        try:
            found = self.scanner.finding(content)
        except ScannerAway as away:
            _LOG.error("virus_scanner_away", reason=str(away))
            raise ActRefused(
                "The file could not be checked for viruses, so it was not saved; try again in a few minutes."
            ) from None
        if found is not None:
            _LOG.warning("virus_found", found=found)
            raise ActRefused(
                "The virus scanner found something harmful in the file, so it was not saved; tell the sender, and do not open it."
            )

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
    """Return the type of a file if its name and content agree and it holds nothing that acts by itself.

    Raises ActRefused.
    """
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
    if (why := _active(end, content)) is not None:
        raise ActRefused(why)
    return end


def _active(kind: str, content: bytes) -> str | None:
    """Return why a file that could act by itself is refused, or None. Messages and pictures are only kept and given back."""
    match kind:
        case "docx" | "xlsx":
            return in_office_file(content)
        case "doc":
            return in_compound_file(content)
        case "pdf":
            return in_pdf(content)
    return None


def _is(kind: str, content: bytes) -> bool:
    match kind:
        case "pdf":
            return content.startswith(b"%PDF-")
        case "png":
            return content.startswith(b"\x89PNG\r\n\x1a\n")
        case "jpg":
            return content.startswith(b"\xff\xd8\xff")
        case "docx":
            return _has_part(content, "word/document.xml")
        case "xlsx":
            return _has_part(content, "xl/workbook.xml")
        case "doc" | "msg":
            return content.startswith(_COMPOUND) and _PARTS[kind] in content
        case "heic":
            return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _has_part(content: bytes, name: str) -> bool:
    """Return whether the content is a zip file with this part."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return name in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
