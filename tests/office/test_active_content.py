"""A document that could do something by itself when it is opened is refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pikepdf
import pytest

from office.active_content import in_pdf
from office.refusals import ActRefused
from office.uploads import kind_of

RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"{}/></Relationships>'
)
OUTSIDE = ' TargetMode="External"'
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def named(*names: str) -> bytes:
    return COMPOUND + b"".join(name.encode("utf-16-le") + b"\0\0" for name in names)


def archive(main: str = "word/document.xml", **parts: str | bytes) -> bytes:
    """Return a zip file with a main part and others, whose names have __ for / and _dot_ for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(main, "<w:document/>")
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def rels(kind: str, target: str, mode: str = OUTSIDE) -> dict[str, str]:
    return {"word___rels__settings_dot_xml_dot_rels": RELS.format(kind, target, mode)}


def pdf(change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    made, new = io.BytesIO(), pikepdf.new()
    new.add_blank_page()
    change(new)
    new.save(made, **options)  # type: ignore[arg-type]
    return made.getvalue()


def script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = made.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    )


def launch(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))


def form(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(XFA=made.make_stream(b"<xdp><Script>1</Script></xdp>"))


def written(text: str) -> bytes:
    made, document = io.BytesIO(), docx.Document()
    document.add_paragraph(text)
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", archive(word__vbaProject_dot_bin="x"), "contains macros"),
        ("a.xlsx", archive("xl/workbook.xml", xl__vbaProject_dot_bin="x"), "contains macros"),
        ("a.xlsx", archive("xl/workbook.xml", xl__macrosheets__sheet1_dot_xml="x"), "contains macros"),
        ("a.docx", archive(**{"[Content_Types]_dot_xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}), "contains macros"),
        ("a.docx", archive(**rels("attachedTemplate", "https://evil.invalid/t.dotm")), "loads a part from another place"),
        ("a.docx", archive(**rels("attachedTemplate", r"\\evil.invalid\t.dotm")), "loads a part from another place"),
        ("a.docx", archive(**rels("attachedTemplate", "file://evil.invalid/t.dotm")), "loads a part from another place"),
        ("a.docx", archive(**rels("image", "http://evil.invalid/seen.png")), "loads a part from another place"),
        ("a.docx", archive(**rels("oleObject", "embeddings/oleObject1.bin", "")), "contains an embedded object"),
        ("a.docx", archive(word__embeddings__oleObject1_dot_bin="x"), "contains an embedded object"),
        ("a.docx", archive(word__activeX__activeX1_dot_xml="x"), "contains an embedded object"),
        ("a.docx", archive(word__embeddings__a_dot_xlsx=archive("xl/workbook.xml", xl__vbaProject_dot_bin="x")), "contains macros"),
        ("a.docx", archive(word__header1_dot_xml='<w:instrText xml:space="preserve">DDE</w:instrText><w:instrText>AUTO c:\\\\cmd</w:instrText>'), "starts another program"),
        ("a.docx", archive(word___rels__a_dot_rels='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "cannot be read"),
        ("a.doc", named("WordDocument", "Macros", "_VBA_PROJECT"), "contains macros"),
        ("a.doc", named("WordDocument", "ObjectPool"), "contains an embedded object"),
        ("a.pdf", pdf(script), "contains JavaScript"),
        ("a.pdf", pdf(script, object_stream_mode=pikepdf.ObjectStreamMode.generate), "contains JavaScript"),
        ("a.pdf", pdf(script, encryption=pikepdf.Encryption(owner="sample", user="")), "contains JavaScript"),
        ("a.pdf", pdf(launch), "starts another program"),
        ("a.pdf", pdf(form), "contains JavaScript"),
        ("a.pdf", b"%PDF-1.7 << /S /#4aavaScript >>", "contains JavaScript"),
        ("a.pdf", pdf(lambda made: None, encryption=pikepdf.Encryption(owner="a", user="sample")), "needs a password"),
    ],
)  # fmt: skip
def test_a_document_that_acts_by_itself_is_refused(name: str, content: bytes, said: str) -> None:
    with pytest.raises(ActRefused, match=said):
        kind_of(name, content)


def test_a_document_that_would_be_too_large_when_it_is_unpacked_is_refused() -> None:
    with pytest.raises(ActRefused, match="too large when it is unpacked"):
        kind_of("a.docx", archive(word__big_dot_bin=b"\0" * 200_000_001))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", written("The field DDEAUTO is a word here.")),
        ("a.docx", archive(**rels("hyperlink", "https://example.org/"))),
        ("a.docx", archive(**rels("attachedTemplate", r"file:///C:\Users\sample\Templates\Report.dotm"))),
        ("a.docx", archive(word__embeddings__chart_dot_xlsx=archive("xl/workbook.xml"))),
        ("a.xlsx", archive("xl/workbook.xml")),
        ("a.doc", named("WordDocument", "1Table")),
        ("a.msg", named("__properties_version1.0")),
        ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 20),
        ("a.pdf", pdf(lambda made: None)),
        ("a.pdf", pdf(lambda made: None, encryption=pikepdf.Encryption(owner="sample", user=""))),
        ("a.pdf", b"%PDF-1.7 damaged"),
    ],
)
def test_everyday_documents_are_accepted(name: str, content: bytes) -> None:
    assert kind_of(name, content) == name.rpartition(".")[2]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", archive()),
        ("a.docx", archive("xl/workbook.xml")),
        ("a.doc", named("__properties_version1.0")),
        ("a.msg", named("WordDocument")),
        ("a.heic", b"\0\0\0\x18ftypmp42" + b"\0" * 20),
        ("a.doc", b"{\\rtf1 sample}"),
    ],
)
def test_a_file_whose_content_is_of_another_kind_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ActRefused, match="does not match its name"):
        kind_of(name, content)


def test_a_pdf_that_is_nested_too_deeply_is_not_called_harmless() -> None:
    def deep(made: pikepdf.Pdf) -> None:
        held = pikepdf.Dictionary(S=pikepdf.Name.JavaScript)
        for _ in range(60):
            held = pikepdf.Dictionary(A=held)
        made.Root.Deep = held

    assert in_pdf(pdf(deep)) is not None
