"""Whether two requests may be about the same child: found before a second clock starts.

Names are compared without capitals, accents, marks and the order of their parts; where both dates of birth are known they must
be the same. Where one is missing, the name alone is enough to ask a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date


def plain_name(name: str) -> str:
    """A name as it is compared."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(each if each.isalnum() else " " for each in letters if not unicodedata.combining(each))
    return " ".join(sorted(kept.split()))


def may_be_same(name: str, born_on: date | None, other: str, other_born_on: date | None) -> bool:
    """Whether two requests may be about one child."""
    births_agree = born_on is None or other_born_on is None or born_on == other_born_on
    return births_agree and plain_name(name) == plain_name(other)


def first_repeated(children: Iterable[tuple[str, date | None]]) -> tuple[int, int] | None:
    """The places of the first two, in the order given, that may be one child; None where there are none."""
    seen: dict[str, list[tuple[date | None, int]]] = {}
    for place, (name, born_on) in enumerate(children):
        known = seen.setdefault(plain_name(name), [])
        for other, at in known:
            if other is None or born_on is None or other == born_on:
                return at, place
        known.append((born_on, place))
    return None
