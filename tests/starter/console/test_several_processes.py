"""One act in several processes: the selection, the check page with a letter, the write, the result, and who may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient

from office import several_processes
from office.dependencies import Parts, read_only_parts
from office.refusals import ActRefused
from tests.casework.processes.phase_transfer.transfers import done, transfer
from tests.databases import new_records
from tests.starter.console.office import CASE, NAME, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post
from tests.starter.processes import put

AT = "/transfers/several/ask_preference"
YEAR = TODAY.year + 1
ANSWERS = {
    "on": "today",
    "reply_by-day": "1",
    "reply_by-month": "12",
    "reply_by-year": str(TODAY.year),
    "message": "An open evening is on Tuesday.",
}
ONE, TWO, ASKED = "transfer-one", "transfer-two", "transfer-asked"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("several"))) as database:
        furnish(database)
        begun = {"began_on": f"{TODAY.year - 1}-09-01", "year": YEAR}
        asked = ("ask_preference", f"{TODAY.year - 1}-09-07", {"reply_by": f"{TODAY.year - 1}-10-09"})
        with database.write() as session:
            for name, state in (
                (ONE, transfer(**begun)),
                (TWO, transfer(**begun)),
                (ASKED, done(transfer(**begun), asked)),
            ):
                put(session, "phase_transfer", replace(state, id=name, case=CASE))
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def test_the_list_leads_to_the_selection_without_those_that_were_asked(browser: TestClient) -> None:
    page = browser.get("/transfers").text
    assert f'href="{AT}"' in page and "in several phase transfers" in page
    shown = browser.get(AT).text
    assert NAME in shown and f'value="{ONE}"' in shown and f'value="{TWO}"' in shown
    assert f'value="{ASKED}"' not in shown


def test_an_answer_that_is_missing_and_no_selection_are_named(browser: TestClient) -> None:
    shown = post(browser, AT, {"on": "today", "step": "check"})
    assert shown.status_code == 400
    assert 'href="#process"' in shown.text and 'href="#reply_by' in shown.text


def test_the_check_page_shows_the_letter_and_how_often_it_is_recorded(browser: TestClient) -> None:
    shown = post(browser, AT, {**ANSWERS, "process": [ONE, TWO], "step": "check"}).text
    assert "recorded 2 times" in shown and "Record 2 actions" in shown
    assert "Who we will write to" in shown and "tell us what you prefer" in shown


def test_it_is_recorded_in_each_and_what_was_refused_is_told(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []

    async def act_in(office: Any, process_id: str, message: Any) -> None:
        if process_id == TWO:
            raise ActRefused("The transfer is over.")
        sent.append(f"{process_id} {message.action} {message.fields['reply_by']} {message.by}")

    monkeypatch.setattr(several_processes, "act_in", act_in)
    desk = browser_of(parts, STAFF["officer"])
    monkeypatch.setattr(parts, "office", lambda: _office(parts))
    data = {**ANSWERS, "process": [ONE, TWO], "batch": "batch-abcdefghijkl", "step": "record"}
    answer = post(desk, AT, data)
    assert answer.status_code == 303
    shown = desk.get(answer.headers["location"]).text
    assert sent == [f"{ONE} ask_preference {TODAY.year}-12-01 officer-n1"]
    assert "1 action is recorded." in shown and "The transfer is over." in shown


async def _office(parts: Parts) -> SimpleNamespace:
    """Stand in for the office: only its records are asked for."""
    return SimpleNamespace(database=parts.database)


def test_an_officer_of_another_team_has_nothing_to_select_and_an_auditor_is_refused(
    browser: TestClient,
) -> None:
    as_person(browser, STAFF["officer of another team"])
    assert "There is nothing to select" in browser.get(AT).text
    as_person(browser, STAFF["auditor"])
    assert browser.get(AT).status_code == 403
