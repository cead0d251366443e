"""Personal data is listed table by table and destroyed; everything else stays. On both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select

from records import access, cases, children, ledger, people, retention
from records.database import Database
from records.retention import OF_CHILDREN, PERSONAL, PSEUDONYMOUS, Destruction
from records.tables import CHILD_DETAILS, INTAKES, NOTES, OUTBOX, metadata

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)


def fact(event: str, kind: str = "act") -> ledger.LedgerLine:
    return ledger.LedgerLine(1, kind, event, date(2024, 3, 4), NOW, "received", f"{event}.")


def plant(database: Database, case_id: str, *, plan: bool, closed: date | None = date(2025, 1, 1)) -> None:
    with database.write() as session:
        people.register(
            session,
            people.Intake(
                f"key-{case_id}", case_id, "R-1", "Quintessa Example", date(1990, 2, 3), "17 Invented Crescent",
                None, "parent", date(2024, 3, 4), "north", None, NOW, True,
            ),
        )  # fmt: skip
        people.add_note(session, case_id, "Xylophagous hesitation", "officer-1", NOW)
        mediation = case_id.replace("case", "mediation")
        people.add_note(session, mediation, "Said to the mediator", "mediator-1", NOW)
        session.execute(insert(OUTBOX).values(_dispatch(case_id)))
        ledger.append(session, case_id, [fact("request_received", "opening")])
        ledger.append(session, mediation, [fact("dispute_begun", "opening")])
        if plan:
            ledger.append(session, case_id, [fact("final_issued")])
        row = cases.CaseRow(
            case_id=case_id, stage="withdrawn", officer=None, team="north", received_on=date(2024, 3, 4), rag="closed",
            next_due_on=None, next_due_rule=None, next_due_title=None, breached=False, turn="others", turn_back_on=None,
            seq=1, rule_pack="p", rule_pack_hash="h", calendar="c", calendar_hash="h", opened_at=NOW, changed_at=NOW,
            closed_on=closed,
        )  # fmt: skip
        cases.save(session, row, [])


def _dispatch(case_id: str) -> dict[str, Any]:
    return {
        "dispatch_id": f"d-{case_id}", "case_id": case_id, "on": date(2024, 3, 4), "kind": "acknowledgement",
        "to_role": "family", "about": "request_received", "of": None, "text": "Dear Quintessa", "channel": "letter",
        "queued_at": NOW, "place": 0, "attempts": 0,
    }  # fmt: skip


def test_every_table_with_cases_is_said_to_be_personal_or_not() -> None:
    """A new table fails here until its rows are declared as destroyed with their case or not."""
    of_cases = {table.name for table in metadata.tables.values() if "case_id" in table.c}
    assert of_cases == {table.name for table in PERSONAL} | PSEUDONYMOUS
    assert not {table.name for table in PERSONAL} & PSEUDONYMOUS
    of_children = {
        table.name for table in metadata.tables.values() if {"child_id", "merged"} & set(table.c.keys())
    }
    assert of_children - of_cases == {table.name for table in OF_CHILDREN}


def test_what_is_personal_of_a_case_and_its_disputes_goes_and_all_else_stays(database: Database) -> None:
    for case in ("case-one", "case-two"):
        plant(database, case, plan=True)
    with database.write() as session:
        owners = retention.with_processes(session, "case-one")
        assert sorted(owners) == ["case-one", "mediation-one"]
        removed = retention.destroy_rows(session, owners)
    database.scrub(PERSONAL)
    assert {name: count for name, count in removed.items() if count} == {
        "intakes": 1, "notes": 2, "outbox": 1, "parties": 1, "addresses": 1, "children": 1, "child_name_parts": 3,
        "child_details": 1,
    }  # fmt: skip
    with database.read() as session:
        assert list(session.scalars(select(INTAKES.c.case_id))) == ["case-two"]
        assert sorted(session.scalars(select(NOTES.c.case_id))) == ["case-two", "mediation-two"]
        assert len(list(session.scalars(select(CHILD_DETAILS.c.name)))) == 1
        destroyed = cases.find(session, "case-one")
        assert destroyed is not None and destroyed.child_id == children.without_record("case-one")
        assert ledger.broken(session, "case-one") is None and len(ledger.facts_of(session, "case-one")) == 2


def test_the_reasons_of_seals_and_broken_glass_go_with_the_case(database: Database) -> None:
    plant(database, "case-one", plan=True)
    child_id = ""
    with database.write() as session:
        child_id = session.scalar(select(INTAKES.c.child_id)) or ""
        for thing, why in (
            ("case-one", "sealed: Wren Example"),
            (child_id, "Wren Example"),
            ("case-two", "Kept."),
        ):
            entry = {
                "at": NOW,
                "person": "head-1",
                "roles": "",
                "right": "seal",
                "thing": thing,
                "via": "cli",
            }
            access.log(session, {**entry, "allowed": True, "why": why})
        access.seal(session, "case-one", "head-1", "Wren Example", NOW)
        removed = retention.destroy_rows(session, retention.with_processes(session, "case-one"))
    with database.read() as session:
        left = {one.thing: one.why for one in access.entries(session)}
        assert access.seals(session) == []
    assert left == {"case-one": None, child_id: None, "case-two": "Kept."}
    assert (removed["access_log"], removed["seals"]) == (2, 1)


def test_ended_cases_are_told_with_birth_and_whether_there_was_a_plan(database: Database) -> None:
    plant(database, "case-plan", plan=True)
    plant(database, "case-none", plan=False)
    plant(database, "case-open", plan=True, closed=None)
    with database.read() as session:
        found = {one.case_id: one for one in retention.ended(session)}
        (open_one,) = retention.ended(session, "case-open")
    assert set(found) == {"case-plan", "case-none"}
    assert found["case-plan"].had_plan and not found["case-none"].had_plan and open_one.had_plan
    assert found["case-plan"].born_on == date(1990, 2, 3)


def test_holds_schedules_and_destructions_are_kept_with_who_and_why(database: Database) -> None:
    with database.write() as session:
        placed = retention.hold(session, "case-one", "An appeal is possible.", "a-1", NOW)
        retention.keep_schedule(session, {"with_plan": []}, "a-1", "First", NOW.replace(year=2025))
        retention.keep_schedule(session, {"with_plan": [1]}, "b-2", "Then", NOW)
        retention.propose(session, Destruction("d-1", "case-one", "key", "Why", "Because", "a-1", NOW))
        retention.approve(session, "d-1", "b-2", NOW)
        retention.approve(session, "d-1", "c-3", NOW)
        retention.withdraw(session, "d-1")
        retention.certify(session, "d-1", NOW, {"case": "case-one"}, "hash")
    with database.write() as session:
        assert [each.hold_id for each in retention.holds(session, "case-one")] == [placed.hold_id]
        retention.release(session, placed.hold_id, "b-2", "It is over.", NOW)
        assert retention.holds(session) == []
        given = retention.schedule(session)
        assert given is not None and (given["by"], given["content"]) == ("b-2", {"with_plan": [1]})
        (done,) = retention.destructions(session, "case-one")
        assert (done.approved_by, done.destroyed_at, done.hash) == ("b-2", NOW, "hash")
