"""Show a Word document as a paper of ours, if nothing of what it says is lost: its text, headings, lists and tables.

A bundle is evidence. Where words only would change what a reader understands, such as a picture or a tracked change, the
document is refused and a person saves it as a PDF.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from activities.word_numbering import BULLET, Numbering, UnknownNumbering
from casework.damaged_archive import DAMAGED
from casework.letters.paper import Block, Bullets, Heading, Paper, Paragraph, Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LARGEST_UNPACKED = 100_000_000
"""The largest content of a Word document when it is unpacked, in bytes."""
_DEEPEST = 4
"""The lowest level of a heading in a paper."""
_PICTURES = ("drawing", "pict", "object")
_LOST = {
    "a picture, a chart or a text box": tuple(f"{_W}{name}" for name in _PICTURES),
    "a tracked change": tuple(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")),
    "a comment": (f"{_W}commentReference",),
    "a footnote or an endnote": (f"{_W}footnoteReference", f"{_W}endnoteReference"),
    "a form field or a table of contents": (f"{_W}sdt", f"{_W}ffData"),
    "a symbol of a special font": (f"{_W}sym",),
    "a formula": (f"{_MATHS}oMath",),
    "another document within it": (f"{_W}altChunk", f"{_W}subDoc", f"{_W}customXml"),
}
"""What a plain rendering would lose, by the elements that hold it."""
_MARKED = {"text that is struck out": ("strike", "dstrike"), "hidden text": ("vanish", "webHidden")}
"""The same for marks of a run, which can be switched off."""
_OFF = ("0", "false", "off")
_NUMBERS = re.compile(r"\b(?:page|of)\b|[\d\s/|–-]+", re.IGNORECASE)
"""What a line that numbers the pages is made of."""


class Lost(Exception):  # noqa: N818 - named for what it says
    """A document holds what a plain rendering would lose. The message names it."""


def word_paper(name: str, content: bytes) -> Paper:
    """Return a Word document as a paper. Raises Lost if it cannot be read, or holds what would be lost."""
    from docx import Document  # slow to import, and only a bundle needs it

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
                raise Lost("it is too large to read")
        document = Document(io.BytesIO(content))
        body = document.element.body
        _check(body)
        around, has_pictures = _around(document)
        blocks = _joined(_blocks(document, Numbering(document)))
    except UnknownNumbering:
        raise Lost("it has numbers of paragraphs that only Word shows") from None
    except DAMAGED:
        raise Lost("it cannot be read") from None
    if not blocks:
        raise Lost("it has no text")
    _check_letters(body, blocks)
    note = f"These pages show the words of the Word document “{name}” in a layout of ours. The document itself is kept with the case."
    if has_pictures:
        note += " Pictures at the top or the foot of its pages are left out."
    return Paper(name, (Paragraph(note), *blocks, *around))


def _check(element: Any) -> None:
    for what, tags in _LOST.items():
        if next(element.iter(*tags), None) is not None:
            raise Lost(f"it has {what}")
    for what, names in _MARKED.items():
        marks = element.iter(*(f"{_W}{name}" for name in names))
        if any(one.get(f"{_W}val") not in _OFF for one in marks):
            raise Lost(f"it has {what}")
    for cell in element.iter(f"{_W}tc"):
        if next(cell.iter(f"{_W}tbl"), None) is not None:
            raise Lost("it has a table within a table")


def _around(document: Any) -> tuple[tuple[Block, ...], bool]:
    """Return what stands at the top and the foot of the pages, each text once, and whether there are pictures."""
    said: dict[str, None] = {}
    has_pictures = False
    for section in document.sections:
        for where, parts in (
            ("top", (section.header, section.first_page_header, section.even_page_header)),
            ("foot", (section.footer, section.first_page_footer, section.even_page_footer)),
        ):
            for part in (one for one in parts if not one.is_linked_to_previous):
                element = part._element
                has_pictures |= next(element.iter(*(f"{_W}{name}" for name in _PICTURES)), None) is not None
                text = " ".join(filter(None, (_beside_numbers(one) for one in element.iter(f"{_W}p"))))
                if text.strip():
                    said[f"At the {where} of its pages: {text.strip()}"] = None
    return tuple(Paragraph(one) for one in said), has_pictures


def _beside_numbers(paragraph: Any) -> str:
    """Return the text of a paragraph at the top or foot of pages; nothing where it only numbers them."""
    text = text_of(paragraph).strip()
    return "" if not _NUMBERS.sub("", text) else text


def _check_letters(body: Any, blocks: list[Block]) -> None:
    """Check that each letter of a document stands on the pages, whatever holds it. Raises Lost."""
    written = Counter("".join("".join(one.text or "" for one in body.iter(f"{_W}t")).split()))
    shown = Counter("".join("".join(_words(block) for block in blocks).split()))
    if not written <= shown:
        raise Lost("it has text that only Word shows")


def _words(block: Block) -> str:
    match block:
        case Bullets():
            return "".join(block.items)
        case Table():
            return "".join((*block.columns, *(line for row in block.rows for cell in row for line in cell)))
        case Heading() | Paragraph():
            return block.text
    return ""


def _blocks(document: Any, numbering: Numbering) -> Iterator[Block]:
    from docx.table import Table as WordTable

    tables = 0
    for block in document.iter_inner_content():
        if isinstance(block, WordTable):
            tables += 1
            yield _table(block, f"Table {tables} of the document", numbering)
            continue
        text, label = text_of(block._p), numbering.label(block)
        style = (block.style.name if block.style is not None else "") or ""
        if not text.strip():
            continue
        if label.startswith(BULLET):
            yield Bullets((f"{'– ' * (len(label) - 1)}{text}",))
        elif style.startswith("Heading ") and style[8:].isdecimal():
            yield Heading(f"{label} {text}".strip(), min(int(style[8:]) + 1, _DEEPEST))
        elif style == "Title":
            yield Heading(text)
        else:
            yield Paragraph(f"{label} {text}".strip())


def _table(table: Any, caption: str, numbering: Numbering) -> Table:
    rows = []
    for row in table.rows:
        seen: set[int] = set()
        cells = []
        for cell in row.cells:
            is_again = id(cell._tc) in seen or cell._tc.getparent() is not row._tr
            seen.add(id(cell._tc))
            lines = [] if is_again else [_line(one, numbering) for one in cell.paragraphs]
            cells.append(tuple(one for one in lines if one.strip()) or ("",))
        rows.append(tuple(cells))
    width = max(map(len, rows), default=1)
    first, *rest = [row + (("",),) * (width - len(row)) for row in rows] or [(("",),)]
    return Table(caption, tuple("\n".join(cell) for cell in first), tuple(rest))


def _line(paragraph: Any, numbering: Numbering) -> str:
    return f"{numbering.label(paragraph)} {text_of(paragraph._p)}".strip()


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph with its line breaks, tabs and results of fields."""
    told = []
    for each in paragraph.iter():
        match str(each.tag).removeprefix(_W):
            case "t":
                told.append(each.text or "")
            case "tab" if each.getparent().tag == f"{_W}r":
                told.append(" ")
            case "br" | "cr":
                told.append("\n")
            case "noBreakHyphen":
                told.append("-")
    return "".join(told)


def _joined(blocks: Iterator[Block]) -> list[Block]:
    """Return the blocks with the bullets that follow one another as one list."""
    found: list[Block] = []
    for block in blocks:
        before = found[-1] if found else None
        if isinstance(block, Bullets) and isinstance(before, Bullets):
            found[-1] = Bullets((*before.items, *block.items))
        else:
            found.append(block)
    return found
