"""The fonts of letters: our own typeface, and the Noto fonts of the machine for names in other scripts.

Only these families are used. Another font of the machine may have the characters of a script without their shapes.
`python -m activities.paper_fonts` names the scripts that this machine cannot print, and what to install.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache

import typst
from fontpkg_atkinson_hyperlegible import ROOT as _TYPEFACE

PACKAGES = ("fonts-noto-core", "fonts-noto-cjk")
"""The Debian packages that hold the fonts of the machine. The image and `.ci/run` install them."""
_FILES = [str(_TYPEFACE / "files")]
_SCRIPTS = (
    *(
        "Bengali",
        "Gurmukhi",
        "Gujarati",
        "Tamil",
        "Telugu",
        "Kannada",
        "Malayalam",
        "Oriya",
        "Sinhala",
        "Devanagari",
    ),
    *("Arabic", "Hebrew", "Syriac", "Thaana", "Ethiopic", "NKo", "Tifinagh", "Armenian", "Georgian"),
    *("Thai", "Lao", "Khmer", "Myanmar", "Tibetan", "CJK SC", "CJK KR", "Symbols", "Symbols2", "Math"),
)
FAMILIES = ("Atkinson Hyperlegible", "Libertinus Serif", *(f"Noto Sans {each}" for each in _SCRIPTS))
"""The font families in the order in which they are tried."""
SAMPLES: Mapping[str, str] = {
    "Bengali": "\u09b0\u09be\u09b9\u09c1\u09b2 \u09b8\u09c7\u09a8",
    "Punjabi": "\u0a39\u0a30\u0a2a\u0a4d\u0a30\u0a40\u0a24 \u0a38\u0a3f\u0a70\u0a18",
    "Gujarati": "\u0aaa\u0acd\u0ab0\u0abf\u0aaf\u0abe \u0aaa\u0a9f\u0ac7\u0ab2",
    "Tamil": "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd\u0b9a\u0bcd\u0b9a\u0bc6\u0bb2\u0bcd\u0bb5\u0bbf",
    "Hindi": "\u0930\u093e\u0939\u0941\u0932 \u0936\u0930\u094d\u092e\u093e",
    "Arabic": "\u0645\u062d\u0645\u062f \u0639\u0644\u064a",
    "Chinese": "\u738b\u5c0f\u660e \u9673\u7f8e\u9e97",
    "Korean": "\uae40\ubbfc\uc900",
    "Amharic": "\u12a0\u1260\u1260 \u1262\u1242\u120b",
    "Thai": "\u0e2a\u0e21\u0e0a\u0e32\u0e22 \u0e43\u0e08\u0e14\u0e35",
}
"""An invented name in each script that many families here use."""


@cache
def own() -> typst.Fonts:
    """Return the fonts of the package and of the typesetter, which are the same on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=_FILES)


@cache
def of_machine() -> typst.Fonts:
    """Return the same fonts with those of this machine, as it had them when it was first asked."""
    return typst.Fonts(font_paths=_FILES)


def unprintable_scripts() -> list[str]:
    """Return the scripts whose sample names this machine cannot print."""
    from activities.paper_pdf import Unprintable, as_pdf
    from casework.letters.paper import Paper
    from casework.letters.paper_content import content_of

    missing = []
    for script, name in SAMPLES.items():
        try:
            as_pdf(content_of({"letter": Paper("A name", (), address=(name,))}))
        except Unprintable:
            missing.append(script)
    return missing


def main() -> int:
    """Print which scripts cannot be printed here, and what to install. Returns the exit status."""
    if missing := unprintable_scripts():
        sys.stdout.write(
            f"Letters with a name in {', '.join(missing)} wait, because this machine has no font for it. Install the Noto "
            f"fonts (Debian: apt-get install {' '.join(PACKAGES)}).\n"
        )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
