"""Who gives advice for an assessment, and how they are named where everyone can read."""

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
"""Advisers that may be named where everybody can read; another `of` may be anything, and is not."""


STATUTORY_ADVISERS: Mapping[str, frozenset[str]] = {
    "the family": frozenset({"parent"}),
    "the school or setting": frozenset({"school", "education"}),
    "health": frozenset({"health", "paediatrician"}),
    "the educational psychologist": frozenset({"educational_psychologist"}),
    "social care": frozenset({"social_care"}),
}
"""Whose advice every assessment needs (reg 6(1)(a) to (e)), and the codes that count as theirs."""
PREPARING_FOR_ADULTHOOD = "adulthood"
"""The adviser who is added in or after year 9 (reg 6(1)(g))."""


def said_of(of: str | None, kind: str | None = "adviser") -> str:
    """Whose, in words that are safe to show: " (the educational psychologist)", " (a setting)", the id of a process, or nothing."""
    if of is None:
        return ""
    if kind == "process":
        return f" ({of})"
    return f" ({ADVISERS.get(of) or ('a setting' if kind == 'setting' else 'another')})"
