"""The three-digit numbers of local authorities, as moves and detentions record them."""

from __future__ import annotations

from casework.dashboard.areas import AUTHORITIES, authority_code

_LENGTH = len("301")


def wrong_number(number: object, whose: str) -> str | None:
    """Return why a number cannot be that of an authority, in one sentence; None if it can. `whose` is such as "old"."""
    written = str(number)
    if written.isdigit() and len(written) == _LENGTH:
        return None
    return f"The number of the {whose} authority must be 3 digits, such as 301."


def authority_in_words(number: object) -> str:
    """Return the name and number of an authority; only the number if the list of authorities does not have it."""
    written = str(number or "")
    code = authority_code(written) if written else None
    return f"{AUTHORITIES[code].name} ({written})" if code is not None else written
