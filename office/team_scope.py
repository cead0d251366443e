"""The cases that a manager looks after."""

from __future__ import annotations

from casework.access.permissions import OPERATOR, Person, Right, Scope, scope_of
from records.tray import Within


def team_scope(person: Person | None) -> Within:
    """Return which cases the manager may assign: those of their teams, or all. Without a person they are all cases."""
    scope = Scope.ALL if person is None else scope_of(person, Right.ASSIGN)
    teams = None if scope is Scope.ALL or person is None else person.teams
    return Within((person or OPERATOR).id, teams, own=False)
