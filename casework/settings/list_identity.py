"""Whether a tailored list was made for the child of its case: by the age that it was made for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from statute.rights import age_on

_MAY_DIFFER = 1
"""Years by which the age of a list may differ from the child's: it may be made for the coming school year."""


def wrong_age(content: Mapping[str, Any], born_on: date | None, day: date) -> str | None:
    """Why a list was not made for this child, as one sentence; None if it was, or if the birth date is not known."""
    age = content.get("made_for", {}).get("age")
    if age is None or born_on is None or abs(int(age) - age_on(born_on, day)) <= _MAY_DIFFER:
        return None
    return f"The list is for age {age}, which is not this child's age by the recorded date of birth; make a new list."
