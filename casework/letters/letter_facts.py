"""What letters are made of, and the facts that one must contain, each with the source that requires it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from casework.authority.profile import Contact, Profile
from casework.letters.exception_grounds import ExceptionGround
from casework.letters.paper import Paragraph
from statute.clock_roles import DETAINED, ClockRole
from statute.words import listed

_NONE: Mapping[str, date] = MappingProxyType({})
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter is made of. The dates are the last days of the family's time.

    `decision` is the act that it tells of; `last` the last days of limits by their roles; `said` the words of an act
    by the names of its fields, and `ground` what the exception is that it claims; `enclosed` what goes in the same envelope. `young_person` holds where it is written
    to the young person. `born_on` is given to those alone who could not tell the child from others without it.
    """

    decision: str
    case_id: str
    on: date
    decided_on: date
    family: tuple[str, ...]
    child: str | None
    reasons: str | None
    mediation_by: date | None
    appeal_by: date | None
    profile: Profile | None
    young_person: bool = False
    last: Mapping[str, date] = field(default_factory=lambda: _NONE)
    said: Mapping[str, str] = field(default_factory=lambda: _NO_WORDS)
    ground: ExceptionGround | None = None
    enclosed: frozenset[str] = frozenset()
    language: str | None = None
    large_print: bool = False
    born_on: date | None = None

    @property
    def is_detained(self) -> bool:
        """Whether the clocks are those of somebody in relevant youth accommodation."""
        return not DETAINED.isdisjoint(self.last)


class Incomplete(Exception):  # noqa: N818 - named for what it says
    """A letter cannot be made: the message says what is missing, and by which regulation it must be there."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"The letter lacks {listed(missing)}.")
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Required:
    """A fact that a letter must contain: how it is named to the officer, and whether it is there."""

    said: str
    is_there: Callable[[LetterFacts], object]


def paragraphs(written: str) -> Iterator[Paragraph]:
    """What somebody wrote, as the paragraphs that they made of it."""
    yield from (Paragraph(part.strip()) for part in re.split(r"\n\s*\n", written) if part.strip())


def missing_of(requires: tuple[Required, ...], facts: LetterFacts) -> tuple[str, ...]:
    """The required facts that are not there, in the order in which the letter declares them."""
    return tuple(each.said for each in requires if not each.is_there(facts))


def last_day(roles: ClockRole | tuple[ClockRole, ...], said: str) -> Required:
    """The last day of a limit that has one of some roles."""
    wanted = (roles,) if isinstance(roles, ClockRole) else roles
    return Required(said, lambda facts: any(role in facts.last for role in wanted))


def word(name: str, said: str) -> Required:
    """The words of a field of the act."""
    return Required(said, lambda facts: facts.said.get(name))


def enclosure(name: str, said: str) -> Required:
    """A paper in the same envelope."""
    return Required(said, lambda facts: name in facts.enclosed)


def _reachable(which: Callable[[Profile], Contact | None], said: str) -> Required:
    def is_there(facts: LetterFacts) -> bool:
        if facts.profile is None:
            return True  # that the particulars are missing is said once, by PARTICULARS
        contact = which(facts.profile)
        return contact is not None and contact.is_reachable

    return Required(said, is_there)


ADDRESSEE = Required("the name and address of the person who is written to", lambda facts: facts.family)
CHILD = Required("the name of the child or young person", lambda facts: facts.child)
PARTICULARS = Required(
    "the authority's own particulars (`ehcp authority load FILE`)", lambda facts: facts.profile is not None
)
AUTHORITY = _reachable(lambda ours: ours.authority, "how to reach the authority (reg 32)")
MEDIATION_ADVISER = _reachable(
    lambda ours: ours.mediation_adviser, "the mediation adviser and how to reach it (reg 32)"
)
TRIBUNAL = _reachable(lambda ours: ours.tribunal, "the address of the Tribunal (regs 5(3), 10(3), 14(2))")
DISAGREEMENT = _reachable(
    lambda ours: ours.disagreement_resolution, "how to resolve disagreements (CFA 2014 s.57)"
)
INFORMATION = _reachable(
    lambda ours: ours.information_and_advice, "where to find information and advice (CFA 2014 s.32)"
)
LOCAL_OFFER = _reachable(
    lambda ours: ours.local_offer, "where to find information about schools and colleges (reg 13(1)(b))"
)
MEDIATION_BY = Required(
    "the last day to contact a mediation adviser (reg 33)", lambda facts: facts.mediation_by
)
APPEAL_BY = Required("the last day to appeal (Tribunal rule 20)", lambda facts: facts.appeal_by)
EVERY_LETTER = (ADDRESSEE, CHILD, PARTICULARS)
