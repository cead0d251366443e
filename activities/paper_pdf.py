"""Letters as tagged PDF (PDF/UA-1), for screen readers and printers.

The same content gives the same bytes on every machine, because the fonts are those of a package and of the typesetter,
and the file holds no date. The stored content and its hash therefore prove which letter was sent. The machine's fonts
are used only for characters that those fonts do not have.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import typst

from activities import paper_fonts

_LAYOUT = str(Path(__file__).with_name("templates") / "letter.typ")


class Unprintable(Exception):  # noqa: N818 - named for what it says
    """No font on this machine has a character that the text needs. The message is for the officer."""


def as_pdf(content: bytes) -> bytes:
    """Return the PDF of a letter, with each enclosure on a new page. Raises Unprintable."""
    try:
        return _compiled(content, paper_fonts.own())
    except typst.TypstError:
        try:
            return _compiled(content, paper_fonts.of_machine())
        except typst.TypstError as failure:
            wanted = re.findall(r'`"(.+?)"`', str(failure))[:1]
            raise Unprintable(
                f"a font with the characters of {wanted[0] if wanted else 'its text'!r}, which this machine does not have; "
                "ask for the Noto fonts to be installed"
            ) from None


def _compiled(content: bytes, fonts: typst.Fonts) -> bytes:
    made: Any = typst.compile(
        _LAYOUT,
        sys_inputs={"papers": content.decode(), "fonts": json.dumps(paper_fonts.FAMILIES)},
        pdf_standards=["ua-1"],
        font_paths=fonts,
    )
    return bytes(made)
