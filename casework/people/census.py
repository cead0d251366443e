"""What the SEN2 return needs of a child, with its code lists. Pure; the codes are in census_codes.yaml, beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statute.strict_reading import yaml_from

CODES: Mapping[str, Mapping[str, str]] = yaml_from(
    Path(__file__).with_name("census_codes.yaml").read_text(encoding="utf-8")
)
"""The code lists by field: each code with its words."""
LANGUAGE_LENGTH = 60
"""The most characters of the name of a language."""
LABELS: Mapping[str, str] = {
    "sex": "Sex",
    "ethnicity": "Ethnicity",
    "first_language": "First language",
    "interpreter": "Interpreter needed",
    "looked_after": "Looked after by a council",
    "primary_need": "Main need",
    "upn_unknown": "Why the unique pupil number is not known",
}
"""Each field in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """What is known of a child for the SEN2 return: from a request, a school's roll or the child's record. None is not known."""

    sex: str | None = None
    ethnicity: str | None = None
    first_language: str | None = None
    interpreter: bool | None = None
    looked_after: bool | None = None
    primary_need: str | None = None
    upn_unknown: str | None = None

    @property
    def told(self) -> dict[str, Any]:
        """The fields of the return that are known."""
        return {name: value for name in Census.__slots__ if (value := getattr(self, name)) is not None}


NOTHING_KNOWN = Census()


def wrong_census(told: Mapping[str, Any]) -> str | None:
    """What is wrong with the fields of a census, in one sentence that begins with the field; None if nothing is."""
    for name, codes in CODES.items():
        if (value := told.get(name)) is not None and value not in codes:
            return f"{name} {value!r} is not a code; choose from {', '.join(codes)}."
    if len(told.get("first_language") or "") > LANGUAGE_LENGTH:
        return f"first_language must be {LANGUAGE_LENGTH} characters or less."
    return None


def in_words(name: str, value: Any) -> str:
    """A value of a field in words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return CODES[name].get(value, str(value)) if name in CODES else str(value)
