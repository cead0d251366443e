"""GOV.UK Notify, as a stand-in on loopback: each message is sent once, whatever Notify answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from activities.delivery import poll_statuses
from activities.outbox import drain
from activities.providers.folder import in_folder
from activities.providers.notify import Notify
from activities.providers.port import Accepted, Parcel, Provider
from bench.notify_checks import EMAIL_TEMPLATE, SMS_TEMPLATE
from bench.notify_standin import FAULTS, KEY, StandIn, standing_in
from casework.letters.dispatch import Dispatch
from office import letters
from records import message_statuses, outbox, parties
from records.database import Database
from starter.api.callbacks import router
from tests.activities.people import NAME, family_alone, load_profile, register
from tests.activities.steps import Story

START = datetime(2026, 3, 4, 9, tzinfo=UTC)
LETTER = f"{Story().case_id}-1-1"


@pytest.fixture
def notify() -> Iterator[StandIn]:
    with standing_in() as running:
        yield running


def ways(stand_in: StandIn, **more: object) -> dict[str, Provider]:
    one = Notify(
        str(more.pop("key", KEY)),
        url=stand_in.url,
        email_template=EMAIL_TEMPLATE,
        sms_template=SMS_TEMPLATE,
        **{"patience": 2.0, **more},  # type: ignore[arg-type]
    )
    return dict.fromkeys(("letter", "email", "sms"), one)


def opened(database: Database, **preferences: object) -> Story:
    """A case that was just opened, whose letter to the family waits."""
    load_profile(database)
    story = Story()
    register(database, story.case_id)
    if preferences:
        with database.write() as session:
            (party,) = parties.of_case(session, story.case_id)
            parties.prefer(session, party.party_id, **preferences)
            address = replace(party.address, telephone="07700 900123")
            parties.add_address(session, party.party_id, address, START, None)
    story.record(database)
    family_alone(database, story.case_id)
    return story


def patiently(database: Database, providers: dict[str, Provider], rounds: int = 12) -> None:
    """Send messages as a worker does over some hours."""
    for each in range(rounds):
        drain(database, providers, now=START + each * timedelta(minutes=20))


def found(database: Database, dispatch_id: str = LETTER) -> Dispatch:
    with database.read() as session:
        one = outbox.find(session, dispatch_id)
    assert one is not None
    return one


def test_a_letter_an_email_and_a_text_message_go_once_under_our_reference(
    database: Database, notify: StandIn
) -> None:
    opened(database, channel="sms").then("advice_requested 2024-03-05 health").record(database)
    patiently(database, ways(notify), 2)
    taken = {one["reference"]: one for one in notify.book.taken.values()}
    assert {one["type"] for one in taken.values()} == {"letter", "email", "sms"}
    assert set(notify.book.references.values()) == {1} and LETTER in taken
    said = " ".join(f"{one['body']} {one['subject']}" for one in taken.values())
    assert NAME.split()[1] not in said and "Quillfeather" not in said
    letter = found(database)
    assert (letter.status, letter.provider, letter.attempts) == ("sent", "notify", 1)
    assert letter.provider_id == taken[LETTER]["id"]
    assert letter.template and letter.template.startswith("request_considered-")
    assert letter.content_hash and letter.address_version == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_notify_answers_it_has_the_letter_once_in_the_end(
    database: Database, notify: StandIn, fault: str
) -> None:
    opened(database)
    notify.book.orders.extend([fault, fault])
    patiently(database, ways(notify))
    assert notify.book.references == {LETTER: 1}
    assert notify.book.faults[fault] == 2
    assert (found(database).status, found(database).problem) == ("sent", None)


def test_an_answer_that_comes_after_the_time_out_is_looked_up_and_not_doubled(
    database: Database, notify: StandIn
) -> None:
    opened(database)
    notify.book.hold_after = 1
    providers = ways(notify, patience=0.2)
    assert drain(database, providers, now=START) == 0
    assert found(database).problem == "GOV.UK Notify does not answer. It will be sent again automatically."
    notify.book.go_on.set()
    assert drain(database, providers, now=START + timedelta(minutes=1)) == 1
    assert notify.book.references == {LETTER: 1}


class Killed(Notify):
    """A worker that is killed after Notify accepts a message and before that is recorded."""

    def send(self, parcel: Parcel) -> Accepted:
        super().send(parcel)
        raise KeyboardInterrupt


def test_a_worker_that_is_killed_between_sending_and_noting_sends_nothing_twice(
    database: Database, notify: StandIn
) -> None:
    opened(database)
    way = Killed(KEY, url=notify.url, email_template=None, sms_template=None)
    with pytest.raises(KeyboardInterrupt):
        drain(database, {"letter": way}, now=START)
    assert found(database).unsure_since == START
    patiently(database, ways(notify))
    assert notify.book.references == {LETTER: 1}
    assert notify.book.requests["POST"] == 1


def moved_after_a_kill(database: Database, notify: StandIn, *, taken: bool) -> None:
    """A letter that Notify may have when its family moves; `taken` is whether it does."""
    opened(database)
    notify.book.orders.append("accept_then_drop" if taken else "drop")
    drain(database, ways(notify), now=START)
    assert found(database).unsure_since == START
    with database.write() as session:
        (party,) = parties.of_case(session, Story().case_id)
        parties.add_address(
            session, party.party_id, replace(party.address, postal="5 New Street\nZZ1 1ZZ"), START, None
        )


def test_a_letter_that_left_before_its_family_moved_is_not_said_to_have_stayed(
    database: Database, notify: StandIn, tmp_path: Path
) -> None:
    moved_after_a_kill(database, notify, taken=True)
    notify.book.orders.append("refuse_500")
    drain(database, ways(notify), now=START + timedelta(minutes=5))
    assert found(database).problem == (
        "GOV.UK Notify has a fault (500). It will be looked up again automatically."
    )
    drain(database, ways(notify), now=START + timedelta(minutes=10))
    left = found(database)
    assert (left.status, left.provider, notify.book.references) == ("sent", "notify", {LETTER: 1})
    assert left.unsure_since is None and left.content_hash
    told = found(database, f"{LETTER}.t").text
    assert "was sent. It was sent all the same, before this was known: the address changed" in told
    assert letters.resend(database, LETTER, "officer-1") == f"{LETTER}~1"
    drain(database, in_folder(tmp_path), now=START + timedelta(minutes=15))
    assert "5 New Street" in next(tmp_path.rglob("*~1-request_considered.html")).read_text()


def test_a_letter_that_notify_does_not_have_was_not_sent_and_one_it_forgot_may_have_been(
    database: Database, notify: StandIn
) -> None:
    moved_after_a_kill(database, notify, taken=False)
    drain(database, ways(notify), now=START + timedelta(seconds=50))
    assert found(database).status == "waiting"  # Notify may still carry out the request
    drain(database, ways(notify), now=START + timedelta(minutes=5))
    stayed = found(database)
    assert (stayed.status, stayed.unsure_since) == ("stale", None)
    assert str(stayed.problem).startswith("It was not sent: the address changed after it was written.")
    assert not notify.book.taken
    with database.write() as session:
        outbox.close(session, LETTER, "waiting", "")
        outbox.mark_possibly_sent_since(session, LETTER, START)
        outbox.hold(session, LETTER, START)
    drain(database, ways(notify), now=START + timedelta(days=7))
    forgotten = found(database)
    assert (forgotten.status, forgotten.unsure_since) == ("stale", START)
    assert "It may have been sent already, and the provider no longer knows." in str(forgotten.problem)


def test_a_provider_that_is_down_for_two_days_delays_and_loses_nothing(database: Database) -> None:
    with standing_in() as gone:
        providers = ways(gone)
    opened(database)
    for hour in range(0, 48, 6):
        assert drain(database, providers, now=START + timedelta(hours=hour)) == 0
    waiting = found(database)
    assert (waiting.status, waiting.problem) == (
        "waiting",
        "GOV.UK Notify does not answer. It will be sent again automatically.",
    )
    assert waiting.unsure_since is None  # a refused connection delivered nothing
    with standing_in() as back:
        assert drain(database, ways(back), now=START + timedelta(hours=49)) == 1
        assert back.book.references == {LETTER: 1}


def test_what_notify_refuses_for_good_is_a_task_for_the_officer_and_is_never_tried_again(
    database: Database, notify: StandIn, tmp_path: Path
) -> None:
    opened(database, channel="sms")
    with database.write() as session:
        (party,) = parties.of_case(session, Story().case_id)
        bad = replace(party.address, telephone="x" * 9)
        parties.add_address(session, party.party_id, bad, START, None)
    Story().then("assessment_agreed 2024-04-10").record(database)
    patiently(database, {**in_folder(tmp_path), "sms": ways(notify)["sms"]})
    text = f"{Story().case_id}-2-1.1s"
    assert found(database, text).status == "failed"
    assert "refused it for good (400 ValidationError)" in str(found(database, text).problem)
    assert notify.book.requests["POST"] == 1
    told = found(database, f"{text}.t")
    assert (told.to_role, told.kind, told.status) == ("case_officer", "letter_problem", "digest")


def test_a_wrong_key_or_a_full_day_fails_no_letter(database: Database, notify: StandIn) -> None:
    opened(database)
    wrong = ways(notify, key=KEY[:-12] + "000000000000")
    assert drain(database, wrong, now=START) == 0
    assert "refuses our key" in str(found(database).problem)
    notify.book.daily = 0
    assert drain(database, ways(notify), now=START + timedelta(minutes=5)) == 0
    assert "accepts no more today" in str(found(database).problem)
    notify.book.daily = 1
    assert (
        drain(database, ways(notify), now=START + timedelta(minutes=30)) == 0
    )  # it is not tried again for an hour
    assert drain(database, ways(notify), now=START + timedelta(hours=2)) == 1


def test_what_may_have_been_sent_longer_ago_than_notify_remembers_is_asked_of_a_person(
    database: Database, notify: StandIn
) -> None:
    opened(database)
    notify.book.orders.append("refuse_500")
    drain(database, ways(notify), now=START)
    assert drain(database, ways(notify), now=START + timedelta(days=7)) == 0
    assert found(database).status == "failed"
    assert "It may have been sent already" in str(found(database).problem)
    assert not notify.book.taken


def test_receipts_and_returned_letters_are_written_down_once_and_shown(
    database: Database, notify: StandIn
) -> None:
    opened(database)
    drain(database, ways(notify), now=START)
    app = FastAPI()
    app.include_router(router(database, "agreed-token"))
    client, ours = TestClient(app), {"Authorization": "Bearer agreed-token"}
    receipt = {
        "id": found(database).provider_id,
        "reference": LETTER,
        "status": "delivered",
        "to": "x@example.org",
    }
    assert client.post("/notify/delivery", json=receipt).status_code == 401
    assert (
        client.post("/notify/delivery", json=receipt, headers={"Authorization": "Bearer x"}).status_code
        == 401
    )
    assert found(database).status == "sent"
    for _ in range(2):
        assert client.post("/notify/delivery", json=receipt, headers=ours).status_code == 204
    assert found(database).status == "delivered"
    returned = {"notification_id": found(database).provider_id, "reference": None}
    assert client.post("/notify/returned", json=returned, headers=ours).status_code == 204
    assert (found(database).status, found(database).problem) == (
        "returned",
        "The letter came back: no one of this name is at this address.",
    )
    with database.read() as session:
        words = [word for word, _ in message_statuses.statuses_of(session, LETTER)]
    assert words == ["created", "delivered", "returned-letter"]
    unknown = {"id": "0", "reference": "someone-else", "status": "delivered"}
    assert client.post("/notify/delivery", json=unknown, headers=ours).status_code == 204


def test_a_receipt_that_comes_before_our_own_note_is_kept(database: Database, notify: StandIn) -> None:
    opened(database)
    way = Killed(KEY, url=notify.url, email_template=None, sms_template=None)
    with pytest.raises(KeyboardInterrupt):
        drain(database, {"letter": way}, now=START)
    app = FastAPI()
    app.include_router(router(database, "t"))
    (taken,) = notify.book.taken.values()
    receipt = {"id": taken["id"], "reference": LETTER, "status": "delivered"}
    assert (
        TestClient(app)
        .post("/notify/delivery", json=receipt, headers={"Authorization": "Bearer t"})
        .is_success
    )
    patiently(database, ways(notify))
    assert (found(database).status, notify.book.references) == ("delivered", {LETTER: 1})


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("received", "delivered"),
        ("validation-failed", "failed"),
        ("accepted", "sent"),
        ("cancelled", "failed"),
    ],
)
def test_a_letters_status_is_polled_since_notify_sends_no_callback_for_it(
    database: Database, notify: StandIn, word: str, status: str
) -> None:
    opened(database)
    drain(database, ways(notify), now=START)
    notify.book.taken[str(found(database).provider_id)]["status"] = word
    assert poll_statuses(database, ways(notify)) == 0  # not yet, because it was only just sent
    assert poll_statuses(database, ways(notify), now=datetime.now(UTC) + timedelta(hours=2)) == 1
    assert found(database).status == status
