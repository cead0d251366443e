"""E-mail through a real SMTP server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from activities.outbox import drain
from activities.providers.folder import in_folder
from activities.providers.port import Provider
from activities.providers.smtp import Smtp
from casework.letters.dispatch import Dispatch
from casework.people.parties import Address, Party
from office import letters
from records import outbox, parties
from records.database import Database
from tests.activities.people import load_profile, register
from tests.activities.steps import Story
from tests.running import free_port

START = datetime(2026, 3, 4, 9, tzinfo=UTC)
MAIL = f"{Story().case_id}-3-1"


class Box(Message):
    """A mail server's mailbox. `answers` are given for the next recipients instead of accepting the mail."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.mails: list[Any] = []
        self.answers: list[str] = []
        self.breaks_off = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        said = await super().handle_DATA(server, session, envelope)
        if self.breaks_off:  # it has the mail, but its answer never arrives
            self.breaks_off = False
            server.transport.abort()
        return str(said)

    def handle_message(self, message: Any) -> None:
        self.mails.append(message)


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    handler = Box()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    yield handler, server.port
    server.stop()


def ways(port: int, tmp_path: Path) -> dict[str, Provider]:
    smtp = Smtp(f"smtp://127.0.0.1:{port}", "SEND team <send@exampleton.invalid>")
    return {**in_folder(tmp_path), "email": smtp}


def asked(database: Database) -> None:
    """A case in which health was asked for advice by e-mail."""
    load_profile(database)
    Story().then("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 health").record(database)


def found(database: Database) -> Dispatch:
    with database.read() as session:
        one = outbox.find(session, MAIL)
    assert one is not None
    return one


def test_an_email_says_what_to_do_and_contains_no_name(
    database: Database, box: tuple[Box, int], tmp_path: Path
) -> None:
    asked(database)
    drain(database, ways(box[1], tmp_path), now=START)
    (mail,) = box[0].mails
    assert (mail["To"], mail["From"]) == ("health@exampleton.invalid", "SEND team <send@exampleton.invalid>")
    assert mail["Message-ID"] == f"<{MAIL}@exampleton.invalid>"
    assert "Please give your advice" in mail.get_payload()
    sent = found(database)
    assert (sent.status, sent.provider) == ("sent", "smtp")
    assert sent.template and sent.template.startswith("notice-v2-")


def test_a_server_that_asks_to_wait_is_tried_again_and_one_that_refuses_is_a_task(
    database: Database, box: tuple[Box, int], tmp_path: Path
) -> None:
    asked(database)
    box[0].answers = ["451 Come back later", "550 No such mailbox"]
    drain(database, ways(box[1], tmp_path), now=START)
    assert (
        found(database).problem
        == "The mail server asks us to try later (451). It will be sent again automatically."
    )
    drain(database, ways(box[1], tmp_path), now=START + timedelta(hours=1))
    failed = found(database)
    assert (failed.status, box[0].mails) == ("failed", [])
    assert "refused it for good (550)" in str(failed.problem)
    drain(database, ways(box[1], tmp_path), now=START + timedelta(days=2))
    (digest,) = (mail for mail in box[0].mails if mail["Subject"].startswith("Your cases today: 1 case"))
    assert f"- Case {Story().case_id}: The email of 11 April 2024" in digest.get_payload()
    assert found(database).attempts == 2  # and it is not tried again


def test_a_mail_that_is_sent_again_is_the_same_mail_and_can_be_known_by_its_message_id(
    database: Database, box: tuple[Box, int], tmp_path: Path
) -> None:
    asked(database)
    box[0].breaks_off = True
    drain(database, ways(box[1], tmp_path), now=START)
    drain(database, ways(box[1], tmp_path), now=START + timedelta(hours=3))
    first, second = box[0].mails
    assert first["Message-ID"] == second["Message-ID"] == f"<{MAIL}@exampleton.invalid>"
    for mail in (first, second):
        for name in (
            "Received",
            "X-Peer",
            "X-MailFrom",
            "X-RcptTo",
        ):  # headers of the connection, not of the mail
            del mail[name]
    assert bytes(first) == bytes(second)
    with database.write() as session:
        outbox.close(session, MAIL, "failed", "The mailbox was closed.")
    new = letters.resend(database, MAIL, "officer-1")
    drain(database, ways(box[1], tmp_path), now=START + timedelta(days=365))
    assert (
        box[0].mails[-1]["Message-ID"] == f"<{new}@exampleton.invalid>"
    )  # sent deliberately as a new message


