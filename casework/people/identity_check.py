"""Whether a paper is about the child of its case: its names, dates of birth, numbers and addresses against the records.

Fields for the child's identity are compared strictly. In free text only valid numbers and labelled details count, because
a text may well name a sibling, a teacher or a friend. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casework.people.child import Details
from casework.people.child_matching import is_same_name, words_of
from casework.people.identifiers import plain_number, wrong_nhs_number, wrong_upn
from statute.words import listed

What = Literal["name", "date of birth", "unique pupil number", "NHS number", "address"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b")
_NHS = re.compile(r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{4}(?!\d)")
_NHS_LABELLED = re.compile(
    r"\bNHS(?: number| no\.?)?\s*[:=]?\s*(\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)", re.IGNORECASE
)
_LABEL = r"(?:^|[\n;|.•*-])[ \t]*"
_OF_CHILD = r"(?:child|pupil|student|learner|patient|young person|client)"
_NAME = re.compile(
    rf"{_LABEL}(?:(?:full|{_OF_CHILD}'?s?|{_OF_CHILD}’s)[ \t]+)?name(?:[ \t]+of[ \t]+(?:the[ \t]+)?{_OF_CHILD})?"
    r"[ \t]*[:|\t][ \t]*([^\n;|\t,]{2,80})",
    re.IGNORECASE,
)
_NAME_BELOW = re.compile(
    rf"(?:^|\n)[ \t]*(?:(?:Full|{_OF_CHILD}'?s?)[ \t]+)?(?i:name)[ \t]*\n\s*"
    r"([A-Z][\w'’-]+(?:[ \t]+[A-Z][\w'’-]+)+)[ \t]*(?=\n|$)"
)
"""A name under its label, as a table of a PDF reads: only capitalised words, since a form may leave it empty."""
_NAME_ENDS = re.compile(
    r"\s{2,}|\b(?:date of birth|d\.?o\.?b|born|class|year|upn|nhs|address)\b.*", re.IGNORECASE
)
_BORN = re.compile(
    r"\b(?:date[ \t]+of[ \t]+birth|d\.?o\.?b\.?)[ \t]*[:|\t-]?\s*([^\n;|]{6,30})", re.IGNORECASE
)
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[ /.-](\d{1,2})[ /.-](\d{4})\b")
_IN_WORDS = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[ \t]+([A-Za-z]{3,9})\.?[ \t]+(\d{4})\b")
_ADDRESS = re.compile(r"\b(?:home[ \t]+)?address[ \t]*[:|\t][ \t]*([^\n]{5,200})", re.IGNORECASE)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a case is about: the child, and the names and addresses of the people of the case."""

    child: Details
    people: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A detail of a paper that is not this child's: what it is, what the paper says, and where."""

    what: What
    found: str
    where: str

    @property
    def key(self) -> tuple[str, str]:
        """The part of the difference that a confirmation is about, wherever it stands in the paper."""
        return (self.what, " ".join(self.found.casefold().split()))


def unconfirmed(found: Iterable[Difference], confirmed: Iterable[tuple[str, str]]) -> tuple[Difference, ...]:
    """The differences that were not confirmed, each once."""
    known, left = set(confirmed), dict[tuple[str, str], Difference]()
    for one in found:
        if one.key not in known:
            left.setdefault(one.key, one)
    return tuple(left.values())


def said(found: tuple[Difference, ...]) -> str:
    """All differences as a clause, by the place where they stand."""
    by_place: dict[str, list[str]] = {}
    for one in found:
        by_place.setdefault(one.where, []).append(f"the {one.what} {one.found!r}")
    first, *others = [f"{where} gives {listed(details)}" for where, details in by_place.items()]
    told = ", and ".join((first, *(each.replace("The ", "the ", 1) for each in others)))
    return f"{told}, which {'is' if len(found) == 1 else 'are'} not recorded for this child"


def name_difference(name: str, where: str, identity: Identity) -> Iterator[Difference]:
    """The difference of a name that must be the child's own."""
    if name and not _same_person(name, identity.child.name):
        yield Difference("name", name, where)


