"""Which addresses a letter can be posted to: those that fit the window of the envelope and end in a postcode. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_LINES = 7
"""The most lines that the window of an envelope shows, with the name."""
LINE_LENGTH = 40
"""The most characters of a line; a longer line is printed as two."""
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}|BFPO ?[0-9]{1,4})$", re.IGNORECASE)
_AT_HOME = frozenset(
    {
        "england",
        "wales",
        "scotland",
        "northern ireland",
        "united kingdom",
        "uk",
        "great britain",
        "jersey",
        "guernsey",
    }
    | {"isle of man"}
)
"""What may stand below the postcode, in letters that are posted at home rates."""


def why_not_posted(lines: Sequence[str], *, by_hand: bool = False) -> str | None:
    """What a name and address is missing to be posted to, as a noun phrase; None if nothing.

    Whoever posts a letter `by_hand` may post it abroad or hand it over.
    """
    if (count := printed_lines(lines)) > MOST_LINES:
        return (
            f"an address of at most {MOST_LINES} lines with the name (this one prints as {count}; put parts that belong "
            f"together on one line of at most {LINE_LENGTH} characters)"
        )
    if by_hand:
        return None
    if len(lines) < 2:
        return "a postal address"
    if not has_postcode(lines):
        return (
            "a United Kingdom postcode on the last line of the address (to write to an address abroad, print the letter, "
            "post it by hand and record that)"
        )
    return None


def printed_lines(lines: Sequence[str]) -> int:
    """How many lines an address takes when it is printed."""
    return sum(max(1, -(-len(line) // LINE_LENGTH)) for line in lines)


def has_postcode(lines: Sequence[str]) -> bool:
    """Whether an address ends in a postcode of the United Kingdom, with or without the country below it."""
    return postcode_of(lines) is not None


def postcode_of(lines: Sequence[str]) -> str | None:
    """The postcode at the end of an address in capitals without spaces, such as AB12CD; None if there is none."""
    ending = [line.strip(" .,") for line in lines]
    if ending and ending[-1].casefold() in _AT_HOME:
        ending.pop()
    found = _POSTCODE.search(ending[-1]) if ending else None
    return "".join(found[1].upper().split()) if found else None
