"""FastAPI dependencies: the signed-in person and the parts of the office."""

from __future__ import annotations

from fastapi import Request

from casework.access.permissions import Person
from office.dependencies import Parts


class NotSignedIn(Exception):  # noqa: N818 - the name reads as a state
    """The request has no session, or the session has ended. The person goes to the sign-in page and back."""


def signed_in(request: Request) -> Person:
    """Return the signed-in person. Raises NotSignedIn."""
    person: Person | None = getattr(request.state, "person", None)
    if person is None:
        raise NotSignedIn
    return person


def parts_of(request: Request) -> Parts:
    """Return the database, gate and Temporal connection that the console uses."""
    parts: Parts = request.app.state.parts
    return parts
