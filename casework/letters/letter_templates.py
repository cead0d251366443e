"""Every letter by the kind of its notice: what it must contain, and the letter itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from casework.authority.profile import Profile
from casework.letters.fact_catalogue import ADDRESS, CATALOGUE, fact_named, values
from casework.letters.letter_facts import Incomplete, LetterFacts
from casework.letters.paper import Paper
from casework.letters.text_file import TextFile
from casework.letters.text_rendering import Filled, fill
from casework.letters.text_set import TextSet, head_of, shipped, texts
from casework.letters.text_version import version_of
from casework.people.first_parties import THEIR_OWN_ADDRESS
from casework.standards.refusal_reasons import why_not_refuse
from statute.words import long_date

POSTAL_ADDRESS, TEXT = "full_address", "text"
"""The names of what is missing where an address cannot be posted to, and where the text of a letter is at fault."""


@cache
def kinds() -> frozenset[str]:
    """The kinds of letters. An authority's own text replaces a text, and never adds a kind."""
    return frozenset(kind for sort, kind in shipped().kinds if sort == "letter")


@cache
def kinds_to_families() -> frozenset[str]:
    """The kinds of letters to a family."""
    return frozenset(kind for kind in kinds() if head_of(shipped().text("letter", kind)).to == "family")


@dataclass(frozen=True, slots=True)
class Required:
    """A fact that a letter must contain: its name, how it is named to the officer, and whether it is there."""

    name: str
    said: str
    is_there: Callable[[LetterFacts], bool]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a letter is missing: the name of the fact, which leads to the page that mends it, and its words."""

    name: str
    said: str


def must_contain(kind: str) -> tuple[Required, ...]:
    """The facts that a letter of a kind must contain, each with its source."""
    head = head_of(texts().text("letter", kind))
    known = ((one, fact_named(one.name)) for one in head.facts)
    return tuple(Required(one.name, one.said, found.is_there) for one, found in known if found is not None)


def lacking(kind: str, facts: LetterFacts) -> tuple[str, ...]:
    """What is missing for a letter of a kind, in words."""
    return tuple(one.said for one in missing(kind, facts))


def missing(kind: str, facts: LetterFacts) -> tuple[Missing, ...]:
    """What is missing for a letter of a kind: facts, or else statements that its text does not make."""
    wanted = tuple(one for one in must_contain(kind) if not one.is_there(facts))
    absent = tuple(Missing(one.name, _said(one, facts)) for one in wanted)
    if (why := why_not_refuse(facts.decision, facts.reasons or "")) is not None:
        absent = (*absent, Missing("reasons", f"a reason that the law allows ({why.rstrip('.')})"))
    if facts.unposted and not any(one.name in ADDRESS for one in wanted):
        absent = (Missing(POSTAL_ADDRESS, facts.unposted), *absent)
    if absent:
        return absent
    chosen = texts()
    text = chosen.text("letter", kind)
    return _not_said(text, facts, _filled(chosen, text, facts))


def letter(kind: str, facts: LetterFacts) -> Paper:
    """The letter of a kind of notice. Raises Incomplete, with one sentence, where something is missing."""
    if absent := lacking(kind, facts):
        raise Incomplete(absent)
    chosen = texts()
    text = chosen.text("letter", kind)
    profile = facts.profile
    assert isinstance(profile, Profile)
    return Paper(
        title=head_of(text).title,
        blocks=_filled(chosen, text, facts).blocks,
        address=facts.family,
        sender=(profile.authority.name, *profile.authority.address),
        reference=facts.case_id,
        on=long_date(facts.on),
        large_print=facts.large_print,
    )


def title_of(kind: str) -> str | None:
    """The title of the letter of a kind of notice, or None if there is no letter of this kind."""
    return head_of(texts().text("letter", kind)).title if kind in kinds() else None


def version(kind: str) -> str:
    """The version of the text of a letter."""
    return version_of(texts(), texts().text("letter", kind))


def _said(required: Required, facts: LetterFacts) -> str:
    """A missing fact in words. The address of a young person must be their own, not their parent's."""
    return THEIR_OWN_ADDRESS if required.name in ADDRESS and facts.young_person else required.said


def _filled(chosen: TextSet, text: TextFile, facts: LetterFacts) -> Filled:
    return fill(chosen, text, values(facts, text.declared))


def _not_said(text: TextFile, facts: LetterFacts, filled: Filled) -> tuple[Missing, ...]:
    """The statements that the regulations require and that the letter does not make."""
    return tuple(
        Missing(TEXT, one.said)
        for one in head_of(text).statements
        if one.part not in filled.said and not (one.unless and CATALOGUE[one.unless].value(facts))
    )
