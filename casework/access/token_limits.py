"""What an API token may give: no more than the people behind it have."""

from __future__ import annotations

from dataclasses import replace

from casework.access.permissions import OPERATOR, Person
from statute.words import listed


def too_wide(creator: Person, whose: Person, registered: Person | None) -> str | None:
    """Return why a person may not create a token, in one sentence; None if they may.

    `whose` has the roles and teams of the token. `registered` is the same person on the register of staff, None for a
    program. The operator of the data folder may give every role.
    """
    if registered is not None and (more := _more(whose, registered)):
        return f"A token cannot give {whose.id} more than their own roles and teams; leave out {more}."
    if creator != OPERATOR and (more := _more(whose, creator)):
        return (
            f"You may not give a token more than your own roles and teams: leave out {more}, or let the operator of "
            "the data folder create it without --by."
        )
    return None


def within(token: Person, registered: Person | None) -> Person:
    """Return the holder of a token with what the register of staff still gives them. A program keeps what it has."""
    if registered is None:
        return token
    return replace(token, roles=token.roles & registered.roles, teams=token.teams & registered.teams)


def _more(token: Person, than: Person) -> str:
    roles = [str(role) for role in sorted(token.roles - than.roles)]
    teams = [f"team {team}" for team in sorted(token.teams - than.teams)]
    return listed([*roles, *teams]) if roles or teams else ""
