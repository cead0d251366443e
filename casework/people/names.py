"""Which texts are names that can stand on an envelope. Pure."""

from __future__ import annotations

import unicodedata

from casework.people.postal_address import has_postcode

_NOT_NAMES = frozenset(
    {
        "mum",
        "mam",
        "mom",
        "mummy",
        "mother",
        "dad",
        "daddy",
        "father",
        "mum and dad",
        "mother and father",
        "parent",
    }
    | {
        "parents",
        "guardian",
        "carer",
        "carers",
        "nan",
        "gran",
        "grandma",
        "grandad",
        "unknown",
        "not known",
        "none",
    }
    | {"n/a", "na", "tbc", "as above"}
)
"""Words in the place of a name."""


def why_not_name(written: str) -> str | None:
    """Why a text is not a name, as the end of a sentence that begins with the text; None if it may be one."""
    if (control := control_character(written)) is not None:
        return f"contains {control}; write the name on one line"
    plain = " ".join(written.casefold().split()).strip(" .")
    if plain in _NOT_NAMES or "@" in written or not any(each.isalpha() for each in plain):
        return "is not a name; write the name as on an envelope"
    if plain[:1].isdigit() or has_postcode((written,)):
        return "is an address; write the name before it"
    return None


def control_character(written: str) -> str | None:
    """The first character of a text that is not printed and is not a space, in words; None if there is none."""
    for each in written:
        if each in "\n\r\u2028\u2029\x0b\x0c\x85":
            return "a line break"
        if each == "\t":
            return "a tab"
        if unicodedata.category(each) in ("Cc", "Cs"):
            return "a character that cannot be printed"
    return None
