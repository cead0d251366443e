"""Who is signed in, for every page: a dependency of the routes, filled by the sessions of the console."""

from __future__ import annotations

from fastapi import Request

from casework.access.permissions import Person
from office.dependencies import Parts


class NotSignedIn(Exception):  # noqa: N818 - named for what it says
    """Nobody is signed in, or the session has run out; the person is led to the sign-in page and back."""


def signed_in(request: Request) -> Person:
    """The person of this request. Raises NotSignedIn."""
    person: Person | None = getattr(request.state, "person", None)
    if person is None:
        raise NotSignedIn
    return person


def parts_of(request: Request) -> Parts:
    """The parts that this console is made of."""
    parts: Parts = request.app.state.parts
    return parts
