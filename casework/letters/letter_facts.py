"""What letters are made of, and the refusal to make one while a fact is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from casework.authority.profile import Profile
from casework.letters.exception_grounds import ExceptionGround
from statute.words import listed

_NONE: Mapping[str, date] = MappingProxyType({})
_NO_WORDS: Mapping[str, str] = MappingProxyType({})
_NO_BAND: Mapping[str, str | None] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter is made of. The dates are the last days of the family's time.

    `decision` is the act that it tells of. `last` holds the last days of limits by their roles. `said` holds the words of an
    act by the names of its fields, and `ground` the exception that it claims. `enclosed` names what goes in the same
    envelope. `young_person` is whether it is written to the young person, and `is_detained` whether the child
    or young person is in relevant youth accommodation. `born_on` is given only to readers who could not
    tell the child from others without it. `unposted` is why the letter cannot be posted to the address. `meeting_place` is
    where the people of the process that the act names meet. `band` holds the words of the decision on a band that it tells.
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
    is_detained: bool = False
    last: Mapping[str, date] = field(default_factory=lambda: _NONE)
    said: Mapping[str, str] = field(default_factory=lambda: _NO_WORDS)
    ground: ExceptionGround | None = None
    enclosed: frozenset[str] = frozenset()
    language: str | None = None
    large_print: bool = False
    born_on: date | None = None
    unposted: str | None = None
    meeting_place: str | None = None
    band: Mapping[str, str | None] = field(default_factory=lambda: _NO_BAND)


class Incomplete(Exception):  # noqa: N818 - named for what it says
    """A letter cannot be made: the message says what is missing, and which regulation requires it."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"The letter is missing {listed(missing)}.")
        self.missing = missing
