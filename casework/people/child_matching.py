"""Whether two records, or a request and a record, may be about one child, checked before a second case is opened.

Names are compared without capitals, accents, punctuation and the order of their parts. If both dates of birth are known,
they must be the same. If one is missing, the same name is enough to ask a person.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casework.people.child import Details

_ALIKE = 0.7
"""The least similarity of two names with one date of birth to show them as perhaps the same child."""
SAME_NAME = "the name is the same, and no two dates of birth differ"
_UPN, _NHS = "the unique pupil number is the same", "the NHS number is the same"


@dataclass(frozen=True, slots=True)
class Match:
    """How alike two children are: `same` is proof, `near` is for a person to decide. `because` is the reason."""

    kind: Literal["same", "near"]
    because: str

    @property
    def is_same(self) -> bool:
        """Whether it is the same child without asking a person."""
        return self.kind == "same"


def match(one: Details, other: Details) -> Match | None:
    """How alike two children are, or None if they are not.

    They are the same if the name and a date of birth or a number agree, and nothing differs. They are near if a number
    agrees but something differs, if the name agrees and a date of birth is missing, or if the date of birth agrees and the
    names are similar.
    """
    same_name = plain_name(one.name) == plain_name(other.name)
    same_birth = one.born_on is not None and one.born_on == other.born_on
    differs = _differs(one, other)
    if numbers := _same_numbers(one, other):
        told = " and ".join(numbers)
        if same_name and not differs:
            return Match("same", f"{told}, and so is the name")
        different = [*differs, *(() if same_name else ("the name",))]
        return Match("near", f"{told}, but not {' or '.join(different)}")
    if same_name and same_birth:
        if differs:
            return Match(
                "near", f"the name and the date of birth are the same, but not {' or '.join(differs)}"
            )
        return Match("same", "the name and the date of birth are the same")
    if same_name and "the date of birth" not in differs:
        return Match("near", SAME_NAME)
    if same_birth and are_alike(one.name, other.name):
        return Match("near", "the date of birth is the same, and the names are alike")
    return None


def _differs(one: Details, other: Details) -> list[str]:
    told = (
        ("the date of birth", one.born_on, other.born_on),
        ("the unique pupil number", one.upn, other.upn),
        ("the NHS number", one.nhs_number, other.nhs_number),
    )
    return [what for what, a, b in told if a is not None and b is not None and a != b]


def _same_numbers(one: Details, other: Details) -> list[str]:
    told = ((_UPN, one.upn, other.upn), (_NHS, one.nhs_number, other.nhs_number))
    return [why for why, a, b in told if a is not None and a == b]


def why_ask(asked: Details, known: Details) -> str | None:
    """Why to ask a person before opening a second case for what may be this child; None if there is no need."""
    if may_be_same(asked.name, asked.born_on, known.name, known.born_on):
        return SAME_NAME
    found = match(asked, known) if _same_numbers(asked, known) else None
    return found.because if found is not None else None


def may_join(asked: Details, known: Details) -> bool:
    """Whether a request's child is the child of a record, which already has any date of birth in the request.

    A new date of birth could change who holds the rights in the other cases, so a person must decide that.
    """
    found = match(asked, known)
    return found is not None and found.is_same and (asked.born_on is None or known.born_on is not None)


def plain_name(name: str) -> str:
    """A name in the form for comparison."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(each if each.isalnum() else " " for each in letters if not unicodedata.combining(each))
    return " ".join(sorted(kept.split()))


def may_be_same(name: str, born_on: date | None, other: str, other_born_on: date | None) -> bool:
    """Whether two requests may be about one child."""
    births_agree = born_on is None or other_born_on is None or born_on == other_born_on
    return births_agree and plain_name(name) == plain_name(other)


def are_alike(name: str, other: str) -> bool:
    """Whether two names are similar enough to show as perhaps the same."""
    return difflib.SequenceMatcher(None, name.casefold(), other.casefold()).ratio() >= _ALIKE


def first_repeated(children: Iterable[tuple[str, date | None]]) -> tuple[int, int] | None:
    """The places of the first two children that may be the same, or None."""
    seen: dict[str, list[tuple[date | None, int]]] = {}
    for place, (name, born_on) in enumerate(children):
        known = seen.setdefault(plain_name(name), [])
        for other, at in known:
            if other is None or born_on is None or other == born_on:
                return at, place
        known.append((born_on, place))
    return None
