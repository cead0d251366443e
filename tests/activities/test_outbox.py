"""Each queued message is sent once, whatever happens in between."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from activities.dispatcher import Dispatcher
from activities.outbox import drain
from activities.providers.folder import Folder, in_folder
from activities.providers.port import Accepted, Parcel
from records import outbox
from records.database import Database
from tests.activities.people import NAME, family_alone, files, load_profile, register
from tests.activities.steps import Story


def opened(database: Database, case_id: str = Story().case_id) -> Story:
    """A case that was just opened, with one waiting letter."""
    load_profile(database)
    register(database, case_id)
    story = Story(case_id)
    story.record(database)
    family_alone(database, case_id)
    return story


def tried(database: Database) -> bool:
    with database.read() as session:
        return outbox.of_case(session, Story().case_id)[0].attempts > 0


def test_a_letter_is_addressed_and_an_email_names_no_child(database: Database, tmp_path: Path) -> None:
    story = Story().then("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school")
    load_profile(database)
    register(database, story.case_id)
    story.record(database)
    into = tmp_path / "outbox"
    assert (
        drain(database, in_folder(into)) == 7
    )  # two to the family, two each to health and social care, one e-mail
    assert len(files(into)) == 7 + 6  # each letter is an HTML page and a PDF
    pages = [path.read_text() for path in files(into) if path.suffix == ".html"]
    letters = [page for page in pages if "The Quillfeather family" in page]
    assert len(letters) == 2 and all(NAME in page for page in pages)
    assert not any("1 Sample Street" in page for page in pages if page not in letters)
    mails = [path.read_bytes() for path in files(into) if path.suffix == ".eml"]
    assert letters and all(NAME in letter and "1 Sample Street" in letter for letter in letters)
    assert mails and not any(b"Quillfeather" in mail for mail in mails)
    assert story.case_id in message_from_bytes(mails[0], policy=default)["Subject"]


def test_what_was_sent_is_not_sent_again(database: Database, tmp_path: Path) -> None:
    opened(database)
    assert drain(database, in_folder(tmp_path / "outbox")) == 1
    assert drain(database, in_folder(tmp_path / "outbox")) == 0


def test_a_worker_killed_between_sending_and_marking_leaves_one_letter(
    database: Database, tmp_path: Path
) -> None:
    opened(database)
    into, now = tmp_path / "outbox", datetime.now(UTC)
    way = Killed(into)
    with pytest.raises(KeyboardInterrupt):
        drain(database, dict.fromkeys(("letter", "email", "sms"), way), now=now)
    assert len(files(into)) == 2
    assert drain(database, in_folder(into), now=now + timedelta(minutes=5)) == 1
    assert len(files(into)) == 2


class Killed(Folder):
    """A provider whose worker is killed after the message is sent."""

    def send(self, parcel: Parcel) -> Accepted:
        super().send(parcel)
        raise KeyboardInterrupt


def test_two_workers_never_hold_the_same_letter(database: Database, tmp_path: Path) -> None:
    for number in range(12):
        opened(database, f"case-{number}")
    into = tmp_path / "outbox"
    with ThreadPoolExecutor(4) as threads:
        sent = sum(threads.map(lambda _: drain(database, in_folder(into)), range(4)))
    assert sent == 12
    assert len(files(into)) == 24


def test_a_folder_that_is_away_delays_and_loses_nothing(database: Database, tmp_path: Path) -> None:
    opened(database)
    blocked = tmp_path / "outbox"
    blocked.write_text("not a folder")
    with Dispatcher(database, in_folder(blocked)):
        while not tried(database):
            time.sleep(0.01)
    with database.read() as session:
        assert len(outbox.unsent_letters(session)) == 1
    blocked.unlink()
    with database.write() as session:
        later = outbox.claim(session, now=datetime.now(UTC) + timedelta(minutes=5))
    assert [dispatch.kind for dispatch in later] == ["request_considered"]
