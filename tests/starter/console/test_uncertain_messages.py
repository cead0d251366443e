"""A manager decides about a message that may have left already, on a page, with the reason kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from casework.letters.dispatch import Dispatch
from office.dependencies import Parts, read_only_parts
from records import operations, outbox
from tests.casework.letters.samples import dispatch
from tests.databases import new_records
from tests.starter.console.office import CASE, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post

QUEUED = datetime(2024, 5, 30, 9, tzinfo=UTC)
HELD, DOUBTED, STALE = (f"{CASE}-1-{number}" for number in (20, 21, 22))
WHY = {"because": "The school says that it did not get it."}


def _one(name: str, **more: object) -> Dispatch:
    more |= {"channel": "email", "queued_at": QUEUED}
    return dispatch("draft_plan", dispatch_id=name, case_id=CASE, text="A notice.", **more)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with closing(new_records(tmp_path)) as database:
        furnish(database)
        with database.write() as session:
            outbox.put(session, [_one(HELD)], held=True)
            outbox.put(
                session, [_one(DOUBTED, status="stale", unsure_since=QUEUED), _one(STALE, status="stale")]
            )
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["manager"])


def _place(name: str, decision: str) -> str:
    return f"/cases/{CASE}/uncertain/{name}/{decision}"


def _now(parts: Parts, name: str) -> Dispatch:
    with parts.database.read() as session:
        found = outbox.find(session, name)
    assert found is not None
    return found


def test_a_manager_lets_a_held_message_leave_with_a_reason_that_is_kept(
    parts: Parts, browser: TestClient
) -> None:
    page = browser.get(f"/cases/{CASE}/messages/{HELD}").text
    assert f'href="{_place(HELD, "release")}"' in page and "A manager decides if it leaves" in page
    assert "may get it twice" in browser.get(_place(HELD, "release")).text
    for reason in ("", "Yes."):
        refused = post(browser, _place(HELD, "release"), {"because": reason})
        assert refused.status_code == 400 and 'href="#because"' in refused.text
    done = post(browser, _place(HELD, "release"), WHY)
    assert done.status_code == 303
    page = browser.get(done.headers["location"]).text
    assert "It will leave now." in page and "let it leave on" in page and WHY["because"] in page
    with parts.database.read() as session:
        assert not outbox.is_held(session, HELD)
        (kept,) = operations.operations_on(session, HELD)
    assert (kept.by, kept.what, kept.reason) == ("manager-north", "release", WHY["because"])
    assert browser.get(_place(HELD, "release")).status_code == 404, "nothing is in doubt any more"


@pytest.mark.parametrize("name", [HELD, DOUBTED])
def test_a_manager_records_the_day_on_which_a_message_was_sent(
    parts: Parts, browser: TestClient, name: str
) -> None:
    early = {**WHY, "on": "other", "on-day": "1", "on-month": "5", "on-year": "2024"}
    refused = post(browser, _place(name, "was-sent"), early)
    assert refused.status_code == 400 and "must be between 30 May 2024 and today" in refused.text
    assert post(browser, _place(name, "was-sent"), {**early, "on-day": "30"}).status_code == 303
    found = _now(parts, name)
    assert (found.status, found.sent_at, found.unsure_since) == ("sent", QUEUED, None)
    assert "recorded that it was sent on" in browser.get(f"/cases/{CASE}/messages/{name}").text


def test_only_what_may_have_left_is_decided_and_only_by_a_manager_of_the_case(
    parts: Parts, browser: TestClient
) -> None:
    assert "Decide about this message" not in browser.get(f"/cases/{CASE}/messages/{STALE}").text
    assert post(browser, _place(STALE, "was-sent"), {**WHY, "on": "today"}).status_code == 400
    assert post(browser, _place(DOUBTED, "release"), WHY).status_code == 400
    as_person(browser, STAFF["officer"])
    assert "Decide about this message" not in browser.get(f"/cases/{CASE}/messages/{HELD}").text
    as_person(browser, STAFF["manager of another team"])
    assert post(browser, _place(HELD, "release"), WHY).status_code == 403
    assert _now(parts, STALE).sent_at is None
