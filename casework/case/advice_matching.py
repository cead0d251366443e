"""Propose which adviser a report is from, by the name of its file. Pure; a person checks each proposal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_NAMES: Mapping[str, tuple[str, ...]] = {
    "parent": ("parent", "parents", "family", "mother", "father", "carer"),
    "school": ("school", "senco", "headteacher", "head teacher"),
    "education": ("college", "nursery", "education", "setting"),
    "health": ("health", "dco", "nhs"),
    "educational_psychologist": ("educational psychologist", "educational psychology", "ed psych", "ep"),
    "social_care": ("social care", "social worker", "csc"),
    "adulthood": ("adulthood", "pfa", "transition"),
    "specialist_teacher": ("specialist teacher", "advisory teacher", "teacher of the deaf"),
    "speech_therapist": ("speech", "salt", "slt", "language therapist"),
    "occupational_therapist": ("occupational", "ot"),
    "physiotherapist": ("physiotherapist", "physiotherapy", "physio"),
    "camhs": ("camhs", "mental health"),
    "paediatrician": ("paediatrician", "paediatric", "paediatrics"),
    "youth_justice": ("youth justice", "youth offending", "yot"),
}
"""Words in the name of a file that stand for an adviser."""


def adviser_named(file_name: str, advisers: Iterable[str]) -> str | None:
    """The one of some advisers that the name of a file stands for; None if it is none of them, or not clear.

    The longest words decide: "mental health report.pdf" is from child mental health, not from health.
    """
    said = f" {' '.join(re.findall(r'[a-z]+', file_name.casefold()))} "
    found: dict[str, int] = {}
    for adviser in advisers:
        lengths = [len(words) for words in _NAMES.get(adviser, ()) if f" {words} " in said]
        if lengths:
            found[adviser] = max(lengths)
    longest = max(found.values(), default=0)
    best = [adviser for adviser, length in found.items() if length == longest]
    return best[0] if len(best) == 1 else None
