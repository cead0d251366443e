"""The log and the tasks of a case on pages: written, pinned, removed, done, and shown to those that they wait for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from office import case_log
from office.dependencies import Parts, read_only_parts
from office.register_of_staff import as_json
from records import access, retention, staff
from records.tables import LOG, MENTIONS, TASKS
from tests.databases import new_records
from tests.starter.console.office import CASE, NAME, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post

AT = f"/cases/{CASE}/log"
COLLEAGUE = Person("officer-n7", "Rowan Sample", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
STRANGER = STAFF["officer of another team"]


@pytest.fixture
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("log"))) as database:
        furnish(database)
        with database.write() as session:
            for one in (COLLEAGUE, STRANGER, STAFF["officer"]):
                staff.save_sign_in(session, one.id, as_json(one), datetime.now(UTC))
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def form(browser: TestClient, name: str) -> str:
    found = re.search(rf'name="{name}" value="([a-z0-9-]+)"', browser.get(AT).text)
    assert found is not None
    return found[1]


def entry(browser: TestClient, **more: str) -> str:
    """Write an entry. Returns its id."""
    sent = {"entry": form(browser, "entry"), "kind": "call", "on": "today", "text": "They rang.", **more}
    assert post(browser, AT, sent).headers["location"] == f"{AT}?done=entry"
    return sent["entry"]


def task(browser: TestClient, **more: str) -> str:
    """Add a task. Returns its id."""
    due = {"due_on-day": "5", "due_on-month": "6", "due_on-year": "2024"}
    sent = {
        "task_id": form(browser, "task_id"),
        "task": "Ring the school",
        "owner": COLLEAGUE.id,
        **due,
        **more,
    }
    assert post(browser, f"/cases/{CASE}/tasks", sent).headers["location"] == f"{AT}?done=task"
    return sent["task_id"]  # fmt: skip


def test_an_entry_is_written_once_pinned_and_filtered_by_its_kind(browser: TestClient, parts: Parts) -> None:
    written = entry(browser, with_person="Ash Sample", text="The school agreed.\nA visit follows.")
    again = {"entry": written, "kind": "call", "on": "today", "text": "They rang."}
    assert post(browser, AT, again).status_code == 303, "a double click is one entry"
    page = browser.get(AT).text
    assert page.count("The school agreed.") == 1 and "with Ash Sample" in page and "Sample officer-n1" in page
    assert "The school agreed." not in browser.get(f"{AT}?kind=note").text
    assert "The school agreed." not in browser.get(f"/cases/{CASE}").text
    assert post(browser, f"{AT}/{written}/pin").status_code == 303
    assert browser.get(AT).text.count("The school agreed.") == 2
    assert "The school agreed." in browser.get(f"/cases/{CASE}").text, "pinned entries are on the overview"
    assert post(browser, f"{AT}/{written}/unpin").status_code == 303
    assert "The school agreed." not in browser.get(f"/cases/{CASE}").text


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"text": " "}, "text", "happened"),
        ({"kind": ""}, "kind", "What is it"),
        ({"on": "other", "on-day": "9", "on-month": "6", "on-year": "2024"}, "on-today", "today or in the past"),
        ({"text": f"@{STRANGER.id} should know"}, "tells", "may not read this case"),
    ],
)  # fmt: skip
def test_a_wrong_entry_names_its_field_and_keeps_what_was_typed(
    browser: TestClient, changed: dict[str, str], field: str, said: str
) -> None:
    sent = {
        "entry": form(browser, "entry"),
        "kind": "note",
        "on": "today",
        "text": "Kept words",
        "with_person": "Ash",
    }
    answer = post(browser, AT, {**sent, **changed})
    assert answer.status_code == 400 and f'href="#{field}"' in answer.text and said in answer.text
    assert 'value="Ash"' in answer.text and f'id="{field}"' in answer.text
    assert "<title>Error: Log and tasks" in answer.text


def test_only_its_author_or_a_manager_removes_an_entry_and_that_is_logged(
    browser: TestClient, parts: Parts
) -> None:
    written = entry(browser)
    as_person(browser, COLLEAGUE)
    assert "Remove for good" not in browser.get(AT).text
    assert post(browser, f"{AT}/{written}/remove").status_code == 409
    as_person(browser, STAFF["manager"])
    assert post(browser, f"{AT}/{written}/remove").headers["location"] == f"{AT}?done=removed"
    assert "They rang." not in browser.get(AT).text
    with parts.database.read() as session:
        reasons = [one.why for one in access.entries(session, person="manager-north", limit=9)]
    assert f"removed {written} from the log, written by officer-n1" in reasons


def test_a_mention_and_a_task_wait_for_a_colleague_until_they_are_dealt_with(
    browser: TestClient, parts: Parts
) -> None:
    entry(browser, text=f"@{COLLEAGUE.id} please read, and @unknown-9 too")
    entry(browser, tells=STAFF["officer"].id, kind="note", text="For myself")
    task(browser)
    browser.get(AT)
    as_person(browser, COLLEAGUE)
    tray = browser.get("/?part=all").text
    assert (
        "1 open task and 1 new mention for you" in tray and "1 open task<" in tray and "5 June 2024" in tray
    )
    mine = browser.get("/tasks").text
    assert "Ring the school" in mine and "please read" in mine and "For myself" not in mine and NAME in mine
    found = case_log.desk_of(parts.database, COLLEAGUE)
    assert (len(found.tasks), len(found.mentions)) == (1, 1)
    assert "please read" in browser.get(AT).text
    at = f"/cases/{CASE}/tasks/{found.tasks[0].task_id}"
    finished = post(browser, f"{at}/done", {"from": "tasks"}).headers["location"]
    assert finished.startswith("/tasks?done=finished")
    (undo,) = re.findall(r'action="([^"]+/reopen)"', browser.get(finished).text)
    assert undo == f"{at}/reopen"
    assert case_log.desk_of(parts.database, COLLEAGUE) == case_log.Desk([], [])
    assert post(browser, f"{at}/reopen").status_code == 303
    assert len(case_log.desk_of(parts.database, COLLEAGUE).tasks) == 1


def test_a_task_is_changed_on_its_page(browser: TestClient) -> None:
    made = task(browser)
    at = f"/cases/{CASE}/tasks/{made}"
    page = browser.get(at).text
    assert "Ring the school" in page and 'value="5"' in page and f'value="{COLLEAGUE.id}" selected' in page
    sent = {
        "task": "Visit the school",
        "owner": STAFF["officer"].id,
        "due_on-day": "31",
        "due_on-month": "6",
        "due_on-year": "2024",
    }
    wrong = post(browser, f"{at}/change", sent)
    assert wrong.status_code == 400 and "Date it is due must be a real date" in wrong.text
    assert post(browser, f"{at}/change", {**sent, "due_on-day": "1"}).status_code == 303
    shown = browser.get(f"/cases/{CASE}").text
    assert "Visit the school" in shown and "2 days late" in shown
    assert post(browser, f"/cases/{CASE}/tasks/task-none/done").status_code == 409


def test_the_log_is_the_teams_and_a_seal_and_a_destruction_take_it_along(
    browser: TestClient, parts: Parts
) -> None:
    entry(browser, text=f"@{COLLEAGUE.id} seen")
    task(browser)
    for who in ("chair", "member", "mediator", "auditor", "officer of another team"):
        as_person(browser, STAFF[who])
        assert browser.get(AT).status_code == 403, who
        shown = browser.get(f"/cases/{CASE}")
        assert "Ring the school" not in shown.text and AT not in shown.text, who
    head = browser_of(parts, STAFF["head"])
    assert (
        post(head, f"/cases/{CASE}/seal", {"reason": "The child of a colleague.", "named": ""}).status_code
        == 303
    )
    assert case_log.desk_of(parts.database, COLLEAGUE) == case_log.Desk([], []), (
        "a sealed case tells them nothing"
    )
    with parts.database.write() as session:
        removed = retention.destroy_rows(session, [CASE])
    assert [removed[table.name] for table in (LOG, MENTIONS, TASKS)] == [1, 1, 1]  # fmt: skip
