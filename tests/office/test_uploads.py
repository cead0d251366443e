"""A document is kept once and unchanged, if its name and content agree and it is not too large."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from activities.virus_scan import ScannerAway, VirusScanner
from office.refusals import ActRefused
from office.uploads import LARGEST, Uploads, clean_name, kind_of
from tests.databases import new_records

PDF = b"%PDF-1.7 sample"


def word(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "sample")
    return made.getvalue()


@pytest.fixture
def uploads(tmp_path: Path) -> Iterator[Uploads]:
    database = new_records(tmp_path)
    yield Uploads(database, tmp_path / "uploads")
    database.close()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("advice.pdf", PDF, "pdf"),
        ("Advice.PDF", PDF, "pdf"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0 sample", "jpg"),
        ("photo.png", b"\x89PNG\r\n\x1a\n sample", "png"),
        ("note.txt", "Grüße".encode(), "txt"),
        ("advice.docx", word("[Content_Types].xml", "word/document.xml"), "docx"),
    ],
)
def test_what_a_file_says_and_is(name: str, content: bytes, kind: str) -> None:
    assert kind_of(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("advice.pdf", b"<html>", "does not match its name"),
        ("advice.exe", PDF, "The selected file must be a PDF"),
        ("advice", PDF, "The selected file must be a PDF"),
        ("advice.pdf", b"", "empty"),
        ("advice.pdf", PDF + b" " * LARGEST, "20 MB or smaller"),
        ("macros.docx", word("word/document.xml", "word/vbaProject.bin"), "contains macros"),
        ("list.docx", word("xl/workbook.xml"), "does not match its name"),
        ("note.txt", b"\xff\xfe\0\0", "does not match its name"),
        ("page.html", b"<script>", "The selected file must be a PDF"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, content: bytes, said: str) -> None:
    with pytest.raises(ActRefused, match=said):
        kind_of(name, content)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\files\\advice.pdf", "advice.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_b__Set-Cookie_ x.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        (".pdf", "pdf"),
    ],
)
def test_a_name_leads_nowhere(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_document_is_returned_unchanged_and_only_to_its_own_case(uploads: Uploads) -> None:
    kept, new = uploads.keep("case-a", "advice.pdf", PDF, "officer-1")
    again, newer = uploads.keep("case-a", "copy.pdf", PDF, "officer-2")
    assert (new, newer, again) == (True, False, kept)
    found, path = uploads.open("case-a", kept.document_id)
    assert (found, path.read_bytes(), path.stat().st_mode & 0o077) == (kept, PDF, 0)
    with pytest.raises(ActRefused, match="case has no such document"):
        uploads.open("case-b", kept.document_id)


def test_a_file_that_was_changed_in_the_store_is_not_given_out(uploads: Uploads) -> None:
    kept, _ = uploads.keep("case-a", "advice.pdf", PDF, "officer-1")
    _, path = uploads.open("case-a", kept.document_id)
    path.write_bytes(b"%PDF-1.7 another child")
    with pytest.raises(ActRefused, match="has changed since it was uploaded"):
        uploads.open("case-a", kept.document_id)
    path.unlink()
    with pytest.raises(ActRefused, match="missing"):
        uploads.open("case-a", kept.document_id)


class Scanner:
    """A scanner whose answer is known."""

    def __init__(self, found: str | None, away: bool = False) -> None:
        self.found, self.away = found, away

    def finding(self, content: bytes) -> str | None:
        if self.away:
            raise ScannerAway("it does not answer")
        return self.found


@pytest.mark.parametrize(
    ("scanner", "said"),
    [
        (Scanner("Sample.Harmful"), "found something harmful"),
        (Scanner(None, away=True), "could not be checked for viruses, so it was not saved"),
    ],
)
def test_a_file_that_is_harmful_or_was_not_scanned_is_not_kept(
    uploads: Uploads, scanner: VirusScanner, said: str
) -> None:
    watched = replace(uploads, scanner=scanner)
    with pytest.raises(ActRefused, match=said):
        watched.keep("case-a", "advice.pdf", PDF, "officer-1")
    assert not uploads.folder.exists()
    assert replace(uploads, scanner=Scanner(None)).keep("case-a", "advice.pdf", PDF, "officer-1")[1]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("photo.heic", b"\0\0\0\x18ftypheic" + b"\0" * 20, "image/heic"),
        (
            "list.xlsx",
            word("xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_other_everyday_files_are_kept_and_given_back(
    uploads: Uploads, name: str, content: bytes, kind: str
) -> None:
    kept, _ = uploads.keep("case-a", name, content, "officer-1")
    found, path = uploads.open("case-a", kept.document_id)
    assert (found.type, path.read_bytes()) == (kind, content)
