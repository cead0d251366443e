"""Letters as PDF: tagged for screen readers, with the same bytes each time, and with no text read as markup."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from activities import paper_fonts
from activities.paper_fonts import PACKAGES, SAMPLES
from activities.paper_pdf import Unprintable, as_pdf
from casework.letters.letter_templates import kinds, letter
from casework.letters.paper import Bullets, Heading, Paper, Paragraph, Table, Terms
from casework.letters.paper_content import content_of, papers_of
from office.paper_text import text_of
from tests.casework.letters.test_family_letters import FACTS

PAPER = Paper(
    "A title",
    (
        Heading("First"),
        Heading("Below", 3),
        Paragraph("#set page(width: 1pt) *bold* $x$ @ref <b> \x00\x0b _end_"),
        Terms((("Term", "Said of it"),)),
        Bullets(("one", "two")),
        Table("The table", ("Name", "Value"), ((("a",), ("b", "c")), (("d",), ()))),
    ),
    address=("A. Sample", "1 Street"),
    sender=("The authority",),
    reference="case-1",
    on="Monday 1 April 2024",
)


def tags(pdf: pikepdf.Pdf) -> list[str]:
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def test_a_pdf_has_a_language_a_title_and_tags_for_headings_lists_and_tables() -> None:
    made = as_pdf(content_of({"letter": PAPER}))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as about:
            assert (about["dc:title"], about["pdfuaid:part"]) == ("A title", "1")
        assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TH", "/TD"} <= set(tags(pdf))
        assert len(pdf.pages) == 1


def test_the_same_letter_is_the_same_bytes_and_is_read_back_whole() -> None:
    content = content_of({"letter": PAPER, "plan": replace(PAPER, address=())})
    assert as_pdf(content) == as_pdf(content)
    read = papers_of(content)
    assert content_of(read) == content
    assert list(read) == ["letter", "plan"]
    with pikepdf.open(io.BytesIO(as_pdf(content))) as pdf:
        assert len(pdf.pages) == 2


def test_large_print_is_larger() -> None:
    def pages(paper: Paper) -> int:
        with pikepdf.open(io.BytesIO(as_pdf(content_of({"letter": paper})))) as pdf:
            return len(pdf.pages)

    long = replace(PAPER, blocks=(Paragraph("Some words to read. " * 200),))
    assert pages(replace(long, large_print=True)) > pages(long)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_letter_is_printed(kind: str) -> None:
    for facts in (FACTS, replace(FACTS, large_print=True, language="Polish", young_person=True)):
        made = as_pdf(content_of({"letter": letter(kind, facts)}))
        with pikepdf.open(io.BytesIO(made)) as pdf:
            assert tags(pdf).count("/H1") == 1


def test_a_letter_that_no_font_has_is_said_and_not_printed_as_a_box() -> None:
    with pytest.raises(Unprintable, match=r"a font with the characters of .*; ask for the Noto fonts"):
        as_pdf(content_of({"letter": replace(PAPER, blocks=(Paragraph("\ue000"),))}))


@pytest.mark.parametrize(
    ("script", "face"),
    [
        ("Bengali", "NotoSansBengali"),
        ("Punjabi", "NotoSansGurmukhi"),
        ("Gujarati", "NotoSansGujarati"),
        ("Tamil", "NotoSansTamil"),
        ("Hindi", "NotoSansDevanagari"),
        ("Arabic", "NotoSansArabic"),
        ("Chinese", "NotoSansCJK"),
        ("Korean", "NotoSansCJK"),
        ("Amharic", "NotoSansEthiopic"),
        ("Thai", "NotoSansThai"),
    ],
)
def test_a_name_in_another_script_is_printed_in_the_font_of_that_script(script: str, face: str) -> None:
    name = SAMPLES[script]
    made = as_pdf(content_of({"letter": replace(PAPER, address=(name, "1 Street", "ZZ1 1ZZ"))}))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        used = [font for font in pdf.pages[0].Resources.Font.values() if face in str(font.BaseFont)]
        assert len(used) == 1, f"install {' and '.join(PACKAGES)}"
        said = words_in(used[0], pdf)
    assert set(name) - {" "} <= set(said)
    assert unicodedata.normalize("NFC", name.replace(" ", ""))[:2] in said or script == "Arabic"


def words_in(font: pikepdf.Object, pdf: pikepdf.Pdf) -> str:
    """What the first page says in a font, by the font's own table of characters."""
    table = font.ToUnicode.read_bytes().decode()
    meant = {}
    for glyph, text in re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>\s*\n", table):
        meant[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    name = next(key for key, one in pdf.pages[0].Resources.Font.items() if one.BaseFont == font.BaseFont)
    said, is_ours = "", False
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(operator) == "Tf":
            is_ours = str(operands[0]) == name
        elif is_ours and str(operator) in ("Tj", "TJ"):
            shown = operands[0] if str(operator) == "TJ" else [operands[0]]
            raw = b"".join(bytes(each) for each in shown if isinstance(each, pikepdf.String))
            pairs = (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))
            said += "".join(meant.get(pair, "") for pair in pairs)
    return said


