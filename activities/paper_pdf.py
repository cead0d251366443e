"""Letters as tagged PDF (PDF/UA-1), for screen readers and printers.

The same content gives the same bytes on every machine, because the fonts are those of a package and of the typesetter,
and the file holds no date. The stored content and its hash therefore prove which letter was sent. The machine's fonts
are used only for characters that those fonts do not have.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typst
from fontpkg_atkinson_hyperlegible import ROOT as _TYPEFACE

_LAYOUT = str(Path(__file__).with_name("templates") / "letter.typ")
_FILES = [str(_TYPEFACE / "files")]
_OWN = typst.Fonts(include_system_fonts=False, font_paths=_FILES)


class Unprintable(Exception):  # noqa: N818 - named for what it says
    """No font on this machine has a character that the text needs. The message is for the officer."""


def as_pdf(content: bytes) -> bytes:
    """Return the PDF of a letter, with each enclosure on a new page. Raises Unprintable."""
    try:
        return _compiled(content, _OWN)
    except typst.TypstError:
        try:
            return _compiled(content, typst.Fonts(font_paths=_FILES))
        except typst.TypstError as failure:
            wanted = re.findall(r'`"(.+?)"`', str(failure))[:1]
            raise Unprintable(
                f"a font with the characters of {wanted[0] if wanted else 'its text'!r}, which this machine does not have"
            ) from None


def _compiled(content: bytes, fonts: typst.Fonts) -> bytes:
    made: Any = typst.compile(
        _LAYOUT, sys_inputs={"papers": content.decode()}, pdf_standards=["ua-1"], font_paths=fonts
    )
    return bytes(made)
