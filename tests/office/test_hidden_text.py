"""Text under a filled rectangle of a PDF is found; text on a coloured cell and under a highlight is not."""

from __future__ import annotations

import io

import pikepdf
import pytest

from activities.paper_pdf import as_pdf
from casework.letters.paper import Paper, Paragraph, Table
from casework.letters.paper_content import content_of
from office.hidden_text import pages_with_hidden_text

SECRET = "BT /F1 12 Tf 1 0 0 1 72 700 Tm (The address is secret) Tj ET"
COVER = "70 695 160 20"


def page(*steps: str, note: dict[str, object] | None = None) -> bytes:
    """A PDF whose second page is drawn by some steps."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    form = pdf.make_stream(f"0 g {COVER} re f".encode())
    form.update(
        {
            "/Type": pikepdf.Name.XObject,
            "/Subtype": pikepdf.Name.Form,
            "/BBox": pikepdf.Array([0, 0, 600, 800]),
        }
    )
    see_through = pikepdf.Dictionary({"/ca": 0.4})
    for content in ("", "\n".join(steps)):
        one = pdf.add_blank_page(page_size=(595, 842))
        one.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)),
            XObject=pikepdf.Dictionary(Box=form),
            ExtGState=pikepdf.Dictionary(Half=see_through),
        )
        one.obj.Contents = pdf.make_stream(content.encode())
    if note is not None:
        pdf.pages[1].obj.Annots = pikepdf.Array([pikepdf.Dictionary(note)])
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("steps", "note", "is_hidden"),
    [
        ((SECRET, f"0 g {COVER} re f"), None, True),
        ((SECRET, f"1 g {COVER} re f"), None, True),
        ((SECRET, "0 g 70 695 m 230 695 l 230 715 l 70 715 l h f"), None, True),
        ((SECRET, "q 2 0 0 2 0 0 cm 0 g 35 347 80 10 re f Q"), None, True),
        ((SECRET, "/Box Do"), None, True),
        ((f"0 g {COVER} re f", SECRET), None, True),
        (("0 g 0 0 595 842 re f", f"3 Tr {SECRET}", f"0.2 g {COVER} re f"), None, True),
        ((f"0.9 g {COVER} re f", "0 g", SECRET), None, False),
        ((SECRET, f"/Half gs 1 1 0 rg {COVER} re f"), None, False),
        ((SECRET, "0 g 70 400 160 20 re f"), None, False),
        ((SECRET, f"0 g {COVER} re S"), None, False),
        ((SECRET,), {"/Subtype": pikepdf.Name.Redact, "/Rect": pikepdf.Array([70, 695, 230, 715])}, True),
        ((SECRET,), {"/Subtype": pikepdf.Name.Highlight, "/Rect": pikepdf.Array([70, 695, 230, 715])}, False),
    ],
)  # fmt: skip
def test_text_that_a_box_hides_is_found(
    steps: tuple[str, ...], note: dict[str, object] | None, is_hidden: bool
) -> None:
    assert pages_with_hidden_text(page(*steps, note=note)) == ([2] if is_hidden else [])  # fmt: skip


def test_our_own_papers_hide_nothing_and_a_broken_file_is_no_error() -> None:
    table = Table("Cells", ("One", "Two"), ((("a",), ("b",)),))
    paper = Paper("A letter", (Paragraph("Words"), table), address=("Ash Sample", "1 Street"))
    assert pages_with_hidden_text(as_pdf(content_of({"letter": paper}))) == []
    assert pages_with_hidden_text(b"%PDF-1.4 broken") == []
