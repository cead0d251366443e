"""The advisers of an assessment, and their names in text that anyone may read."""

from __future__ import annotations

from collections.abc import Mapping

ADVISERS: Mapping[str, str] = {
    "parent": "the family",
    "school": "the school",
    "education": "the education setting",
    "health": "health",
    "educational_psychologist": "the educational psychologist",
    "social_care": "social care",
    "adulthood": "the adviser on preparing for adulthood",
    "specialist_teacher": "the specialist teacher",
    "speech_therapist": "the speech and language therapist",
    "occupational_therapist": "the occupational therapist",
    "physiotherapist": "the physiotherapist",
    "camhs": "child mental health",
    "paediatrician": "the paediatrician",
    "youth_justice": "youth justice",
}
"""Advisers that may be named in text that anyone may read. Any other `of` could hold personal data, so it is not shown."""


STATUTORY_ADVISERS: Mapping[str, frozenset[str]] = {
    "the family": frozenset({"parent"}),
    "the school or setting": frozenset({"school", "education"}),
    "health": frozenset({"health", "paediatrician"}),
    "the educational psychologist": frozenset({"educational_psychologist"}),
    "social care": frozenset({"social_care"}),
}
"""The advice that every assessment needs (reg 6(1)(a) to (e)), and the adviser codes that count towards it."""
FAMILYS_OWN = STATUTORY_ADVISERS["the family"]
"""The adviser codes for the family's own views. The family is no service and breaches no limit."""
PREPARING_FOR_ADULTHOOD = "adulthood"
"""The adviser to ask as well in or after year 9 (reg 6(1)(g))."""


def in_brackets(of: str | None, kind: str | None = "adviser") -> str:
    """What an act is `of`, in brackets and safe to show: " (the educational psychologist)", " (a setting)", a process id or ""."""
    if of is None:
        return ""
    if kind == "process":
        return f" ({of})"
    return f" ({ADVISERS.get(of) or ('a setting' if kind == 'setting' else 'another')})"
