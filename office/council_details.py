"""The council's own details: read them, change them part by part or from a file, and see every version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from casework.access.permissions import Person, Right
from casework.access.reasons import says_something
from casework.authority.profile import Profile, profile_of, profile_to_load
from office.gate import Gate
from office.refusals import ActRefused
from records import profile
from records.database import Database

LONGEST_REASON = 500
"""How long the reason of a change is, in characters."""
_NEW: Mapping[str, Any] = {"authority": {"name": ""}}


@dataclass(frozen=True, slots=True)
class Details:
    """The details now and the number of their version, 0 if there are none yet."""

    content: dict[str, Any]
    version: int

    def part(self, name: str) -> Any:
        """Return a part of the details, or None if it is empty."""
        return self.content.get(name)


@dataclass(frozen=True, slots=True)
class Change:
    """A version: its number, when it was made, who made it and why, and each detail that changed, before and after."""

    version: int
    at: datetime
    by: str | None
    because: str | None
    changed: tuple[tuple[str, str, str], ...]


class ChangedMeanwhile(ActRefused):
    """Another person changed the details after the page was opened."""


def may_read(gate: Gate, person: Person) -> bool:
    """Whether a person may read the details: those who change them, and managers."""
    return gate.may(person, Right.KEEP_PROFILE) or gate.may(person, Right.ASSIGN)


def check_reads(gate: Gate, person: Person) -> None:
    """Check that a person may read the details. Raises NotAllowed."""
    if not may_read(gate, person):
        gate.check(person, Right.KEEP_PROFILE)


def details(database: Database) -> Details:
    """Return the details as they are now. Values that a file left out are filled in."""
    with database.read() as session:
        content = profile.profile_content(session)
        version = profile.version_now(session)
    return Details(profile_of(content).model_dump(mode="json") if content else dict(_NEW), version)


def load(database: Database, content: Any, by: str | None) -> Profile:
    """Put the details of a file in place of those before. Raises BadProfile."""
    found = profile_to_load(content)
    with database.write() as session:
        profile.keep_profile(session, found.model_dump(mode="json"), by, datetime.now(UTC))
    return found


def change(gate: Gate, person: Person, part: str, content: Any, asked: tuple[int, str]) -> None:
    """Change a part of the details. `asked` has the version that the person saw, and the reason.

    Raises NotAllowed, BadProfile with the faults by place, ChangedMeanwhile, or ActRefused without a reason.
    """
    gate.check(person, Right.KEEP_PROFILE)
    seen, because = asked[0], asked[1].strip()[:LONGEST_REASON]
    with gate.database.write() as session:
        before = profile.profile_content(session)
        now = profile_of(before).model_dump(mode="json") if before else dict(_NEW)
        new = profile_to_load({**now, part: content}).model_dump(mode="json")
        if new == now:
            return
        if profile.version_now(session) != seen:
            raise ChangedMeanwhile(
                "Another person changed these details. Check what they hold now, then save yours."
            )
        if not says_something(because):
            raise ActRefused("Enter the reason in a sentence.")
        profile.keep_profile(session, new, person.id, datetime.now(UTC), because)


def history(database: Database) -> list[Change]:
    """Return what each version changed, newest first."""
    with database.read() as session:
        found = profile.versions_of_profile(session)
    before: list[dict[str, Any]] = [*(one.content for one in found[1:]), {}][: len(found)]
    return [
        Change(one.version, one.changed_at, one.by, one.because, tuple(_changed(old, one.content)))
        for one, old in zip(found, before, strict=True)
    ]


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    old, new = dict(_flat(before, "")), dict(_flat(after, ""))
    for name in dict.fromkeys((*old, *new)):
        if (was := old.get(name, "")) != (now := new.get(name, "")):
            yield name, was, now


def _flat(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield each detail that holds something, by its place such as `services.school.email`."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _flat(one, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        if value:
            yield name, ", ".join(map(str, value))
    elif value is not None:
        yield name, str(value)
