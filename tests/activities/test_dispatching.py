"""What is queued leaves the house once, whatever happens in between."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from activities import folder
from activities.dispatching import Dispatcher, drain
from activities.letter_papers import outgoing
from records import outbox, people
from records.database import Database
from tests.activities.steps import Story

NAME = "Zebedee Quillfeather"


def register(database: Database, case_id: str) -> people.Intake:
    intake = people.Intake(
        intake_key="key-1",
        case_id=case_id,
        reference="R-1",
        child_name=NAME,
        born_on=date(2015, 5, 5),
        family_name_and_address="The Quillfeather family\n1 Sample Street",
        family_email="family@example.org",
        source="parent",
        received_on=date(2024, 3, 4),
        team="north",
        officer="officer-1",
        registered_at=datetime(2024, 3, 4, tzinfo=UTC),
        started=True,
    )
    with database.write() as session:
        people.register(session, intake)
    return intake


def tried(database: Database) -> bool:
    with database.read() as session:
        return outbox.of_case(session, Story().case_id)[0].attempts > 0


def files(into: Path) -> list[Path]:
    return sorted(path for path in into.rglob("*") if path.is_file())


def test_a_letter_is_addressed_and_an_email_names_no_child(database: Database, tmp_path: Path) -> None:
    story = Story().then("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school")
    register(database, story.case_id)
    story.record(database)
    into = tmp_path / "outbox"
    assert drain(database, into) == len(files(into)) > 2
    letters = [path.read_text() for path in files(into) if path.suffix == ".html"]
    mails = [path.read_bytes() for path in files(into) if path.suffix == ".eml"]
    assert letters and all(NAME in letter and "1 Sample Street" in letter for letter in letters)
    assert mails and not any(b"Quillfeather" in mail for mail in mails)
    assert story.case_id in message_from_bytes(mails[0], policy=default)["Subject"]


def test_what_was_sent_is_not_sent_again(database: Database, tmp_path: Path) -> None:
    Story().record(database)
    assert drain(database, tmp_path / "outbox") == 1
    assert drain(database, tmp_path / "outbox") == 0


def test_a_worker_killed_between_sending_and_marking_leaves_one_letter(
    database: Database, tmp_path: Path
) -> None:
    Story().record(database)
    into, now = tmp_path / "outbox", datetime.now(UTC)
    with database.write() as session:
        (dispatch,) = outbox.claim(session, now=now - timedelta(minutes=3))
    with database.read() as session:
        folder.send(into, dispatch, outgoing(session, dispatch))  # and here it is killed
    assert drain(database, into) == 1
    assert len(files(into)) == 1


def test_two_workers_never_hold_the_same_letter(database: Database, tmp_path: Path) -> None:
    for number in range(12):
        Story(f"case-{number}").record(database)
    into = tmp_path / "outbox"
    with ThreadPoolExecutor(4) as threads:
        sent = sum(threads.map(lambda _: drain(database, into), range(4)))
    assert sent == len(files(into)) == 12


def test_a_folder_that_is_away_delays_and_loses_nothing(database: Database, tmp_path: Path) -> None:
    Story().record(database)
    blocked = tmp_path / "outbox"
    blocked.write_text("not a folder")
    with Dispatcher(database, blocked):
        while not tried(database):
            time.sleep(0.01)
    with database.read() as session:
        assert outbox.waiting(session) == 1
    blocked.unlink()
    with database.write() as session:
        later = outbox.claim(session, now=datetime.now(UTC) + timedelta(minutes=5))
    assert [dispatch.kind for dispatch in later] == ["request_considered"]
