"""The counts of the caseload and the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from casework.letters.dispatch import Dispatch
from records import cases, outbox
from records.database import Database
from records.measures import measure

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
TODAY = date(2026, 3, 4)
ROW = cases.CaseRow(
    case_id="case-1", stage="assessing", officer=None, team="north", received_on=TODAY, rag="green",
    next_due_on=date(2026, 3, 14), next_due_rule="r", next_due_title="t", breached=False, turn="others",
    turn_back_on=None, seq=1, rule_pack="p", rule_pack_hash="h", calendar="c", calendar_hash="h", opened_at=NOW, changed_at=NOW, closed_on=None,
)  # fmt: skip
PAST = date(2026, 3, 1)


def test_open_cases_breaches_and_unnoticed_deadlines_are_counted(database: Database) -> None:
    rows = [
        ROW,
        replace(ROW, case_id="case-2", next_due_on=None),
        replace(ROW, case_id="case-3", rag="red", breached=True, next_due_on=PAST),
        replace(ROW, case_id="case-4", next_due_on=PAST, changed_at=NOW + timedelta(hours=1)),
        replace(ROW, case_id="case-5", stage="plan_issued", next_due_on=PAST),
        replace(ROW, case_id="case-6", rag="closed", closed_on=PAST, next_due_on=PAST),
    ]
    with database.write() as session:
        for row in rows:
            cases.save(session, row, [])
    with database.read() as session:
        found = measure(session, TODAY)
    assert found.open_cases == {
        ("assessing", "green"): 3,
        ("assessing", "red"): 1,
        ("plan_issued", "green"): 1,
    }
    assert (found.breached, found.unnoticed) == (1, 1)
    assert found.due_in_days == {10: 1, -3: 3}
    assert found.last_recorded == NOW + timedelta(hours=1)


def test_what_waits_in_the_outbox_is_counted_and_the_oldest_known(database: Database) -> None:
    with database.read() as session:
        nothing = measure(session, TODAY)
    assert (nothing.waiting, nothing.oldest_waiting, nothing.last_recorded) == ({}, None, None)
    for number, (channel, sent) in enumerate([("email", None), ("letter", None), ("letter", NOW)]):
        one = Dispatch(
            dispatch_id=f"d-{number}", case_id="case-1", on=TODAY, kind="k", to_role="parent", about="a", of=None,
            text="t", channel=channel, queued_at=NOW + timedelta(minutes=number), sent_at=sent, location=None, attempts=0,
        )  # fmt: skip
        with database.write() as session:
            outbox.put(session, [one])
    with database.read() as session:
        found = measure(session, TODAY)
    assert (found.waiting, found.oldest_waiting) == ({"email": 1, "letter": 1}, NOW)