def birth_difference(born_on: date | None, where: str, identity: Identity) -> Iterator[Difference]:
    """The difference of a date of birth that must be the child's own; none if either is not known."""
    known = identity.child.born_on
    if born_on is not None and known is not None and born_on != known:
        yield Difference("date of birth", born_on.isoformat(), where)


def nhs_difference(number: str, where: str, identity: Identity) -> Iterator[Difference]:
    """The difference of an NHS number that must be the child's own; none if either is not known."""
    known = identity.child.nhs_number
    if number.strip() and known and plain_number(number) != plain_number(known):
        yield Difference("NHS number", number, where)


def contact_difference(name: str, address: str, where: str, identity: Identity) -> Iterator[Difference]:
    """The difference of the main contact: an address that is not one of the case, or nothing that is known of it."""
    at_home = any(_same_address(address, known) for known in identity.addresses) if address else False
    if address and identity.addresses and not at_home:
        yield Difference("address", address, where)
    elif not at_home and name and identity.people and not _is_known(name, identity):
        yield Difference("name", name, where)


def text_differences(text: str, where: str, identity: Identity) -> Iterator[Difference]:
    """The differences in free text: valid numbers, and what stands behind a label such as "Date of birth:"."""
    child = identity.child
    if child.upn:
        for number in _UPN.findall(text):
            if wrong_upn(number) is None and number != plain_number(child.upn):
                yield Difference("unique pupil number", number, where)
    if child.nhs_number:
        for number in dict.fromkeys([*_NHS.findall(text), *_NHS_LABELLED.findall(text)]):
            is_valid = wrong_nhs_number(plain_number(number)) is None
            if is_valid and plain_number(number) != plain_number(child.nhs_number):
                yield Difference("NHS number", number, where)
    for name in (*_NAME.findall(text), *_NAME_BELOW.findall(text)):
        told = _NAME_ENDS.sub("", name).strip(" .")
        if told and not _is_known(told, identity):
            yield Difference("name", told, where)
    for written in _BORN.findall(text):
        if (day := _date_in(written)) is not None:
            yield from birth_difference(day, where, identity)
    for address in _ADDRESS.findall(text):
        known = {code for each in identity.addresses for code in _postcodes(each)}
        if known and (codes := _postcodes(address)) and not codes & known:
            yield Difference("address", address.strip(), where)


def _is_known(name: str, identity: Identity) -> bool:
    """Whether a name, or a part of one, is that of the child or of a person of the case."""
    parts, people = set(words_of(name)), (identity.child.name, *identity.people)
    known = [set(words_of(each)) for each in people]
    return (
        not parts
        or any(parts <= each or (len(each) > 1 and each <= parts) for each in known)
        or any(is_same_name(name, each) for each in people)
    )


def _same_person(name: str, other: str) -> bool:
    """Whether two full names are of one person: equal, or equal but for further names in between."""
    one, two = set(words_of(name)), set(words_of(other))
    return is_same_name(name, other) or (min(len(one), len(two)) > 1 and (one <= two or two <= one))


def _same_address(address: str, other: str) -> bool:
    one, two = _postcodes(address), _postcodes(other)
    if one and two:
        return bool(one & two)
    parts, known = set(words_of(address)), set(words_of(other))
    return bool(parts and known) and (parts <= known or known <= parts)


def _postcodes(address: str) -> set[str]:
    return {"".join(each).upper() for each in _POSTCODE.findall(address)}


def _date_in(written: str) -> date | None:
    """The first whole date in a text, or None."""
    try:
        if found := _ISO.search(written):
            return date(*map(int, found.groups()))
        if found := _DAY_FIRST.search(written):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _IN_WORDS.search(written)) and found[2][:3].lower() in _MONTHS:
            return date(int(found[3]), 1 + _MONTHS.index(found[2][:3].lower()), int(found[1]))
    except ValueError:
        return None
    return None
