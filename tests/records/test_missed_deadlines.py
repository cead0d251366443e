"""What managers' pages and Today count in the database is what a script counts from the rows themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from records import cases, ledger, management, tray
from records.database import Database
from records.tray import Wanted, Within
from tests.records.test_queries import DUTY, ROW

TODAY = date(2026, 6, 10)
NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)
RULES = ("reg13_2.final_plan", "reg8.advice_return", "reg5.decide_to_assess")
ADVISERS = (None, "school", "health")
WITHIN = Within("manager-1", frozenset({"north"}), own=False)


def limit(random: Random, rule: str, of: str | None) -> cases.ObligationRow:
    due_on = TODAY + timedelta(days=random.randrange(-20, 6))
    status = random.choice(["running", "overdue", "met"])
    excused = random.choice([None, None, TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
    closed = random.choice([None, None, None, TODAY])
    return replace(
        DUTY, rule=rule, of=of, due_on=due_on, status=status, excused_from=excused, closed_on=closed
    )


def line(random: Random, number: int) -> ledger.LedgerLine:
    rule, of = random.choice(RULES), random.choice(ADVISERS)
    on = random.choice([None, *(TODAY - timedelta(days=each) for each in (0, 4, 9, 15))])
    if random.random() < 0.5:
        fields: dict[str, Any] = {"rule": rule, "plan": "note-1", **({"whose": of} if of else {})}
        return made("breach_acknowledged", number, on, None, fields)
    approved = random.choice(
        [{}, {}, {"approved_by": "manager-1"}, {"approved_by": None}, {"approved_by": ""}]
    )
    ground = random.choice(["reg8(2)(a)", "reg8(2)(c)"])
    return made("exception_claimed", number, on, of, {"ground": ground, **approved})


def made(
    event: str, number: int, on: date | None, of: str | None, fields: dict[str, Any]
) -> ledger.LedgerLine:
    return ledger.LedgerLine(
        seq=number, kind="act", event=event, on=on, recorded_at=NOW + timedelta(minutes=number), stage="assessing",
        text="It was recorded.", of=of, fields=fields, by="manager-1",
    )  # fmt: skip


def fill(database: Database) -> None:
    random = Random(21)
    with database.write() as session:
        for number in range(60):
            case_id = f"case-{number:02}"
            row = replace(
                ROW,
                case_id=case_id,
                team=random.choice(["north", "north", "south"]),
                next_due_on=random.choice([None, *(TODAY + timedelta(days=each) for each in range(-3, 10))]),
                closed_on=random.choice([None, None, None, TODAY]),
            )
            limits = [limit(random, rule, of) for rule in RULES for of in ADVISERS if random.random() < 0.6]
            cases.save(session, row, limits)
            ledger.append(
                session, case_id, [line(random, each) for each in range(1, random.randrange(1, 12))]
            )


def test_missed_deadlines_with_and_without_a_plan_are_counted_as_a_script_counts_them(database: Database) -> None:  # fmt: skip
    fill(database)
    with database.read() as session:
        late = management.breaches(session, WITHIN, TODAY)
        plans = {
            (one.case_id, one.fields["rule"], one.fields.get("whose")): one.on
            for one in management.watched(session, WITHIN)
            if one.event == "breach_acknowledged"
        }
        planned = [
            one
            for one in late
            if (on := plans.get((one.case_id, one.rule, one.of))) is not None and on > one.due_on
        ]
        assert management.count_breaches(session, WITHIN, TODAY) == (len(late), len(late) - len(planned))
        pages = [
            management.breaches(session, WITHIN, TODAY, page=(7, first)) for first in range(0, len(late), 7)
        ]
        assert [one for page in pages for one in page] == [
            one for one in late if one not in planned
        ] + planned
        assert len(planned) > 5 and len(late) > 20
        nothing = Within("manager-1", frozenset({"west"}), own=False)
        assert management.count_breaches(session, nothing, TODAY) == (0, 0)


def test_claims_that_no_one_approved_are_counted_as_a_script_counts_them(database: Database) -> None:
    fill(database)
    with database.read() as session:
        last = {
            (one.case_id, one.fields["ground"], one.of): one.fields.get("approved_by")
            for one in management.watched(session, WITHIN)
            if one.event == "exception_claimed"
        }
        waiting = [key for key, approved in last.items() if not approved]
        assert management.count_unapproved_claims(session, WITHIN) == len(waiting) > 10
        pages = [
            management.unapproved_claims(session, WITHIN, limit=4, offset=first)
            for first in range(0, len(waiting), 4)
        ]
        listed = [one for page, number in pages for one in page if number == len(waiting)]
        assert {(one.case_id, one.fields["ground"], one.of) for one in listed} == set(waiting)
        assert len(listed) == len(waiting)
        assert management.unapproved_claims(session, WITHIN) == (listed, len(waiting))
        assert management.unapproved_claims(session, WITHIN, limit=4, offset=len(waiting)) == ([], 0)


def test_what_is_overdue_due_today_and_due_this_week_is_counted_and_listed(database: Database) -> None:
    fill(database)
    day = timedelta(days=1)
    wishes = (
        Wanted(due_by=TODAY - day),
        Wanted(due_from=TODAY, due_by=TODAY),
        Wanted(due_from=TODAY + day, due_by=TODAY + 7 * day),
    )
    with database.read() as session:
        rows = [tray.rows(session, WITHIN, one, TODAY, limit=500) for one in wishes]
        assert tray.number_of(session, WITHIN, wishes, TODAY) == [len(found) for found in rows]
        every = tray.rows(session, WITHIN, Wanted(due_by=TODAY + 7 * day), TODAY, limit=500)
        assert [one.case_id for found in rows for one in found] == [one.case_id for one in every]
        assert all(rows)
