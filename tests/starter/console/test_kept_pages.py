"""Back and Reload work after a form, and nothing that was typed is lost when a session ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from office.dependencies import Parts, read_only_parts
from office.sample_people import sample_people
from records.database import Database
from records.sessions import IDLE
from records.tables import KEPT_PAGES
from starter.console.kept_pages import OPEN_PAGE, Kept
from starter.console.redirect_after_post import SHOWN
from tests.databases import new_records
from tests.starter.console.office import CASE, STAFF, TODAY, furnish
from tests.starter.console.signed import ENTRANCE, as_person, browser_of, post, shown

SECRET = "The family moves house in May."


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with closing(new_records(tmp_path)) as database:
        furnish(database)
        yield read_only_parts(database, lambda: TODAY)


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


def form_of(browser: TestClient, place: str) -> dict[str, str]:
    """Return the hidden fields of the form on a page."""
    page = browser.get(place).text
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def an_act(browser: TestClient) -> str:
    """Return an act that the officer may record in the case."""
    found = re.findall(rf'href="(/cases/{CASE}/act/\w+)"', browser.get(f"/cases/{CASE}").text)
    return str(found[0])


def test_a_page_that_answers_a_form_has_an_address_that_back_and_reload_can_use(parts: Parts) -> None:
    browser = browser_of(parts, STAFF["officer"])
    act = an_act(browser)
    sent = browser.post(act, data=form_of(browser, act))
    assert sent.status_code == 303 and f"{SHOWN}=" in sent.headers["location"]
    first = shown(browser, sent)
    assert first.status_code == 400 and "There is a problem" in first.text
    assert browser.get(sent.headers["location"]).text == first.text
    with parts.database.read() as session:
        (held,) = session.execute(select(KEPT_PAGES.c.content)).scalars()
    assert b"There is a problem" not in held


def test_a_kept_page_is_shown_only_in_its_session_and_at_its_place(parts: Parts) -> None:
    browser = browser_of(parts, STAFF["officer"])
    act = an_act(browser)
    place = browser.post(act, data=form_of(browser, act)).headers["location"]
    elsewhere = browser.get(place.replace(act, f"/cases/{CASE}"))
    assert (elsewhere.status_code, elsewhere.headers["location"]) == (303, f"/cases/{CASE}")
    as_person(browser, STAFF["officer"])
    other = browser.get(place)
    assert (other.status_code, other.headers["location"]) == (303, act)


def test_a_kept_page_that_is_gone_leads_to_a_page_and_never_to_an_error(parts: Parts) -> None:
    browser = browser_of(parts, STAFF["head"])
    gone = browser.get(f"/cases/{CASE}/unseal?{SHOWN}=gone")
    assert (gone.status_code, gone.headers["location"]) == (303, "/")


def test_signing_out_forgets_what_was_kept(parts: Parts) -> None:
    browser = browser_of(parts, STAFF["officer"])
    act = an_act(browser)
    browser.post(act, data=form_of(browser, act))
    post(browser, "/sign-out")
    with parts.database.read() as session:
        assert session.execute(select(KEPT_PAGES)).all() == []


def test_what_was_typed_is_kept_through_sign_in_when_the_session_has_ended(parts: Parts) -> None:
    clock = Clock()
    browser = browser_of(parts, STAFF["officer"], replace(ENTRANCE, clock=clock, samples=True))
    act = an_act(browser)
    typed = {**form_of(browser, act), "note": SECRET}
    clock.now += IDLE + timedelta(minutes=1)
    sent = browser.post(act, data=typed)
    place = sent.headers["location"]
    assert sent.status_code == 303 and place.startswith("/sign-in?next=%2Fkept%2F")
    assert "What you entered is kept" in browser.get(place).text
    kept = re.sub(r".*next=%2Fkept%2F([^&]+).*", r"/kept/\1", place)

    as_person(browser, STAFF["manager"])
    theirs = browser.get(kept)
    assert theirs.status_code == 404 and SECRET not in theirs.text
    as_person(browser, STAFF["officer"])
    page = browser.get(kept)
    assert SECRET in page.text and f'action="{act}?kept={kept[6:]}"' in page.text
    again = shown(browser, browser.post(act, data=form_of(browser, kept)))
    assert again.status_code in (200, 400) and "There is a problem" in again.text


def test_a_form_that_was_not_made_for_the_ended_session_is_not_kept(parts: Parts) -> None:
    clock = Clock()
    browser = browser_of(parts, STAFF["officer"], replace(ENTRANCE, clock=clock))
    act = an_act(browser)
    clock.now += IDLE + timedelta(minutes=1)
    sent = browser.post(act, data={"note": SECRET, "csrf": "x" * 96})
    assert "kept" not in sent.headers["location"]
    with parts.database.read() as session:
        assert session.execute(select(KEPT_PAGES)).all() == []


def test_typing_counts_as_use_of_the_session(parts: Parts) -> None:
    clock = Clock()
    browser = browser_of(parts, STAFF["officer"], replace(ENTRANCE, clock=clock))
    for _ in range(3):
        clock.now += IDLE - timedelta(minutes=2)
        assert browser.get("/sign-in/stay").status_code == 204
    clock.now += IDLE
    assert browser.get("/sign-in/stay").status_code == 401


def test_text_that_was_kept_leads_from_sign_in_and_today_until_it_is_recorded_or_deleted(
    parts: Parts,
) -> None:
    clock = Clock()
    browser = browser_of(parts, STAFF["officer"], replace(ENTRANCE, clock=clock))
    log = f"/cases/{CASE}/log"
    typed = {**form_of(browser, log), "kind": "note", "on": "today", "text": SECRET}
    clock.now += timedelta(days=3)
    for _ in range(2):
        assert "next=%2Fkept%2F" in browser.post(log, data=typed).headers["location"]
    as_person(browser, STAFF["manager"])
    assert SECRET not in browser.get("/kept").text
    as_person(browser, STAFF["officer"])
    assert "Text that was not recorded (2)" in browser.get("/today").text
    first, second = re.findall(r'href="(/kept/[^"]+)"', browser.get("/kept").text)
    (address,) = re.findall(rf'action="({log}[^"]*)"', browser.get(first).text)
    refused = post(browser, address, {"kind": "note", "text": ""})
    assert refused.status_code == 400 and browser.get(first).status_code == 200, (
        "it is kept until it is recorded"
    )
    assert post(browser, address, {**typed, "text": SECRET}).status_code == 303
    assert browser.get(first).status_code == 404 and SECRET in browser.get(log).text
    post(browser, second)
    assert "Everything that you entered was recorded or deleted" in browser.get("/kept").text
    assert "Text that was not recorded" not in browser.get("/today").text


def test_what_a_script_saves_replaces_what_it_saved_before_from_the_same_open_page(parts: Parts) -> None:
    clock = Clock()
    browser = browser_of(parts, STAFF["officer"], replace(ENTRANCE, clock=clock))
    log = f"/cases/{CASE}/log"
    first = {**form_of(browser, log), "text": "Half a sentence", OPEN_PAGE: "page-1"}
    clock.now += IDLE
    for sent in (first, {**first, "text": SECRET}, {**first, "text": "Another tab", OPEN_PAGE: "page-2"}):
        browser.post(log, data=sent)
    texts = [
        one.typed for one in Kept(parts.database, replace(ENTRANCE, clock=clock)).forms(STAFF["officer"].id)
    ]
    assert sorted(texts) == [["Another tab"], [SECRET]]


def test_after_sign_in_the_person_comes_to_the_text_that_waits(parts: Parts) -> None:
    clock = Clock()
    entrance = replace(ENTRANCE, clock=clock, samples=True)
    officer = sample_people()["officer-n1"]
    browser = browser_of(parts, officer, entrance)
    typed = {**form_of(browser, "/tasks"), **form_of(browser, "/calendar/feed"), "step": SECRET}
    clock.now += IDLE
    browser.post("/calendar/feed", data=typed)
    browser.cookies.clear()
    page = browser.get("/sign-in").text
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    answer = browser.post("/sign-in", data={**form, "person": officer.id})
    assert (answer.status_code, answer.headers["location"]) == (303, "/kept")


def test_what_is_kept_is_deleted_after_the_longest_session(parts: Parts) -> None:
    clock = Clock()
    browser = browser_of(parts, STAFF["officer"], replace(ENTRANCE, clock=clock))
    act = an_act(browser)
    browser.post(act, data=form_of(browser, act))
    clock.now += timedelta(hours=13)
    browser = browser_of(parts, STAFF["officer"], replace(ENTRANCE, clock=clock))
    browser.post(act, data=form_of(browser, act))
    assert _kept_at(parts.database) == [clock.now]


def _kept_at(database: Database) -> list[datetime]:
    with database.read() as session:
        return list(session.execute(select(KEPT_PAGES.c.kept_at)).scalars())
