"""The text of an uploaded document, to check whose it is. A picture has none."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_LARGEST_PART = 20_000_000
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_MOVES = frozenset({"Td", "TD", "T*", "Tm", "'", '"', "ET"})
_CMAP_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_CMAP_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_CMAP_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def text_of(kind: str, content: bytes) -> str:
    """Return the text of a document, or an empty text for a kind or file that cannot be read.

    An unreadable file is no error here: a person still decides whether it belongs to the case.
    """
    try:
        match kind:
            case "txt":
                return content.decode("utf-8")
            case "docx":
                return "\n".join(_of_word(content))
            case "pdf":
                return "\n".join(_of_pdf(content))
    except Exception:  # a broken file may fail anywhere in its library
        return ""
    return ""


def _of_word(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            if not _PARTS.fullmatch(part.filename) or part.file_size > _LARGEST_PART:
                continue
            xml = archive.read(part)
            if b"<!DOCTYPE" in xml:
                continue  # a Word document has none, and its entities could grow without end
            root = ET.fromstring(xml)
            for row in root.iter(f"{_WORD}tr"):
                yield " | ".join(
                    " ".join(map(_paragraph, cell.iter(f"{_WORD}p"))) for cell in row.iter(f"{_WORD}tc")
                )
            yield from map(_paragraph, root.iter(f"{_WORD}p"))


def _paragraph(paragraph: ET.Element) -> str:
    told = []
    for each in paragraph.iter():
        if each.tag == f"{_WORD}t":
            told.append(each.text or "")
        elif each.tag in (f"{_WORD}tab", f"{_WORD}br"):
            told.append("\t" if each.tag.endswith("tab") else "\n")
    return "".join(told)


def _of_pdf(content: bytes) -> Iterator[str]:
    import pikepdf  # slow to import, and only an upload needs it

    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            fonts: Any = page.resources.get("/Font", {})
            tables = {name: _table(font) for name, font in fonts.items()}
            yield "".join(_on_page(pikepdf.parse_content_stream(page), tables))


def _on_page(steps: Iterable[Any], tables: Mapping[str, dict[bytes, str]]) -> Iterator[str]:
    table: dict[bytes, str] = {}
    for operands, operator in steps:
        name = str(operator)
        if name == "Tf":
            table = tables.get(str(operands[0]), {})
        if name in _MOVES:
            yield "\n" if name != "Td" or float(operands[1]) else " "
        if name in _SHOWS:
            shown = operands[-1]
            for piece in shown if name == "TJ" else (shown,):
                if isinstance(piece, (int, float)) or not hasattr(piece, "__bytes__"):
                    yield " " if float(piece) < -200 else ""
                else:
                    yield _decoded(bytes(piece), table)


def _decoded(shown: bytes, table: dict[bytes, str]) -> str:
    width = max(map(len, table), default=0)
    if not width:
        return shown.decode("cp1252", "replace")
    codes = (shown[at : at + width] for at in range(0, len(shown), width))
    return "".join(table.get(code, "") for code in codes)


def _table(font: Any) -> dict[bytes, str]:
    """The characters of a font by their codes, from its ToUnicode map."""
    if "/ToUnicode" not in font:
        return {}
    found: dict[bytes, str] = {}
    for kind, block in _CMAP_BLOCK.findall(font.ToUnicode.read_bytes()):
        if kind == b"bfchar":
            for code, to in _CMAP_CHAR.findall(block):
                found[bytes.fromhex(code.decode())] = _utf16(to)
            continue
        for first, last, to in _CMAP_RANGE.findall(block):
            start, end, width = int(first, 16), int(last, 16), len(first) // 2
            for step in range(min(end - start, 0xFFFF) + 1):
                found[(start + step).to_bytes(width, "big")] = chr(int(to, 16) + step)
    return found


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
