"""Webhooks miss no line of a ledger, in whatever order transactions commit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from records import idempotency, ledger, webhooks
from records.database import Database
from records.idempotency import Answer
from records.webhooks import Webhook

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def line(event: str) -> ledger.LedgerLine:
    return ledger.LedgerLine(
        seq=1, kind="act", event=event, on=None, recorded_at=NOW, stage="received", text="It happened."
    )


def hook(name: str, *events: str) -> Webhook:
    return Webhook(name, "https://example.org/", list(events), "whsec_AAAA", NOW, "admin-1")


def queued(database: Database, name: str) -> list[tuple[str, int]]:
    with database.read() as session:
        return [(one.case_id, one.number) for one in webhooks.deliveries_of(session, name)]


def test_a_line_is_queued_with_the_transaction_that_appends_it(database: Database) -> None:
    with database.write() as session:
        webhooks.add(session, hook("webhook-all"))
        webhooks.add(session, hook("webhook-some", "b"))
    with database.write() as session:
        ledger.append(session, "case-1", [line("a"), line("b")])
    try:
        with database.write() as session:
            ledger.append(session, "case-2", [line("a")])
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert queued(database, "webhook-all") == [("case-1", 1), ("case-1", 2)]
    assert queued(database, "webhook-some") == [("case-1", 2)]


def test_a_transaction_that_commits_after_a_later_one_was_told_is_told_too(database: Database) -> None:
    with database.write() as session:
        webhooks.add(session, hook("webhook-1"))
    sqlite = database.engine.dialect.name == "sqlite"

    def tell() -> list[str]:
        told = []
        with database.write() as session:
            while (one := webhooks.next_new(session, "webhook-1", NOW)) is not None:
                webhooks.finish(session, one, "arrived", None, NOW, attempts=1)
                told.append(one.case_id)
        return told

    if sqlite:  # SQLite has one writer at a time, so transactions commit in the order they begin
        for case in ("case-early", "case-late"):
            with database.write() as session:
                ledger.append(session, case, [line("a")])
        assert tell() == ["case-early", "case-late"]
        return
    with database.write() as early:
        ledger.append(early, "case-early", [line("a")])
        with database.write() as late:
            ledger.append(late, "case-late", [line("a")])
        assert tell() == ["case-late"]
    assert tell() == ["case-early"]


def test_what_was_tried_is_new_no_more_and_waits_for_its_next_attempt(database: Database) -> None:
    with database.write() as session:
        webhooks.add(session, hook("webhook-1"))
        ledger.append(session, "case-1", [line("a"), line("b")])
        assert webhooks.with_new_facts(session, NOW) == ["webhook-1"]
        assert webhooks.tried_again(session) == []
    with database.write() as session:
        first = webhooks.next_new(session, "webhook-1", NOW)
        assert first is not None and first.number == 1
        webhooks.put_off(session, first, NOW + timedelta(seconds=5), "It answered 500.", NOW)
        second = webhooks.next_new(session, "webhook-1", NOW)
        assert second is not None and second.number == 2
        webhooks.finish(session, second, "arrived", None, NOW, attempts=1)
    with database.read() as session:
        assert webhooks.with_new_facts(session, NOW) == []
        (waits,) = webhooks.tried_again(session)
        assert (waits.number, waits.attempts, waits.first_tried_at) == (1, 1, NOW)
        assert webhooks.delivery(session, "webhook-1", "case-1", 1) == waits
        assert webhooks.delivery(session, "webhook-1", "case-1", 9) is None


def test_a_key_is_new_then_busy_then_answered_and_other_where_the_request_is_another(
    database: Database,
) -> None:
    def begin(fingerprint: str, now: datetime = NOW) -> object:
        with database.write() as session:
            return idempotency.begin(session, "person-1", "key-1", fingerprint, now)

    assert begin("one") == "new"
    assert begin("one") == "busy"
    assert begin("two") == "other"
    assert begin("one", NOW + idempotency.HELD_FOR) == "new"  # the holder died
    with database.write() as session:
        idempotency.keep(session, "person-1", "key-1", Answer(201, {"done": True}))
        idempotency.let_go(session, "person-1", "key-1")
    assert begin("one") == Answer(201, {"done": True})
    assert begin("two", NOW + idempotency.KEPT_FOR * 2) == "new"  # deleted after a day
