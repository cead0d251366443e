"""Bind papers into one PDF: contents in front, a number on every page, and a bookmark for every section and paper."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import typst

from activities import paper_fonts
from activities.paper_pdf import as_pdf
from activities.word_pages import Lost, word_paper
from casework.letters.paper import Paper, Paragraph
from casework.letters.paper_content import content_of

if TYPE_CHECKING:
    import pikepdf

_LAYOUT = Path(__file__).with_name("templates") / "binding.typ"
_PICTURES = {"image/png": "png", "image/jpeg": "jpg"}
_PDF, _TEXT = "application/pdf", "text/plain"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_CONTENTS_PAGES = 20


class Unbindable(Exception):  # noqa: N818 - named for what it says
    """A paper cannot be bound. The message says why, as a clause."""


@dataclass(frozen=True, slots=True)
class BoundPaper:
    """A paper to bind: its title, its date in words (empty for none), and its pages as a PDF."""

    title: str
    on: str
    pdf: bytes

    @property
    def pages(self) -> int:
        """The number of its pages."""
        return _count(self.pdf)


@dataclass(frozen=True, slots=True)
class BoundSection:
    """A part of a bundle with its papers in order."""

    title: str
    papers: tuple[BoundPaper, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A bundle: the PDF, the number of its pages, and the first and last page of each paper in order."""

    pdf: bytes
    pages: int
    places: tuple[tuple[int, int], ...]


def pages_of(name: str, kind: str, content: bytes) -> bytes:
    """Return a document as a PDF. Raises Unbindable if its kind has no pages of its own, or if it cannot be read."""
    import pikepdf

    media = kind.partition(";")[0]
    if media in _PICTURES:
        return _compiled({"what": "picture", "title": name, "ending": _PICTURES[media]}, content)
    if media == _TEXT:
        return as_pdf(content_of({"letter": Paper(name, (Paragraph(content.decode("utf-8")),))}))
    if media == _WORD:
        return _of_word(name, content)
    if media != _PDF:
        raise Unbindable(_to_save(name))
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if not len(pdf.pages):
                raise Unbindable("it has no pages")
    except pikepdf.PdfError:
        raise Unbindable("it cannot be read; save it again as a PDF and add that") from None
    return content


def _of_word(name: str, content: bytes) -> bytes:
    """Return the pages of a Word document whose words say everything. Raises Unbindable for any other."""
    try:
        return as_pdf(content_of({"letter": word_paper(name, content)}))
    except Lost as why:
        raise Unbindable(
            f"{why}; open it in Word, save it as a PDF, and add the PDF to the documents of the case"
        ) from None


_PROGRAMS = {
    ".doc": "a Word document", ".xlsx": "a spreadsheet", ".xls": "a spreadsheet",
    ".msg": "an Outlook message", ".eml": "an e-mail",
}  # fmt: skip
"""What a file is that only its own program shows as it was written."""


def _to_save(name: str) -> str:
    """Return what to do with a file whose pages only its own program knows. To guess them could change evidence."""
    what = next((said for ending, said in _PROGRAMS.items() if name.lower().endswith(ending)), None)
    if what is None:
        return "it is not a PDF, a picture or a text; save it as a PDF and add that"
    return f"it is {what}; open it, save it as a PDF, and add the PDF to the documents of the case"


def bind(
    title: str, about: Sequence[str], sections: Sequence[BoundSection], left_out: Sequence[str] = ()
) -> Bound:
    """Bind papers into one PDF. `about` stands above the contents, `left_out` names below them what is not in the file."""
    import pikepdf

    counts = [[paper.pages for paper in section.papers] for section in sections]
    contents, places = _contents(title, about, sections, left_out, counts)
    bound = pikepdf.new()
    with pikepdf.open(io.BytesIO(contents)) as front:
        bound.pages.extend(front.pages)
        for section in sections:
            for paper in section.papers:
                with pikepdf.open(io.BytesIO(paper.pdf)) as pdf:
                    bound.pages.extend(pdf.pages)
    _number(bound)
    _bookmark(bound, sections, [first for first, _ in places])
    bound.Root.Lang = pikepdf.String("en-GB")
    with bound.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
    bound.Root.PageMode = pikepdf.Name.UseOutlines
    bound.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    file = io.BytesIO()
    bound.save(file, deterministic_id=True)
    return Bound(file.getvalue(), len(bound.pages), tuple(places))


def _contents(
    title: str,
    about: Sequence[str],
    sections: Sequence[BoundSection],
    left_out: Sequence[str],
    counts: list[list[int]],
) -> tuple[bytes, list[tuple[int, int]]]:
    """Return the contents and the place of each paper. The contents are set again until their own length is right."""
    length = 1
    while True:
        places, told, number = [], [], length
        for section, its in zip(sections, counts, strict=True):
            rows = []
            for paper, count in zip(section.papers, its, strict=True):
                first, last = number + 1, number + count
                number = last
                places.append((first, last))
                where = str(first) if first == last else f"{first} to {last}"
                rows.append({"title": paper.title, "on": paper.on, "pages": where})
            told.append({"title": section.title, "papers": rows})
        made = _compiled(
            {"what": "contents", "title": title, "about": list(about), "sections": told, "left_out": list(left_out)}
        )  # fmt: skip
        if (pages := _count(made)) == length or length >= _MOST_CONTENTS_PAGES:
            return made, places
        length = pages


def _count(content: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def _number(bound: pikepdf.Pdf) -> None:
    """Lay its number over each page, at the bottom right as it is read."""
    import pikepdf

    with pikepdf.open(
        io.BytesIO(_compiled({"what": "numbers", "title": "", "first": 1, "last": len(bound.pages)}))
    ) as sheet:
        for page, number in zip(bound.pages, sheet.pages, strict=True):
            page.add_overlay(number, None, push_stack=True)
    labels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)]))
    bound.Root.PageLabels = labels


def _bookmark(bound: pikepdf.Pdf, sections: Sequence[BoundSection], firsts: list[int]) -> None:
    import pikepdf

    starts = iter(firsts)
    with bound.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Contents", 0))
        for section in sections:
            papers = [(paper.title, next(starts) - 1) for paper in section.papers]
            if not papers:
                continue
            item = pikepdf.OutlineItem(section.title, papers[0][1])
            item.children.extend(pikepdf.OutlineItem(title, at) for title, at in papers)
            outline.root.append(item)


def _compiled(told: dict[str, Any], picture: bytes | None = None) -> bytes:
    """Return a PDF of the layout, with the fonts of letters. Raises Unbindable if a picture cannot be read.

    The typesetter reads a picture from a file, so one lies in a folder of its own while it is set.
    """
    with TemporaryDirectory() as folder:
        main = Path(folder) / "main.typ"
        main.write_bytes(_LAYOUT.read_bytes())
        if picture is not None:
            (Path(folder) / f"picture.{told['ending']}").write_bytes(picture)
        inputs = {"told": json.dumps(told), "fonts": json.dumps(paper_fonts.FAMILIES)}
        for fonts in (paper_fonts.own, paper_fonts.of_machine):
            with suppress(typst.TypstError):
                made: Any = typst.compile(str(main), sys_inputs=inputs, font_paths=fonts())
                return bytes(made)
    raise Unbindable("the picture cannot be read" if picture else "this machine has no font for its title")
