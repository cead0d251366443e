"""A test client with a session, as sign-in creates it."""

from __future__ import annotations

from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from casework.access.permissions import OPERATOR, Person
from office.dependencies import Parts
from starter.console.csrf import FIELD, of_session, token_of
from starter.console.redirect_after_post import SHOWN
from starter.console.sessions import Sessions, hash_of
from starter.console.sign_in_settings import Entrance
from starter.web import site

ENTRANCE = Entrance(key=bytes(range(32)))
"""The settings of a console that can only be reached from this machine."""


def browser_of(parts: Parts, person: Person | None = OPERATOR, entrance: Entrance = ENTRANCE) -> TestClient:
    """Return a client of the console, signed in as a person or, with None, not signed in."""
    client = TestClient(site(parts, entrance), base_url=entrance.address, follow_redirects=False)
    if person is not None:
        as_person(client, person)
    return client


def as_person(client: TestClient, person: Person) -> None:
    """Sign the client in as another person."""
    sessions: Sessions = client.app.state.sessions  # type: ignore[attr-defined]
    client.cookies.clear()
    client.cookies.set(sessions.cookie, sessions.begin(person))


def post(client: TestClient, address: str, data: dict[str, Any] | None = None, **more: Any) -> Response:
    """Send a form with the CSRF token of the session, and follow to the page that answers it."""
    secret = str(client.cookies["ehcp"]).rpartition(".")[0]
    token = token_of(ENTRANCE, of_session(hash_of(secret)))
    answer: Response = client.post(address, data={**(data or {}), FIELD: token}, **more)
    return shown(client, answer)


def shown(client: TestClient, answer: Response) -> Response:
    """Return the page to which a form redirects, where it is one that is kept for the session."""
    place = answer.headers.get("location", "")
    return client.get(place) if f"{SHOWN}=" in place else answer
