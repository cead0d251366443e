"""The numbers of published files, and the marks that stand in them for a number. A mark is never a nought."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

MARKS: Mapping[str, str] = {
    "": "not given",
    "z": "not applicable",
    "x": "not available",
    ":": "not available",
    "..": "not available",
    "c": "hidden, because the numbers are small",
    "supp": "hidden, because the numbers are small",
    "*": "hidden, because the numbers are small",
    "low": "below what rounding shows",
    "k": "below what rounding shows",
    "u": "not reliable enough",
    "ne": "no entries",
    "lowcov": "too few pupils are covered",
    "na": "not applicable",
}
"""What stands for a number in published files, in lower case, and what each says."""
NOT_APPLICABLE: Final = frozenset({"z", "na"})
"""The marks that add nothing to a sum."""
ADDED: Final = "+"
"""The mark of a figure that was added up from the authorities, because its file has none for the area."""
_NUMBER = re.compile(r"[-−]?£?(?:\d[\d,]{0,17}(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d\d?)?%?")


class NotANumber(ValueError):  # noqa: N818 - named for what is wrong
    """A cell holds neither a number nor a mark."""


def number_in(written: str, *, dash_is_nought: bool = False) -> tuple[float | None, str | None]:
    """Return the number of a cell and None, or None and the mark that stands for it. Raises NotANumber.

    `dash_is_nought` is for a file that writes a nought as a dash.
    """
    text = written.strip()
    if (mark := text.casefold()) in MARKS:
        return None, mark
    if dash_is_nought and text in ("-", "–"):
        return 0.0, None
    if not _NUMBER.fullmatch(text):
        raise NotANumber(text)
    return float(text.replace(",", "").replace("£", "").replace("%", "").replace("−", "-")), None
