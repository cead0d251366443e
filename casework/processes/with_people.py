"""The part of a process that says whose it is, and what it tells them."""

from __future__ import annotations

from datetime import date
from typing import Generic

from casework.authority.profile import Profile
from casework.letters.notice import Notice
from casework.processes.process_state import State


class WithPeople(Generic[State]):
    """Whose process it is besides the officers of its cases, and what they are told; by default no one."""

    def people(self, state: State) -> frozenset[str]:
        """Return the people whose process it is, besides the officers of its cases."""
        return frozenset()

    def outsiders(self, profile: Profile) -> frozenset[str]:
        """Return the people outside the authority who may act only in their own processes, from the authority's profile."""
        return frozenset()

    def invitations(self, state: State, on: date) -> tuple[Notice, ...]:
        """Return the notice that invites each of its people, as it is on a day; nothing if its case invites them."""
        return ()

    def asks(self, state: State, event: str, on: date) -> tuple[Notice, ...]:
        """Return the notices of an act that asks people outside its cases for something. Who is invited at once is not asked too."""
        return ()

    def reminders(self, state: State, event: str, on: date) -> tuple[Notice, ...]:
        """Return the notices of a moment that came, to its people; nothing if its cases are told of it."""
        return ()
