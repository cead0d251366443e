"""Whether two records, or a request and a record, may be about one child, checked before a second case is opened.

Names are compared without capitals, accents, separators and the order of their parts, with every Latin letter as one of
a to z. If both dates of birth are known, they must be the same. If one is missing, the same name is enough to ask a person.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from casework.people.child import Details

_ALIKE = 0.7
"""The least similarity of two names with one date of birth to show them as perhaps the same child."""
SAME_NAME = "the name is the same, and no two dates of birth differ"
_LATIN = re.compile(
    r"LATIN (?:SMALL|LETTER SMALL CAPITAL) (?:LETTER )?(?:(?:DOTLESS|OPEN|BARRED) )?([A-Z])(?: WITH .*| BAR)?"
)
"""The name of a letter that is one of A to Z with a stroke, hook or another mark."""
_LATIN_BY_NAME = {
    "\N{LATIN SMALL LETTER AE}": "ae",
    "\N{LATIN SMALL LIGATURE OE}": "oe",
    "\N{LATIN SMALL LETTER ETH}": "d",
    "\N{LATIN SMALL LETTER THORN}": "th",
    "\N{LATIN SMALL LETTER ENG}": "n",
    "\N{LATIN SMALL LETTER KRA}": "k",
    "\N{LATIN SMALL LETTER EZH}": "z",
    "\N{LATIN SMALL LETTER SCHWA}": "e",
    "\N{LATIN SMALL LETTER TURNED E}": "e",
    "\N{LATIN SMALL LETTER YOGH}": "y",
    "\N{LATIN SMALL LETTER IOTA}": "i",
    "\N{LATIN SMALL LETTER ALPHA}": "a",
    "\N{LATIN SMALL LETTER GAMMA}": "g",
    "\N{LATIN SMALL LETTER ESH}": "s",
    "\N{LATIN SMALL LETTER UPSILON}": "u",
}
"""The Latin letters whose names do not say which of A to Z they stand for."""
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
    same_name = is_same_name(one.name, other.name)
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


def is_same_name(one: str, other: str) -> bool:
    """Whether two names have the same parts in any order, or the same letters where only the separators differ."""
    if one == other:
        return True
    if name_key(one) != name_key(other):
        return False
    ours, theirs = words_of(one), words_of(other)
    return sorted(ours) == sorted(theirs) or bool(_joined(ours) & _joined(theirs))


def name_key(name: str) -> str:
    """The letters of a name in alphabetical order: names that are the same have the same key, and few others do."""
    return "".join(sorted("".join(words_of(name))))


def words_of(name: str) -> list[str]:
    """The parts of a name in plain letters."""
    return "".join(map(_plain, unicodedata.normalize("NFKD", name.casefold()))).split()


def _joined(words: list[str]) -> set[str]:
    """A name without separators, beginning with each of its parts: the last name may come first."""
    return {"".join((*words[place:], *words[:place])) for place in range(len(words))}


@cache
def _plain(letter: str) -> str:
    """A letter as one or two of a to z if it is Latin, nothing for an accent, and a space for a separator."""
    if letter.isascii() and letter.isalnum():
        return letter
    if unicodedata.combining(letter):
        return ""
    if letter in _LATIN_BY_NAME:
        return _LATIN_BY_NAME[letter]
    if (found := _LATIN.fullmatch(unicodedata.name(letter, ""))) is not None:
        return found[1].lower()
    is_mark = unicodedata.category(letter) == "Lm"  # an apostrophe may be typed as a modifier letter
    return letter if letter.isalnum() and not is_mark else " "


def may_be_same(name: str, born_on: date | None, other: str, other_born_on: date | None) -> bool:
    """Whether two requests may be about one child."""
    births_agree = born_on is None or other_born_on is None or born_on == other_born_on
    return births_agree and is_same_name(name, other)


def is_child(child: Details, known: Iterable[tuple[str, date | None, str | None]]) -> bool:
    """Whether a record's child is one of which a name, date of birth and pupil number are known.

    The same name and date of birth with another pupil number is another child.
    """
    for name, born_on, upn in known:
        if upn and child.upn:
            if upn == child.upn:
                return True
        elif born_on is not None and born_on == child.born_on and is_same_name(name, child.name):
            return True
    return False


def are_alike(name: str, other: str) -> bool:
    """Whether two names are similar enough to show as perhaps the same."""
    return difflib.SequenceMatcher(None, name.casefold(), other.casefold()).ratio() >= _ALIKE


def first_repeated(children: Iterable[tuple[str, date | None]]) -> tuple[int, int] | None:
    """The places of the first two children that may be the same, or None."""
    return next(repeated(children), None)


def repeated(children: Iterable[tuple[str, date | None]]) -> Iterator[tuple[int, int]]:
    """The places of each child that may be the same as an earlier one, with the place of the first such child before it."""
    seen: dict[str, list[tuple[str, date | None, int]]] = {}
    for place, (name, born_on) in enumerate(children):
        known = seen.setdefault(name_key(name), [])
        like = (at for other, other_born, at in known if may_be_same(name, born_on, other, other_born))
        if (first := next(like, None)) is not None:
            yield first, place
        known.append((name, born_on, place))