def test_a_server_that_is_down_delays_a_mail_and_loses_none(database: Database, tmp_path: Path) -> None:
    asked(database)
    drain(database, ways(free_port(), tmp_path), now=START)
    assert found(database).status == "waiting"
    assert (
        found(database).problem == "The mail server cannot be reached. It will be sent again automatically."
    )


def test_an_email_without_a_known_address_becomes_a_task(
    database: Database, box: tuple[Box, int], tmp_path: Path
) -> None:
    load_profile(database)
    Story().then("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 camhs").record(database)
    drain(database, ways(box[1], tmp_path), now=START)
    assert found(database).status == "failed"
    assert str(found(database).problem).startswith(
        f"No e-mail address is known for the adviser (camhs); add it with `ehcp party add {Story().case_id} adviser`"
    )


def test_an_email_that_may_have_been_sent_becomes_a_task_once_its_recipient_has_changed(
    database: Database, box: tuple[Box, int], tmp_path: Path
) -> None:
    register(database, Story().case_id)
    with database.write() as session:
        health = Party(
            "party-health", Story().case_id, "adviser", "health", address=Address(1, email="h@example.org")
        )
        parties.add(session, health, START, None)
    asked(database)
    assert found(database).party_id == "party-health"
    box[0].breaks_off = True
    drain(database, ways(box[1], tmp_path), now=START)
    assert (
        found(database).problem
        == "The mail server closed the connection. It will be sent again automatically."
    )
    with database.write() as session:
        parties.end(session, "party-health", date(2026, 3, 4), None, None)
    drain(database, ways(box[1], tmp_path), now=START + timedelta(hours=1))
    doubt = found(database)
    assert (doubt.status, doubt.unsure_since) == ("stale", START)
    assert "It may have been sent already" in str(doubt.problem) and "It was not sent" not in str(
        doubt.problem
    )
    with database.read() as session:
        told = outbox.find(session, f"{MAIL}.t")
    assert told is not None and "may not have arrived. It may have been sent already" in told.text
    letters.recall(database, MAIL, "officer-1")
    assert (found(database).status, found(database).unsure_since) == ("recalled", START)
    assert found(database).problem == "Removed from the list by officer-1; it may have been sent."


def test_an_address_recorded_before_it_was_checked_fails_its_own_mail_and_no_other(
    database: Database, box: tuple[Box, int], tmp_path: Path
) -> None:
    register(database, Story().case_id)
    with database.write() as session:
        odd = Party(
            "party-odd", Story().case_id, "adviser", "health", address=Address(1, email="():!;[=|~@x.invalid")
        )
        parties.add(session, odd, START, None)
    load_profile(database)
    Story().then(
        "assessment_agreed 2024-04-10",
        "advice_requested 2024-04-11 health",
        "advice_requested 2024-04-11 school",
    ).record(database)
    drain(database, ways(box[1], tmp_path), now=START)
    failed = found(database)
    assert (failed.status, failed.unsure_since) == ("failed", None)
    assert len(box[0].mails) == 1, "the mail to the school still leaves"
    assert "x.invalid" not in box[0].mails[0]["To"]
    assert "can be read in more than one way, so nothing was sent to it" in str(failed.problem)
    with database.read() as session:
        others = [one for one in outbox.of_case(session, Story().case_id) if one.channel == "letter"]
    assert any(one.status == "sent" for one in others)
