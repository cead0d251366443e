"""The record of a child or young person, with dated versions of the details. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from casework.people.census import LABELS, Census, wrong_census
from casework.people.identifiers import wrong_nhs_number, wrong_upn
from casework.people.names import why_not_name
from statute.words import short_date

_SHORTEST_REASON = 10
NAME_LENGTH = 200
"""The most characters of a name."""
ADDRESS_LENGTH = 1000
"""The most characters of an address."""

_ID = "child-"
"""How the id of a child's record begins."""


def is_child_id(of: str) -> bool:
    """Whether an id is that of a child's record."""
    return of.startswith(_ID)


@dataclass(frozen=True, slots=True)
class Details(Census):
    """The details of a child from a day on. They never change: a correction is a new version."""

    name: str
    born_on: date | None = None
    upn: str | None = None
    nhs_number: str | None = None
    address: str | None = None


FIELDS: tuple[str, ...] = (*Details.__slots__, *Census.__slots__)
"""The names of the fields of a child's details, in order."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a child's details: its first day, who recorded it, when and why."""

    version: int
    details: Details
    from_on: date
    recorded_at: datetime
    by: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Child:
    """A child's record with its versions, oldest first. `merged_into` is the record that it was merged into."""

    child_id: str
    created_at: datetime
    versions: tuple[Version, ...]
    merged_into: str | None = None

    @property
    def current(self) -> Version:
        """The current version: the one with the latest first day and, among those, the last recorded."""
        return current_of(self.versions)

    def on(self, day: date) -> Version:
        """The version that was valid on a day, or the first version if the day is before it."""
        begun = [one for one in self.versions if one.from_on <= day]
        return current_of(begun) if begun else self.versions[0]


@dataclass(frozen=True, slots=True)
class Correction(Census):
    """A change of a child's details. A field that is None stays as it is."""

    name: str | None = None
    born_on: date | None = None
    upn: str | None = None
    nhs_number: str | None = None
    address: str | None = None

    def applied_to(self, details: Details) -> Details:
        """The details with the correction applied."""
        told = {name: value for name in FIELDS if (value := getattr(self, name)) is not None}
        return replace(details, **told)


def current_of(versions: Iterable[Version]) -> Version:
    """The version with the latest first day and, among those, the last recorded."""
    return max(versions, key=lambda one: (one.from_on, one.version))


def changed_between(before: Details, after: Details) -> tuple[str, ...]:
    """The names of the fields that differ."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))


def why_not_correct(
    child: Child, correction: Correction, from_on: date, by: str, why: str, today: date
) -> str | None:
    """Why a child's details may not be corrected, in one sentence; None if they may."""
    if (wrong := why_not_by(by, why)) is not None:
        return wrong
    if child.merged_into is not None:
        return f"{child.child_id} was merged into {child.merged_into}; correct the details there."
    if from_on > today:
        return f"{short_date(from_on)} is in the future; record the details on that day or after."
    if from_on < child.current.from_on:
        return f"Other details are valid from {short_date(child.current.from_on)}; enter that day or a later one."
    if (wrong := wrong_details(correction, today)) is not None:
        return wrong
    before = child.current.details
    if not changed_between(before, correction.applied_to(before)):
        return "Nothing differs from the recorded details; enter what has changed."
    return None


def wrong_details(told: Details | Correction, today: date) -> str | None:
    """What is wrong with details, in one sentence; None if nothing is."""
    if told.name is not None and not (told.name.strip() and len(told.name) <= NAME_LENGTH):
        return f"Enter a name of 1 to {NAME_LENGTH} characters."
    if told.name is not None and (wrong := why_not_name(told.name)) is not None:
        return f"{told.name!r} {wrong}."
    if told.born_on is not None and told.born_on > today:
        return "Date of birth must be in the past."
    if told.upn is not None and (wrong := wrong_upn(told.upn)) is not None:
        return wrong
    if told.nhs_number is not None and (wrong := wrong_nhs_number(told.nhs_number)) is not None:
        return wrong
    if (wrong := wrong_census({name: getattr(told, name) for name in LABELS})) is not None:
        return wrong
    if told.address is not None and not (told.address.strip() and len(told.address) <= ADDRESS_LENGTH):
        return f"Enter an address of 1 to {ADDRESS_LENGTH} characters."
    return None


def why_not_by(by: str, why: str) -> str | None:
    """Why the person or the reason of a change is missing, in one sentence; None if neither is."""
    if not by.strip():
        return "Say who makes this change."
    if len(why.strip()) < _SHORTEST_REASON:
        return f"Say why, in a sentence of at least {_SHORTEST_REASON} characters."
    return None
