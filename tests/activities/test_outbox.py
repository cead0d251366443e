"""Each queued message is sent once, whatever happens in between."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import update

from activities import digests, parcels
from activities.dispatcher import Dispatcher
from activities.outbox import drain
from activities.providers.folder import Folder, in_folder
from activities.providers.port import Accepted, Parcel
from casework.letters import outgoing
from casework.letters.dispatch import Dispatch
from casework.letters.letter_file import LetterFile
from casework.letters.outgoing import Outgoing
from office.operations.outbox_backlog import stuck_messages
from records import outbox
from records.database import Database
from records.outbox_backlog import backlog
from records.tables import OUTBOX
from tests.activities.people import NAME, family_alone, files, load_profile, register
from tests.activities.steps import Story
from tests.running import wait_until


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


class Faulty(Folder):
    """A provider with a fault for one case."""

    def send(self, parcel: Parcel) -> Accepted:
        if parcel.case_id == "case-1":
            raise IndexError("list index out of range")
        return super().send(parcel)


def states(database: Database) -> dict[str, tuple[str, str]]:
    with database.read() as session:
        return {
            case: (one.status, one.problem or "")
            for case in ("case-0", "case-1", "case-2")
            for one in outbox.of_case(session, case)
            if one.kind == "request_considered"
        }


def test_an_unexpected_failure_of_a_provider_is_the_task_of_one_message(
    database: Database, tmp_path: Path
) -> None:
    for number in range(3):
        opened(database, f"case-{number}")
    way = Faulty(tmp_path / "outbox")
    assert drain(database, dict.fromkeys(("letter", "email", "sms"), way)) == 2
    found = states(database)
    assert [found[case][0] for case in sorted(found)] == ["sent", "failed", "sent"]
    assert "An unexpected fault stopped it (IndexError)" in found["case-1"][1]
    with database.read() as session:
        (failed,) = outbox.tasks(session, "case-1")
    assert failed.unsure_since is not None, "it may have left before the fault"


def test_an_unexpected_failure_while_a_letter_is_made_is_the_task_of_that_letter(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        opened(database, f"case-{number}")

    def render(dispatch: Dispatch, file: LetterFile) -> Outgoing:
        if dispatch.case_id == "case-1":
            raise faults.pop(0)
        return outgoing.render(dispatch, file)

    faults = [OSError("No space left on device"), KeyError("mother")]
    monkeypatch.setattr(parcels, "render", render)
    now = datetime.now(UTC)
    assert drain(database, in_folder(tmp_path / "outbox"), now=now) == 2
    full = "This machine could not prepare it (OSError). It will be tried again automatically."
    assert states(database)["case-1"] == ("waiting", full)
    assert drain(database, in_folder(tmp_path / "outbox"), now=now + timedelta(minutes=2)) == 0
    assert states(database)["case-1"][0] == "failed"
    assert "mother" not in states(database)["case-1"][1], "the text of a fault may quote the message"


def test_digests_that_cannot_be_made_stop_no_letter(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(database)

    def gather(*_: object) -> None:
        raise IndexError

    monkeypatch.setattr(digests, "gather", gather)
    assert drain(database, in_folder(tmp_path / "outbox")) == 1


def test_messages_that_are_due_and_do_not_leave_are_a_backlog(database: Database, tmp_path: Path) -> None:
    opened(database)
    now = datetime.now(UTC)
    with database.write() as session:
        session.execute(update(OUTBOX).values(queued_at=now))

    def behind(minutes: int) -> list[tuple[str, int, str | None]]:
        with database.read() as session:
            found = backlog(session, now + timedelta(minutes=minutes))
        return [(one.channel, one.messages, one.problem) for one in found]

    assert (behind(4), behind(6)) == ([], [("letter", 1, None)])
    blocked = tmp_path / "outbox"
    blocked.write_text("not a folder")
    drain(database, in_folder(blocked), now=now + timedelta(minutes=14))
    ((channel, count, problem),) = behind(16)
    assert (channel, count) == ("letter", 1)
    assert str(problem).startswith("The folder for letters cannot be written")
    blocked.unlink()
    assert drain(database, in_folder(blocked), now=now + timedelta(minutes=17)) == 1
    assert behind(60) == []


def test_a_backlog_is_among_what_is_stuck(database: Database) -> None:
    opened(database)
    with database.write() as session:
        session.execute(update(OUTBOX).values(queued_at=datetime.now(UTC) - timedelta(hours=2)))
    (stuck,) = stuck_messages(database)
    assert (stuck["workflow"], stuck["kind"]) == ("outbox", "outbox_waiting")
    assert stuck["what"] == "1 letter should have left. No worker takes them."


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
        assert outbox.waiting(session) == 1
    blocked.unlink()
    with database.write() as session:
        later = outbox.claim(session, now=datetime.now(UTC) + timedelta(minutes=5))
    assert [dispatch.kind for dispatch in later] == ["request_considered"]


class Hanging(Folder):
    """A mail server that does not answer until the test ends."""

    def __init__(self, into: Path) -> None:
        super().__init__(into)
        self.answers = threading.Event()

    def send(self, parcel: Parcel) -> Accepted:
        self.answers.wait(60)
        return super().send(parcel)


def test_a_mail_server_that_hangs_delays_no_letter(database: Database, tmp_path: Path) -> None:
    load_profile(database)
    for case_id in ("case-a", "case-b"):
        register(database, case_id)
        story = Story(case_id).then("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school")
        story.record(database)
    mail, letters = Hanging(tmp_path / "mail"), Folder(tmp_path / "letters")

    def waiting() -> set[str]:
        with database.read() as session:
            every = [one for case in ("case-a", "case-b") for one in outbox.of_case(session, case)]
        return {one.channel for one in every if one.status == "waiting"}

    with Dispatcher(database, {"letter": letters, "email": mail, "sms": letters}):
        wait_until(lambda: waiting() == {"email"}, "the letters of both families")
        mail.answers.set()
        wait_until(lambda: not waiting(), "the e-mails")
