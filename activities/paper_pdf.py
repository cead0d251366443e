"""Letters as tagged PDF (PDF/UA-1), that a screen reader reads and a printer prints.

The same content gives the same bytes on every machine: the fonts are those of a package and of the typesetter, and no
date is written into the file. So what is kept of a letter and its hash prove which letter it was. Only a text that those
fonts have no letters for is set in the machine's own fonts.
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
    """No font of this machine has a letter that the text needs: the message is the sentence for the officer."""


def as_pdf(content: bytes) -> bytes:
    """The PDF of a content: the letter, and each enclosure from a new page. Raises Unprintable."""
    try:
        return _compiled(content, _OWN)
    except typst.TypstError:
        try:
            return _compiled(content, typst.Fonts(font_paths=_FILES))
        except typst.TypstError as failure:
            wanted = re.findall(r'`"(.+?)"`', str(failure))[:1]
            raise Unprintable(
                f"a font for the letters of {wanted[0] if wanted else 'its text'!r}, which this machine does not have"
            ) from None


def _compiled(content: bytes, fonts: typst.Fonts) -> bytes:
    made: Any = typst.compile(
        _LAYOUT, sys_inputs={"papers": content.decode()}, pdf_standards=["ua-1"], font_paths=fonts
    )
    return bytes(made)