def test_what_this_machine_cannot_print_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert paper_fonts.main() == 0 and capsys.readouterr().out == ""
    monkeypatch.setattr(paper_fonts, "of_machine", paper_fonts.own)
    assert paper_fonts.main() == 1
    said = capsys.readouterr().out
    assert said.startswith("Letters with a name in Bengali, Punjabi,")
    assert said.endswith("(Debian: apt-get install fonts-noto-core fonts-noto-cjk).\n")


def fonts(pdf: pikepdf.Pdf) -> set[str]:
    return {
        str(font.BaseFont).split("+")[-1]
        for page in pdf.pages
        for font in page.Resources.Font.values()
    }  # fmt: skip


@pytest.mark.parametrize("large", [False, True])
def test_a_letter_is_set_in_a_sans_serif_face_of_12_points_or_more(large: bool) -> None:
    made = as_pdf(content_of({"letter": replace(PAPER, large_print=large)}))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert fonts(pdf) == {"AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold"}
        sizes = {
            float(operands[1])
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tf"
        }
        assert min(sizes) == (16 if large else 12) and (18 in sizes) is large


def test_the_address_stands_in_the_window_and_the_sender_above_it() -> None:
    address = ("A. Sample", "Flat 2", "1 Sample Street", "Exampleton", "EX1 1AA")
    sender = ("The authority of a place with a long name, SEND team", "A House", "1 Street", "Exampleton")
    for large in (False, True):
        made = as_pdf(
            content_of({"letter": replace(PAPER, address=address, sender=sender, large_print=large)})
        )
        with pikepdf.open(io.BytesIO(made)) as pdf:
            places = text_places(pdf)
        left = [y for x, y in places if abs(x - 25) < 1]
        right = [y for x, y in places if 75 < x < 130 and y < 60]
        assert 42 < left[0] < 50 and left[4] < 90
        assert right and max(right) < 42


@pytest.mark.parametrize("large", [False, True])
def test_an_address_of_seven_lines_fits_its_window_above_the_date(large: bool) -> None:
    address = ("A Person", *("W" * 3 + " " + "x" * 36 for _ in range(5)), "ZZ1 1ZZ")
    made = as_pdf(content_of({"letter": replace(PAPER, address=address, large_print=large)}))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        left = [y for x, y in text_places(pdf) if abs(x - 25) < 1]
    assert left[:8] == sorted(left[:8])
    assert 42 < left[0] < 50 and left[6] < (94 if large else 80)
    assert left[7] - left[6] > 4


def text_places(pdf: pikepdf.Pdf) -> list[tuple[float, float]]:
    """Where each run of text of the first page begins, in millimetres from the left and from the top."""
    found, here = [], pikepdf.Matrix()
    stack: list[pikepdf.Matrix] = []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        match str(operator):
            case "q":
                stack.append(here)
            case "Q":
                here = stack.pop()
            case "cm":
                here = pikepdf.Matrix(*map(float, operands)) @ here
            case "Tm":
                placed = pikepdf.Matrix(*map(float, operands)) @ here
                found.append((placed.e / 72 * 25.4, 297 - placed.f / 72 * 25.4))
    return found


def test_a_row_of_a_table_stands_on_one_page_and_one_that_is_higher_than_a_page_is_shown_whole() -> None:
    def row(number: int, words: int) -> tuple[tuple[str, ...], ...]:
        text = "some words of provision " * words
        return ((f"begin{number}x {text}", f"end{number}x"), (f"beside{number}x",))

    rows = [*(row(number, 15) for number in range(12)), row(99, 400)]
    made = as_pdf(
        content_of({"plan": Paper("A plan", (Table("Rows", ("Provision", "Outcome"), tuple(rows)),))})
    )
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pages = []
        for page in pdf.pages:
            single = pikepdf.new()
            single.pages.append(page)
            written = io.BytesIO()
            single.save(written)
            pages.append(text_of("pdf", written.getvalue()))
    assert len(pages) > 4
    for number in range(12):
        marks = [f"{mark}{number}x" for mark in ("begin", "end", "beside")]
        found = [place for place, text in enumerate(pages) if any(mark in text for mark in marks)]
        assert len(found) == 1 and all(mark in pages[found[0]] for mark in marks), number
    whole = "".join(pages)
    assert "begin99x" in whole and "end99x" in whole and whole.count("provision") >= 12 * 15 + 400
