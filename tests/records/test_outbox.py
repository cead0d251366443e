"""The outbox and the parties on both databases: what may be sent, in which order, and with which evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from casework.letters.dispatch import Dispatch
from casework.people.parties import Address, Party
from records import message_statuses, outbox, parties
from records.database import Database
from records.outbox import Handed
from tests.records.test_queries import DISPATCH

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def queued(database: Database, *dispatches: Dispatch) -> None:
    with database.write() as session:
        outbox.put(session, dispatches)


def one(name: str, **more: object) -> Dispatch:
    return replace(DISPATCH, dispatch_id=name, queued_at=NOW, **more)  # type: ignore[arg-type]


def claimed(database: Database, now: datetime = NOW) -> list[str]:
    with database.write() as session:
        return [each.dispatch_id for each in outbox.claim(session, now=now)]


def status(database: Database, name: str) -> str:
    with database.read() as session:
        found = outbox.find(session, name)
    assert found is not None
    return found.status


def test_what_may_leave_is_given_the_urgent_first_and_what_must_wait_is_not(database: Database) -> None:
    queued(
        database,
        one("d-1"),
        one("d-2", not_before=NOW + HOUR),
        one("d-3", status="digest"),
        one("d-4", urgent=True),
        one("d-5", status="second_look"),
    )
    assert set(claimed(database)) == {"d-4", "d-1"}
    queued(database, *(one(f"e-{n:02}") for n in range(60)), one("f-1", urgent=True))
    assert "f-1" in claimed(database)
    assert "d-2" in claimed(database, NOW + 2 * HOUR)


def test_what_a_message_is_made_of_is_kept_once_and_one_that_was_recalled_is_left_out(
    database: Database,
) -> None:
    queued(database, one("d-1"), one("d-2"))
    with database.write() as session:
        assert outbox.recall(session, "d-2", "Recalled.")
        assert outbox.begin(session, {"d-1": (b"first", "t-1"), "d-2": (b"x", "t-1")}, NOW) == {"d-1"}
        outbox.begin(session, {"d-1": (b"second", "t-2")}, NOW + HOUR)
        assert outbox.rendering(session, "d-1") == b"first"
        assert outbox.rendering(session, "d-2") is None
        assert not outbox.recall(session, "d-1", "Too late.")
        found = outbox.find(session, "d-1")
    assert found is not None and (found.unsure_since, found.template) == (NOW, "t-1")


def test_what_goes_with_a_digest_is_sent_and_delivered_with_it(database: Database) -> None:
    queued(database, *(one(f"d-{n}", status="digest", not_before=NOW) for n in range(3)))
    with database.write() as session:
        assert outbox.digest_lines(session, NOW - HOUR) == []
        members = [each.dispatch_id for each in outbox.digest_lines(session, NOW)]
        outbox.join_digest(session, one("digest-1", kind="digest"), members)
    assert claimed(database) == ["digest-1"]
    with database.write() as session:
        outbox.mark_sent(session, "digest-1", NOW, Handed("notify:p-1", "notify", "p-1"))
        found = outbox.of_provider(session, "p-1")
        outbox.mark_delivered(session, "digest-1", NOW)
    assert found is not None and found.dispatch_id == "digest-1"
    assert {status(database, name) for name in (*members, "digest-1")} == {"delivered"}


def test_more_than_so_many_of_one_kind_from_one_act_wait_for_a_second_look(
    database: Database,
) -> None:
    queued(database, *(one(f"d-{n}", by="officer-1", to_role="family") for n in range(4)))
    queued(database, one("d-8", by="officer-2", to_role="family"), one("d-9", to_role="family"))
    apart = (one(f"e-{n}", case_id=f"case-{n}", by="officer-3", to_role="family") for n in range(40))
    queued(database, *apart)  # the acts of one person in many cases
    with database.write() as session:
        outbox.hold_bulk(session, 3, ["family"])
        ((batch, count),) = outbox.batches(session)
        assert (count, len(outbox.batch_of(session, batch))) == (4, 4)
    assert set(claimed(database)) == {"d-8", "d-9", *(f"e-{n}" for n in range(40))}
    with database.write() as session:
        assert outbox.approve(session, batch, "manager-1") == 4
        outbox.hold_bulk(session, 3, ["family"])
        assert outbox.batches(session) == []


def test_the_words_of_a_provider_are_kept_in_order_and_each_once(database: Database) -> None:
    queued(database, one("d-1"))
    with database.write() as session:
        outbox.mark_sent(session, "d-1", NOW, Handed("notify:p-1", "notify", "p-1"))
        heard = [
            message_statuses.add_status(session, "d-1", word, NOW)
            for word in ("created", "sending", "sending", "delivered")
        ]
        assert heard == [True, True, False, True]
        assert [word for word, _ in message_statuses.statuses_of(session, "d-1")] == [
            "created",
            "sending",
            "delivered",
        ]
        assert [each.dispatch_id for each in outbox.to_poll(session, "notify", NOW + HOUR)] == ["d-1"]
        outbox.mark_polled(session, "d-1", NOW + HOUR)
        assert outbox.to_poll(session, "notify", NOW + HOUR) == []


def test_an_address_is_added_and_never_changed(database: Database) -> None:
    party = Party("party-1", "case-a", "parent", name="Ash Example", address=Address(1, "1 Sample Street"))
    with database.write() as session:
        parties.add(session, party, NOW, "officer-1")
        assert parties.add_address(session, "party-1", Address(0, "2 Sample Street"), NOW, "officer-1") == 2
        now, before = parties.find(session, "party-1"), parties.find(session, "party-1", 1)
        parties.end(session, "party-1", date(2026, 6, 1), "moved", None)
        (ended,) = parties.of_case(session, "case-a")
    assert now is not None and now.address == Address(2, "2 Sample Street")
    assert before == party
    assert not ended.is_active


def test_a_message_that_waits_for_facts_is_looked_at_when_an_address_of_its_case_changes(
    database: Database,
) -> None:
    queued(database, one("d-1"), replace(one("d-2"), case_id="case-b"), one("d-3"))
    assert set(claimed(database)) == {"d-1", "d-2", "d-3"}
    with database.write() as session:
        outbox.hold(session, "d-1", NOW + HOUR)
        outbox.hold(session, "d-2", NOW + HOUR)
        parties.add(session, Party("party-1", DISPATCH.case_id, "parent", address=Address(1)), NOW, None)
    assert claimed(database, NOW) == []
    later = NOW + timedelta(seconds=1)
    assert claimed(database, later) == ["d-1"], "d-2 is of another case, and d-3 is being sent"
