"""The hours a week that plans ask for, by profession, read from the rows of Sections F, G and H."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from casework.inclusion_plan.categories import NOT_RECORDED, OTHER, profession_of
from casework.inclusion_plan.evidence_table import EvidenceTable, absent
from casework.small_numbers.suppression import grouped, is_small

SOURCE: Final = "Sections F, G and H of the newest version of each plan in force"
WEEKS_OF_SCHOOL: Final = 39
"""Weeks of school in a year."""
_MONTHS: Final = 12
_TERMS: Final = {"half term": 6, "term": 3}
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6, "half": 0,
}  # fmt: skip
_LENGTH = re.compile(
    r"(\d+(?:\.\d+)?|half an|an|one|two|three|four|five)\s*-?\s*(hours?|hrs?|minutes?|mins?)\b"
)
_TIMES = re.compile(r"\b(\d+|once|twice|one|two|three|four|five|six)\b(?:\s*(?:x|times?|sessions?|visits?))?")
_PERIOD = re.compile(
    r"\b(half[- ]term|day|daily|week|weekly|fortnight|fortnightly|month|monthly|term|termly|year|yearly|annual|annually)\b"
)


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """One provision of a plan: the case, who provides it, how often, and how long."""

    case_id: str
    who: str
    how_often: str
    how_long: str


def hours_a_week(how_often: str, how_long: str) -> Fraction | None:
    """Return the hours a week of school that a provision asks for; None where its words do not say."""
    said = f"{how_often} {how_long}".casefold()
    length = _LENGTH.search(how_long.casefold()) or _LENGTH.search(said)
    times = _times_a_week(how_often.casefold()) or _times_a_week(how_long.casefold())
    if length is None or times is None:
        return None
    return _hours(length[1], length[2]) * times


def _hours(number: str, unit: str) -> Fraction:
    count = Fraction(1, 2) if number == "half an" else Fraction(_NUMBERS.get(number) or number)
    return count if unit.startswith("h") else count / 60


def _times_a_week(said: str) -> Fraction | None:
    period = _PERIOD.search(said)
    if period is None:
        return None
    before = said[: period.start()]
    found = [one for one in _TIMES.finditer(before) if not _LENGTH.match(before, one.start())]
    count = Fraction(_NUMBERS.get(found[-1][1]) or found[-1][1]) if found else Fraction(1)
    return count * _a_week(period[1].replace("-", " "))


def _a_week(period: str) -> Fraction:
    if period in ("day", "daily"):
        return Fraction(5)
    if period.startswith("week"):
        return Fraction(1)
    if period.startswith("fortnight"):
        return Fraction(1, 2)
    if period.startswith("month"):
        return Fraction(_MONTHS, 52)
    terms = _TERMS.get(period.removesuffix("ly"), 1)
    return Fraction(terms, WEEKS_OF_SCHOOL)


def provision_wanted(rows: Iterable[ProvisionRow]) -> EvidenceTable:
    """Return the hours a week by profession, with the plans that ask for them. Professions in few plans are put together."""
    named = ("provision_wanted", "Provision that plans ask for, by profession")
    found = [(profession_of(row.who), row) for row in rows]
    plans: dict[str, set[str]] = {}
    for profession, row in found:
        plans.setdefault(profession, set()).add(row.case_id)
    if is_small(len(set().union(*plans.values()))) or not found:
        return absent(
            *named, SOURCE, "Fewer than five plans in force have provision written in this service."
        )
    shown = grouped({name: len(cases) for name, cases in plans.items()}, OTHER)
    by_name: dict[str, list[ProvisionRow]] = {}
    for profession, row in found:
        by_name.setdefault(shown[profession], []).append(row)
    order = sorted(by_name, key=lambda name: (name in (OTHER, NOT_RECORDED), name))
    columns = ("Hours a week", "Plans", "Provisions without a readable amount")
    note = "An amount that is written in words we cannot read adds no hours, so the hours are the least that plans ask for."
    return EvidenceTable(
        *named, "Profession", columns, tuple(_row(name, by_name[name]) for name in order), SOURCE, note
    )


def _row(name: str, rows: list[ProvisionRow]) -> tuple[str, tuple[str | int | None, ...]]:
    cases = {row.case_id for row in rows}
    read = [
        (row.case_id, found)
        for row in rows
        if (found := hours_a_week(row.how_often, row.how_long)) is not None
    ]
    few = is_small(len(cases)) or is_small(len({case for case, _ in read}))
    hours = None if few else str(round(float(sum(one for _, one in read)), 1))
    unread = len(rows) - len(read)
    return name, (hours, None if is_small(len(cases)) else len(cases), None if is_small(unread) else unread)
