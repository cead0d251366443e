"""A paper as an editable Word document with real headings, repeated table headers and its language."""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from casework.letters.paper import Bullets, Heading, Paper, Paragraph, Table, Terms

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_word(paper: Paper) -> bytes:
    """Return the content of a .docx file."""
    document = Document()
    _style(document, paper)
    for line in (*paper.sender, *paper.address):
        document.add_paragraph(_text(line), style="No Spacing")
    if paper.on:
        document.add_paragraph(_text(paper.on))
    if paper.reference:
        document.add_paragraph(_text(f"Our reference: {paper.reference}"))
    if paper.marking:
        document.add_paragraph().add_run(_text(paper.marking)).bold = True
    document.add_heading(_text(paper.title), level=1)
    for block in paper.blocks:
        match block:
            case Heading():
                document.add_heading(_text(block.text), level=block.level)
            case Paragraph():
                document.add_paragraph(_text(block.text))
            case Terms():
                for term, text in block.rows:
                    paragraph = document.add_paragraph()
                    paragraph.add_run(_text(f"{term}: ")).bold = True
                    paragraph.add_run(_text(text))
            case Bullets():
                for item in block.items:
                    document.add_paragraph(_text(item), style="List Bullet")
            case Table():
                _table(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _style(document: Any, paper: Paper) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(12)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    document.core_properties.title = _text(paper.title)
    document.core_properties.author = ""
    document.core_properties.language = "en-GB"
    _page_numbers(document)
    if any(isinstance(block, Table) for block in paper.blocks):
        page = document.sections[0]
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width


def _page_numbers(document: Any) -> None:
    """Write the number of each page, and how many there are, at its foot."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(words)
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), field)
        paragraph._p.append(number)


def _keep_together(row: Any) -> None:
    """Start a row on the next page where it would be split, unless it is longer than a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _table(document: Any, block: Table) -> None:
    caption = document.add_paragraph(_text(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        cell.paragraphs[0].add_run(_text(column)).bold = True
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    _keep_together(table.rows[0])
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for row in block.rows:
        added = table.add_row()
        _keep_together(added)
        for cell, lines in zip(added.cells, row, strict=True):
            cell.text = _text("\n".join(lines))
    document.add_paragraph()


def _text(text: str) -> str:
    """Return text without the characters that XML does not allow."""
    return _NOT_XML.sub("", text)
