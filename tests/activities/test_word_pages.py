"""A Word document stands in a bundle with all its words, headings, lists, numbers and tables, or it is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from activities.pdf_binding import Unbindable, pages_of
from activities.word_pages import Lost, word_paper
from casework.letters.paper import Bullets, Heading, Paragraph, Table
from office.paper_text import text_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def report() -> Any:
    """A report as an adviser writes it, with a letterhead and numbered pages."""
    document = Document()
    document.add_heading("Report on Wren Example", 1)
    document.add_paragraph("She follows one instruction at a time.\tIt takes her 20 seconds.")
    for item in ("A quiet room", "A visual plan"):
        document.add_paragraph(item, style="List Bullet")
    document.add_heading("Advice", 2)
    for item in ("Speak slowly.", "Check that she understood."):
        document.add_paragraph(item, style="List Number")
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Need"
    for place, text in enumerate(("Speech", "Severe", "3 hours a week")):
        table.cell(1, place).text = text
    section = document.sections[0]
    section.header.paragraphs[0].text = "Sample Therapy Service, confidential"
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(PIXEL))
    section.footer.paragraphs[0].text = "Page 1 of 3"
    return document


def test_all_words_of_a_report_stand_on_its_pages() -> None:
    found = word_paper("Report.docx", saved(report()))
    note, *blocks, around = found.blocks
    assert isinstance(note, Paragraph) and "“Report.docx” in a layout of ours" in note.text
    assert "Pictures at the top or the foot of its pages are left out" in note.text
    assert blocks == [
        Heading("Report on Wren Example"),
        Paragraph("She follows one instruction at a time. It takes her 20 seconds."),
        Bullets(("A quiet room", "A visual plan")),
        Heading("Advice", 3),
        Paragraph("1. Speak slowly."),
        Paragraph("2. Check that she understood."),
        Table(
            "Table 1 of the document", ("Need", "", ""), ((("Speech",), ("Severe",), ("3 hours a week",)),)
        ),
    ]
    assert around == Paragraph("At the top of its pages: Sample Therapy Service, confidential")
    pages = " ".join(text_of("pdf", pages_of("Report.docx", WORD, saved(report()))).split())
    for words in (
        "Report on Wren Example",
        "2. Check that she understood.",
        "3 hours a week",
        "confidential",
    ):
        assert words in pages


LEVELS = (
    ("decimal", "%1."),
    ("decimal", "%1.%2"),
    ("lowerLetter", "(%3)"),
    ("lowerRoman", "%4)"),
    ("bullet", ""),
)


def several_levels() -> Any:
    """A document with one list of several levels, of which a second list starts with 5."""
    document = Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (kind, text) in enumerate(LEVELS)
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>')
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    for number, override in ((91, ""), (92, again)):
        xml = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="90"/>{override}</w:num>'
        numbering.append(parse_xml(xml))
    for number, depth in (
        (91, 0),
        (91, 1),
        (91, 1),
        (91, 2),
        (91, 3),
        (91, 3),
        (91, 0),
        (91, 1),
        (92, 0),
        (91, 4),
    ):
        marks = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
        document.add_paragraph("Words")._p.get_or_add_pPr().append(parse_xml(marks))
    return document


def test_paragraphs_are_numbered_as_word_numbers_them() -> None:
    _, *blocks = word_paper("Report.docx", saved(several_levels())).blocks
    labels = [one.text.removesuffix(" Words") for one in blocks if isinstance(one, Paragraph)]
    assert labels == ["1.", "1.1", "1.2", "(a)", "i)", "ii)", "2.", "2.1", "5."]
    assert blocks[-1] == Bullets(("– – – – Words",)), "a bullet shows its depth"


def run(xml: str) -> Callable[[Any], None]:
    def add(document: Any) -> None:
        document.add_paragraph("Words")._p.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))

    return add


def within(xml: str) -> Callable[[Any], None]:
    def add(document: Any) -> None:
        inner = (
            f"<w:r><w:{'delText' if 'del' in xml else 't'}>not</w:{'delText' if 'del' in xml else 't'}></w:r>"
        )
        document.add_paragraph("Words")._p.append(parse_xml(f"<w:{xml} {nsdecls('w')}>{inner}</w:{xml}>"))

    return add


def picture(document: Any) -> None:
    document.add_picture(io.BytesIO(PIXEL))


def form_field(document: Any) -> None:
    inner = "<w:sdtContent><w:p><w:r><w:t>Yes</w:t></w:r></w:p></w:sdtContent>"
    document.element.body.insert(0, parse_xml(f"<w:sdt {nsdecls('w')}>{inner}</w:sdt>"))


def table_in_table(document: Any) -> None:
    document.add_table(1, 1).cell(0, 0).add_table(1, 1)


def chinese_numbers(document: Any) -> None:
    document.add_paragraph("One", style="List Number")
    for kind in document.part.numbering_part.element.iter(qn("w:numFmt")):
        kind.set(qn("w:val"), "chineseCounting")


@pytest.mark.parametrize(
    ("add", "said"),
    [
        (picture, "it has a picture, a chart or a text box"),
        (within("ins"), "it has a tracked change"),
        (within("del"), "it has a tracked change"),
        (run('<w:footnoteReference w:id="2"/>'), "it has a footnote or an endnote"),
        (run('<w:commentReference w:id="2"/>'), "it has a comment"),
        (run('<w:sym w:font="Wingdings" w:char="F0FE"/>'), "it has a symbol of a special font"),
        (run("<w:rPr><w:strike/></w:rPr><w:t>not</w:t>"), "it has text that is struck out"),
        (run("<w:rPr><w:vanish/></w:rPr><w:t>not</w:t>"), "it has hidden text"),
        (form_field, "it has a form field or a table of contents"),
        (table_in_table, "it has a table within a table"),
        (chinese_numbers, "it has numbers of paragraphs that only Word shows"),
    ],
    ids=["picture", "inserted", "deleted", "footnote", "comment", "symbol", "struck", "hidden", "field", "nested", "numbers"],
)  # fmt: skip
def test_what_words_only_would_change_is_refused(add: Callable[[Any], None], said: str) -> None:
    document = Document()
    document.add_paragraph("The first words.")
    add(document)
    with pytest.raises(Lost, match=said):
        word_paper("Report.docx", saved(document))
    with pytest.raises(Unbindable, match=f"{said}; open it in Word, save it as a PDF, and add the PDF"):
        pages_of("Report.docx", WORD, saved(document))


def test_a_mark_that_is_switched_off_is_no_mark() -> None:
    document = Document()
    run('<w:rPr><w:strike w:val="0"/></w:rPr><w:t> stand.</w:t>')(document)
    assert word_paper("Report.docx", saved(document)).blocks[1] == Paragraph("Words stand.")


@pytest.mark.parametrize(
    ("content", "said"), [(b"PK", "it cannot be read"), (saved(Document()), "it has no text")]
)
def test_what_is_no_document_of_words_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Lost, match=said):
        word_paper("Report.docx", content)
