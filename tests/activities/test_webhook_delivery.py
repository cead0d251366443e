"""Webhooks get every fact, signed, and get the same message again if its delivery was uncertain."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.webhook_delivery import LONGEST_BACK_OFF, PAUSES, Result, Teller, back_off, signed
from activities.webhook_post import Unreachable, post, why_not
from engine.errors import EngineError
from engine.webhook_secrets import is_encrypted, new_secret
from office.webhooks import add
from records import access, webhooks
from records.database import Database
from records.webhooks import MOST_TRIED_AGAIN, Webhook
from tests.activities.keys import secrets_of
from tests.activities.receiver import Receiver, receiving
from tests.activities.steps import Story
from tests.running import ROOT, free_port
from workflows.webhook_messages import DeliveryKey

NOW = datetime.now(UTC)
LATER = timedelta(seconds=1)


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.db'}"


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    found = Database(address)
    found.migrate()
    yield found
    found.close()


def hooked(database: Database, url: str, *events: str) -> Webhook:
    """A webhook for some facts, or for all."""
    told = add(database, secrets_of(database), url, events, "admin-1", loopback=True)
    with database.read() as session:
        found = webhooks.find(session, told["webhook"])
    assert found is not None
    return replace(found, secret=told["secret"])


async def tell_all(database: Database, webhook: Webhook, now: datetime, patience: float = 5.0) -> int:
    """Make the first attempt at all that is new: how many arrived."""
    teller, arrived = Teller(database, secrets_of(database), loopback=True, patience=patience), 0
    while (result := await teller.tell_next(webhook.webhook_id, now)) is not None:
        arrived += result.ended == "arrived"
    return arrived


async def tell_again(database: Database, webhook: Webhook, now: datetime) -> Result:
    """Make the next attempt at the one delivery that waits."""
    (one,) = [each for each in deliveries(database, webhook) if each.ended_at is None]
    key = DeliveryKey(webhook_id=one.webhook_id, case_id=one.case_id, number=one.number)
    return await Teller(database, secrets_of(database), loopback=True).tell_again(key, now)


def deliveries(database: Database, webhook: Webhook) -> list[webhooks.Delivery]:
    with database.read() as session:
        return webhooks.deliveries_of(session, webhook.webhook_id)


def ids(receiver: Receiver) -> list[str]:
    return [headers["webhook-id"] for headers, _ in receiver.came]


async def test_every_line_of_the_ledger_is_told_once_in_order_without_anything_personal(
    database: Database,
) -> None:
    with receiving() as receiver:
        webhook = hooked(database, receiver.url)
        Story("case-a").then("assessment_refused 2024-04-10", reason="note-1").record(database)
        soon = datetime.now(UTC) + LATER
        assert await tell_all(database, webhook, soon) == len(receiver.came) > 2
        assert await tell_all(database, webhook, soon) == 0
        told = [one["data"] for one in receiver.verified(webhook.secret)]
    assert [one["number"] for one in told] == list(range(1, len(told) + 1))
    assert [one["event"] for one in told][:2] == ["request_received", "request_considered"]
    refused = next(one for one in told if one["event"] == "assessment_refused")
    assert set(refused) == {
        "id", "of", "event", "kind", "on", "stage", "sequence", "number", "recorded_at",
    }  # fmt: skip
    assert "note-1" not in str(told) and "officer-1" not in str(told)


async def test_only_the_facts_that_are_wanted_are_told(database: Database) -> None:
    with receiving() as receiver:
        webhook = hooked(database, receiver.url, "assessment_agreed")
        Story("case-a").then("assessment_agreed 2024-04-10").record(database)
        await tell_all(database, webhook, datetime.now(UTC) + LATER)
        assert [one["data"]["event"] for one in receiver.verified(webhook.secret)] == ["assessment_agreed"]


async def test_a_receiver_that_is_down_is_told_when_it_is_up_again(database: Database) -> None:
    port = free_port()
    webhook = hooked(database, f"http://127.0.0.1:{port}/", "request_received")
    Story("case-a").record(database)
    soon = datetime.now(UTC) + LATER
    assert await tell_all(database, webhook, soon) == 0
    (waits,) = deliveries(database, webhook)
    assert (waits.next_at, waits.last_answer) == (
        soon + PAUSES[0],
        "It cannot be reached: ConnectError.",
    )
    assert await tell_all(database, webhook, soon + PAUSES[0]) == 0
    assert deliveries(database, webhook)[0].attempts == 1  # only its own workflow tries it again


async def test_one_that_answers_500_is_tried_for_three_days_and_then_shown_as_failed(
    database: Database,
) -> None:
    with receiving(500) as receiver:
        webhook = hooked(database, receiver.url, "request_received")
        Story("case-a").record(database)
        began = now = datetime.now(UTC) + LATER
        assert await tell_all(database, webhook, now) == 0
        while (one := deliveries(database, webhook)[0]).ended_at is None:
            assert one.next_at is not None and one.next_at == now + PAUSES[one.attempts - 1]
            now = one.next_at
            result = await tell_again(database, webhook, now)
        assert result == Result("failed", answer="It answered 500.")
        assert (one.outcome, one.last_answer) == ("failed", "It answered 500.")
        assert len(set(ids(receiver))) == 1 and len(receiver.came) == len(PAUSES) + 1
        assert timedelta(days=2, hours=20) < now - began < timedelta(days=3, hours=4)
        with database.read() as session:
            assert webhooks.standing(session, webhook.webhook_id).failed == 1


async def test_500_and_then_well_arrives_at_the_second_attempt(database: Database) -> None:
    with receiving(500, 204) as receiver:
        webhook = hooked(database, receiver.url, "request_received")
        Story("case-a").record(database)
        soon = datetime.now(UTC) + LATER
        assert await tell_all(database, webhook, soon) == 0
        assert (await tell_again(database, webhook, soon + PAUSES[0])).ended == "arrived"
        assert len(receiver.came) == 2 and len(set(ids(receiver))) == 1
        assert deliveries(database, webhook)[0].attempts == 2


async def test_a_slow_receiver_is_given_up_and_delays_no_other(database: Database) -> None:
    with receiving(delay=3.0) as slow, receiving() as quick:
        first, second = hooked(database, slow.url, "request_received"), hooked(database, quick.url)
        Story("case-a").record(database)
        soon = datetime.now(UTC) + LATER
        assert await tell_all(database, first, soon, patience=0.2) == 0
        assert deliveries(database, first)[0].last_answer == "It did not answer in 0.2 seconds."
        assert await tell_all(database, second, soon) == 2


async def test_a_redirect_is_not_followed_and_gone_ends_it(database: Database) -> None:
    with receiving(307, 410) as receiver:
        webhook = hooked(database, receiver.url, "request_received")
        Story("case-a").record(database)
        soon = datetime.now(UTC) + LATER
        await tell_all(database, webhook, soon)
        assert deliveries(database, webhook)[0].last_answer == "It answered 307."
        assert (await tell_again(database, webhook, soon + PAUSES[0])).ended == "failed"
        assert len(receiver.came) == 2
    with database.read() as session:
        ended = webhooks.find(session, webhook.webhook_id)
    assert ended is not None and ended.ended_why == "Its receiver answered 410 Gone."
    Story("case-b").record(database)
    assert [one.case_id for one in deliveries(database, webhook)] == ["case-a"]


async def test_nothing_is_told_of_a_sealed_case(database: Database) -> None:
    with receiving() as receiver:
        webhook = hooked(database, receiver.url)
        Story("case-a").record(database)
        with database.write() as session:
            access.seal(session, "case-a", "head-1", "A member of staff.", NOW)
        assert await tell_all(database, webhook, datetime.now(UTC) + LATER) == 0
        assert receiver.came == []
    assert {one.outcome for one in deliveries(database, webhook)} == {"withheld"}


async def test_a_case_that_is_sealed_between_two_attempts_is_withheld(database: Database) -> None:
    with receiving(500) as receiver:
        webhook = hooked(database, receiver.url, "request_received")
        Story("case-a").record(database)
        soon = datetime.now(UTC) + LATER
        assert await tell_all(database, webhook, soon) == 0
        with database.write() as session:
            access.seal(session, "case-a", "head-1", "A member of staff.", NOW)
        assert (await tell_again(database, webhook, soon + PAUSES[0])).ended == "withheld"
        assert len(receiver.came) == 1


async def test_a_webhook_that_fails_is_left_alone_longer_and_longer_however_many_facts_wait(
    database: Database,
) -> None:
    with receiving(500, 500, 500, 204) as receiver:
        webhook, now = hooked(database, receiver.url, "request_received"), datetime.now(UTC) + LATER
        for number in range(4):
            Story(f"case-{number}").record(database)
        for place in range(3):
            assert await tell_all(database, webhook, now) == 0
            assert len(receiver.came) == place + 1, "one attempt, and the rest waits"
            with database.read() as session:
                found = webhooks.find(session, webhook.webhook_id)
                assert found is not None and found.paused_until == now + PAUSES[0] * 2**place
                assert webhooks.with_new_facts(session, now) == []
            key = DeliveryKey(webhook_id=webhook.webhook_id, case_id="case-0", number=1)
            paused = await Teller(database, secrets_of(database), loopback=True).tell_again(key, now)
            assert (paused.ended, paused.pause) == (None, PAUSES[0] * 2**place)
            now = found.paused_until
        assert await tell_all(database, webhook, now) == 1
    with database.read() as session:
        found = webhooks.find(session, webhook.webhook_id)
    assert found is not None and (found.failures, found.paused_until) == (0, None)
    assert back_off(30) == LONGEST_BACK_OFF


async def test_while_many_deliveries_are_tried_again_new_facts_wait(database: Database) -> None:
    with receiving(500) as receiver:
        webhook, now = hooked(database, receiver.url, "request_received"), datetime.now(UTC)
        for number in range(MOST_TRIED_AGAIN + 2):
            Story(f"case-{number}").record(database)
            assert await tell_all(database, webhook, now) == 0
            now += LONGEST_BACK_OFF
        assert len(receiver.came) == MOST_TRIED_AGAIN
        with database.read() as session:
            assert webhooks.with_new_facts(session, now) == []
            assert len(webhooks.tried_again(session)) == MOST_TRIED_AGAIN


async def test_a_secret_is_stored_encrypted_and_one_in_clear_is_encrypted_when_it_is_used(
    database: Database,
) -> None:
    with receiving() as receiver:
        webhook = hooked(database, receiver.url, "request_received")

        def stored() -> str:
            with database.read() as session:
                found = webhooks.find(session, webhook.webhook_id)
            assert found is not None
            return found.secret

        assert is_encrypted(stored()) and webhook.secret.removeprefix("whsec_") not in stored()
        with database.write() as session:
            webhooks.keep_secret(session, webhook.webhook_id, webhook.secret)
        Story("case-a").record(database)
        assert await tell_all(database, webhook, datetime.now(UTC) + LATER) == 1
        assert receiver.verified(webhook.secret)
        assert is_encrypted(stored())
        with database.write() as session:
            webhooks.end(session, webhook.webhook_id, "Removed.", NOW)
        assert stored() == ""


def test_the_secret_of_one_webhook_cannot_be_used_for_another(database: Database) -> None:
    secrets = secrets_of(database)
    kept = secrets.kept("webhook-a", new_secret())
    with pytest.raises(EngineError, match="was changed in the records"):
        secrets.opened("webhook-b", kept)


async def test_what_was_sent_by_a_process_that_was_killed_before_it_noted_it_comes_again_as_itself(
    database: Database, address: str
) -> None:
    with receiving() as receiver:
        webhook = hooked(database, receiver.url, "request_received")
        Story("case-a").record(database)
        program = (
            "import asyncio, sys\nfrom datetime import UTC, datetime, timedelta\n"
            "from activities.webhook_delivery import Teller\nfrom records.database import Database\n"
            "from tests.activities.keys import secrets_of\ndatabase = Database(sys.argv[1])\n"
            "asyncio.run(Teller(database, secrets_of(database), loopback=True).tell_next(sys.argv[2], "
            "datetime.now(UTC) + timedelta(seconds=1)))\n"
        )
        sender = subprocess.Popen([sys.executable, "-c", program, address, webhook.webhook_id], cwd=ROOT)
        receiver.before_answer = lambda: os.kill(sender.pid, signal.SIGKILL)
        assert sender.wait(60) == -signal.SIGKILL
        receiver.before_answer = lambda: None
        (unsure,) = deliveries(database, webhook)
        assert unsure.ended_at is None and unsure.attempts == 0
        assert await tell_all(database, webhook, datetime.now(UTC)) == 1
        assert len(receiver.came) == 2 and len(set(ids(receiver))) == 1


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The worked example of the specification (standard-webhooks, spec, "Verifying signatures")."""
    body = b'{"test": 2432232314}'
    headers = signed(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        body,
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert json.loads(body)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("https://example.org/hook", None),
        ("http://example.org/hook", "It must start with https://"),
        ("https://127.0.0.1/hook", "is not a public address"),
        ("https://10.1.2.3/", "is not a public address"),
        ("https://169.254.169.254/latest/meta-data", "is not a public address"),
        ("https://[::1]/", "is not a public address"),
        ("https://[::ffff:10.0.0.1]/", "is not a public address"),
        ("https://[64:ff9b::a00:1]/", "is not a public address"),
        ("https://user:secret@example.org/", "leave them out"),
        ("ftp://example.org/", "It is not a valid address"),
        ("https://", "It is not a valid address"),
        ("https://[::1", "It is not a valid address"),
        ("https://exa mple.org/", "It is not a valid address"),
    ],
)
def test_an_address_into_this_network_is_refused(url: str, sentence: str | None) -> None:
    said = why_not(url, loopback=False)
    assert (said is None) if sentence is None else (said is not None and sentence in said)


async def test_a_name_that_leads_into_this_machine_is_not_followed() -> None:
    with receiving() as receiver:
        port = receiver.url.rpartition(":")[2]
        with pytest.raises(Unreachable, match=r"resolves to .*, which is not a public address"):
            await post(f"https://localhost:{port}", b"{}", {}, loopback=False)
        assert receiver.came == []
