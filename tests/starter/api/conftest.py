"""The API over the records of a running office, and over records without one."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from casework.access.permissions import OPERATOR, Person, Role
from engine.configuration import load
from engine.connection import connect, data_keys_of
from engine.embedded import address_of
from office.dependencies import Parts, read_only_parts
from office.tokens import create
from records.database import Database
from starter.api.app import api
from starter.api.rate_limit import Pace
from starter.command import run
from tests.activities.steps import Story
from tests.conftest import days_ago
from tests.databases import BOTH, records_in
from tests.running import Answer, Up

OFFICER = Person("officer-1", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
HEAD = Person("head-1", "Sample Head", frozenset({Role.HEAD_OF_SERVICE}))
ADMIN = Person("admin-1", "Sample Admin", frozenset({Role.ADMIN}))
EVERYBODY = Person("operator", "Sample Operator", frozenset(Role), frozenset({"north"}))
FAST = Pace("100000/minute", "100000/minute")


def token_for(database: Database, person: Person, days: int = 1) -> str:
    """A good token of a person."""
    return create(database, person, days, OPERATOR, datetime.now(UTC))[1]


@dataclass
class Caller:
    """A program that calls the API with somebody's token; what changes something has a new key unless one is given."""

    client: TestClient
    database: Database
    token: str | None

    def __call__(
        self, method: str, path: str, body: Any = None, key: str | None = None, **more: Any
    ) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if method == "POST":
            headers["Idempotency-Key"] = key or secrets.token_hex(8)
        headers |= more.pop("headers", {})
        answer: httpx2.Response = self.client.request(method, path, json=body, headers=headers, **more)
        return answer

    def get(self, path: str, **more: Any) -> Any:
        """What is read, which must be there."""
        answer = self("GET", path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def as_(self, person: Person) -> Caller:
        """The same for another person."""
        return Caller(self.client, self.database, token_for(self.database, person))


@contextmanager
def calling(app: FastAPI, database: Database, person: Person) -> Iterator[Caller]:
    """A caller of an app."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Caller(client, database, token_for(database, person))


@pytest.fixture(params=BOTH)
def database(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """Records with a case, and no office."""
    found = records_in(request.param, tmp_path)
    monkeypatch.setenv("EHCP_DATABASE_URL", found.engine.url.render_as_string(hide_password=False))
    Story("case-a").then("assessment_agreed 2024-04-10").record(found)
    yield found
    found.close()


@pytest.fixture
def reader(database: Database) -> Iterator[Caller]:
    """The head of service at an API that can only read."""
    with calling(api(read_only_parts(database), pace=FAST), database, HEAD) as caller:
        yield caller


@pytest.fixture(scope="session")
def whole_app(office: Up) -> Iterator[tuple[FastAPI, Database]]:
    """The API over a running office, its server and its worker."""
    settings = load(office.data)
    database = Database(settings.database_url)
    parts = Parts(
        database,
        settings.task_queue,
        lambda: connect(settings, address=address_of(settings)),
        via="api",
        keys=lambda: data_keys_of(settings),
    )
    yield api(parts, loopback_webhooks=True, pace=FAST), database
    database.close()


@pytest.fixture(scope="session")
def whole(whole_app: tuple[FastAPI, Database]) -> Iterator[Caller]:
    """An officer of team north at the API of a running office."""
    with calling(*whole_app, OFFICER) as caller:
        yield caller


Opens = Callable[..., str]


@pytest.fixture
def opens(whole: Caller) -> Opens:
    """Open a case by the API, whose request came so many days ago."""

    def open_one(days: int = 30, **more: Any) -> str:
        row = {
            "child_name": f"Sample Child {secrets.token_hex(6)}",
            "reference": secrets.token_hex(6),
            "received_on": days_ago(days),
            "team": "north",
            **more,
        }
        answer = whole("POST", "/requests", {"requests": [row]})
        assert answer.status_code == 201, answer.text
        case: str = answer.json()["cases"][0]["case"]
        return case

    return open_one


Command = Callable[..., Answer]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """Give a command of `ehcp` on the records of this test, within this process."""

    def give(*words: str) -> Answer:
        code = run([*words, "--data", str(tmp_path)])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err.strip())

    return give
