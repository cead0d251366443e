"""Lists of people to choose from: the person who chooses comes first."""

from __future__ import annotations

from collections.abc import Iterable

from casework.access.permissions import Person
from casework.processes.question import Option


def first_mine(options: Iterable[Option], person: Person) -> tuple[Option, ...]:
    """Return the options with the person's own first and marked as theirs. Others keep their order."""
    known = tuple(options)
    mine = tuple((value, f"{person.name} (you)") for value, _ in known if value == person.id)
    return (*mine, *(one for one in known if one[0] != person.id))
