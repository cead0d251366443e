"""Sign-in is required, sessions end on time, and forms are accepted only from our own pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from office.dependencies import Parts, read_only_parts
from records.sessions import IDLE, LONGEST
from starter.console import rate_limits
from tests.activities.steps import Story
from tests.databases import new_records
from tests.starter.console.signed import ENTRANCE, as_person, browser_of, post

TODAY = date(2024, 6, 3)
HEAD = Person("head-1", "Sample Head", frozenset({Role.HEAD_OF_SERVICE}))


class Clock:
    """A clock that changes only when a test sets it."""

    def __init__(self) -> None:
        self.now = datetime(2024, 6, 3, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    database = new_records(tmp_path)
    Story("case-a").record(database)
    yield read_only_parts(database, lambda: TODAY)
    database.close()


def is_in(browser: TestClient) -> bool:
    """Whether the client is signed in: it then gets 404 for a missing page, and otherwise a redirect to sign-in."""
    return browser.get("/no-such-page").status_code == 404


def test_a_page_redirects_to_sign_in_with_the_address_to_return_to(parts: Parts) -> None:
    client = browser_of(parts, None)
    answer = client.get("/cases/case-a?x=1")
    assert (answer.status_code, answer.headers["location"]) == (
        303, "/sign-in?next=%2Fcases%2Fcase-a%3Fx%3D1",
    )  # fmt: skip
    assert client.get("/no-such-page").status_code == 303
    assert client.get("/healthz").status_code == 200


def test_a_session_ends_when_idle_and_after_twelve_hours(parts: Parts) -> None:
    clock = Clock()
    browser = browser_of(parts, HEAD, replace(ENTRANCE, clock=clock))
    clock.now += IDLE - timedelta(seconds=1)
    assert is_in(browser)
    clock.now += IDLE
    assert not is_in(browser)
    as_person(browser, HEAD)
    end = clock.now + LONGEST
    while clock.now < end - IDLE:
        clock.now += IDLE / 2
        assert is_in(browser)
    clock.now = end
    assert not is_in(browser)


def test_a_cookie_that_was_altered_or_signed_with_another_key_is_refused(parts: Parts) -> None:
    browser = browser_of(parts, HEAD)
    good = browser.cookies["ehcp"]
    other = browser_of(parts, HEAD, replace(ENTRANCE, key=b"another" * 5)).cookies["ehcp"]
    altered = ("y" if good[0] == "x" else "x") + good[1:]
    for bad in (f"{good}x", altered, good.partition(".")[0], other, "", "."):
        browser.cookies.clear()
        browser.cookies.set("ehcp", bad)
        assert not is_in(browser), bad


def test_on_https_the_cookie_is_only_for_this_host_and_https_and_hsts_is_set(
    parts: Parts,
) -> None:
    secure = replace(ENTRANCE, address="https://ehcp.example.invalid")
    browser = browser_of(parts, HEAD, secure)
    assert list(browser.cookies) == ["__Host-ehcp"]
    assert "max-age=" in browser.get("/healthz").headers["strict-transport-security"]
    assert "strict-transport-security" not in browser_of(parts, HEAD).get("/healthz").headers


def test_a_form_without_its_token_or_from_another_site_is_refused(parts: Parts) -> None:
    browser = browser_of(parts, HEAD)
    assert browser.post("/sign-out").status_code == 403
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.invalid"},
        {"origin": "null"},
    ):
        assert post(browser, "/sign-out", headers=headers).status_code == 403, headers
    assert is_in(browser)
    assert post(browser, "/sign-out", headers={"sec-fetch-site": "same-origin"}).status_code == 303
    assert not is_in(browser)


def test_a_console_on_this_machine_answers_only_to_its_own_host_name(parts: Parts) -> None:
    assert browser_of(parts, HEAD).get("/", headers={"host": "evil.invalid"}).status_code == 400


def test_the_rate_limit_of_forms_is_per_person(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "POSTS", rate_limits.parse("2/minute"))
    browser = browser_of(parts, HEAD)
    answers = [post(browser, "/views", {"name": "Mine"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert 0 < int(answers[2].headers["retry-after"]) <= 60
    as_person(browser, replace(HEAD, id="head-2"))
    assert post(browser, "/views", {"name": "Mine"}).status_code == 303


def test_strangers_at_an_address_use_up_nothing_of_who_is_signed_in_there(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "POSTS_OF_ADDRESS", rate_limits.parse("1/minute"))
    browser = browser_of(parts, HEAD)
    stranger = TestClient(browser.app, base_url="http://127.0.0.1:8080", follow_redirects=False)
    answers = [stranger.post("/sign-in", headers={"sec-fetch-site": "same-origin"}) for _ in range(2)]
    assert answers[1].status_code == 429 and answers[0].status_code != 429
    assert post(browser, "/views", {"name": "Mine"}).status_code == 303
