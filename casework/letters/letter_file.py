"""What the records hold that a message or a letter may need, loaded once and handed to what decides and renders.

The three files grow: who a case concerns is enough to bind its notices, where a message goes is enough for an e-mail,
and only a letter needs the rest. `records/letter_file.py` loads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from casework.authority.profile import Profile
from casework.money.band_in_words import ToldBand
from casework.people.identity_check import Identity
from casework.people.parties import Party
from casework.settings.settings import Setting
from statute.rights import RightHolder


class Line(Protocol):
    """What a letter needs of a line of the ledger."""

    @property
    def number(self) -> int: ...
    @property
    def seq(self) -> int: ...
    @property
    def event(self) -> str: ...
    @property
    def on(self) -> date | None: ...
    @property
    def of(self) -> str | None: ...
    @property
    def fields(self) -> Mapping[str, Any]: ...


class Limit(Protocol):
    """What a letter needs of an obligation of the case."""

    @property
    def role(self) -> str | None: ...
    @property
    def of(self) -> str | None: ...
    @property
    def started_on(self) -> date: ...
    @property
    def due_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class CasePeople:
    """Who a case concerns: its parties in the order in which they came, the child's birth date, and the ledger."""

    parties: tuple[Party, ...] = ()
    born_on: date | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressFile:
    """Who a dispatch is for, and where it may go.

    `bound` is the party with the version of the address that it is bound to, `current` the same party as it is now.
    `candidates` are the parties of the case where it is bound to none, and `holder` is who of the family holds the right
    on its day. `content` is what was kept of it when it was made, None before. `sealed_for` holds the people named for a
    sealed case, None if it is not sealed. `link` is the page that the reader is invited to, None for no invitation.
    """

    bound: Party | None = None
    current: Party | None = None
    candidates: tuple[Party, ...] = ()
    holder: RightHolder | None = None
    content: bytes | None = None
    profile: Profile | None = None
    officer: str | None = None
    team: str | None = None
    sealed_for: frozenset[str] | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A version of a plan as it was saved. `confirmed` holds the keys of the details that a person confirmed."""

    version: int
    content: Mapping[str, Any]
    confirmed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """The state of a case after an act that is not recorded yet, to show its letters before. `texts` are by their ids."""

    lines: tuple[Line, ...]
    limits: tuple[Limit, ...]
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """Everything that a letter may be made of.

    `lines` is the ledger of the case and `limits` its obligations. `family` is the family's name and address as the
    request gave them. `texts` are the texts that the act names, by their ids; `plan` and `tailored_list` the
    documents that go in the envelope; `setting` is the school of the register that it goes to. `identity` is who the
    case is about, to check that the plan is this child's; None if no request is stored. `told_on` is the day on which the
    letter tells its act if it leaves late; None if it does not. `meeting_place` is where the people of the process that the
    act names meet, None if it names none or the place is not recorded. `band` is the decision on a band that the act tells, if
    it is of this case and pays this setting. `setting_names` are the names of the settings that the act names, by their numbers.
    """

    address: AddressFile
    lines: tuple[Line, ...] = ()
    limits: tuple[Limit, ...] = ()
    child: str | None = None
    born_on: date | None = None
    family: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    plan: SavedPlan | None = None
    tailored_list: Mapping[str, Any] | None = None
    setting: Setting | None = None
    identity: Identity | None = None
    told_on: date | None = None
    meeting_place: str | None = None
    band: ToldBand | None = None
    setting_names: Mapping[str, str] = field(default_factory=dict)
