"""Pages of processes: each person sees their own, in an order that does not change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from records import access, cases, processes
from records.caseload import Seen
from records.database import Database
from records.processes import ProcessRow
from tests.records.test_queries import ROW

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def row_of(its_id: str, kind: str, **more: Any) -> ProcessRow:
    known = {"case_id": None, "team": None, "due_on": None, "is_over": False, **more}
    return ProcessRow(
        process_id=its_id, kind=kind, status="running", seq=1, content={}, changed_at=NOW, **known
    )


def test_sittings_come_the_latest_day_first_to_those_who_sit(database: Database) -> None:
    june, july = date(2026, 6, 3), date(2026, 7, 1)
    with database.write() as session:
        for its_id, day, people in (
            ("sitting-a", june, {"chair-1", "member-1", "gone-1"}),
            ("sitting-b", july, {"chair-1", "member-2"}),
            ("sitting-c", june, {"member-2", 'mem"ber'}),
        ):
            processes.save(session, row_of(its_id, "panel", due_on=day), ["case-1"], people)
        processes.save(session, row_of("sitting-a", "panel", due_on=june), [], {"chair-1", "member-1"})
        processes.save(session, row_of("other-a", "other", due_on=june), [], {"chair-1"})

    def pages(member: str | None, limit: int = 9) -> list[list[str]]:
        found, after = list[list[str]](), None
        with database.read() as session:
            while rows := processes.page_by_day(session, ["panel"], person=member, limit=limit, after=after):
                found.append([row.process_id for row in rows])
                assert rows[-1].due_on is not None
                after = (rows[-1].due_on, rows[-1].process_id)
        return found

    assert pages(None, 2) == [["sitting-b", "sitting-a"], ["sitting-c"]]
    assert pages("chair-1", 1) == [["sitting-b"], ["sitting-a"]]
    assert pages("member-2") == [["sitting-b", "sitting-c"]]
    assert pages('mem"ber') == [["sitting-c"]]
    assert pages("member") == pages("gone-1") == []


def test_disputes_come_by_their_case_to_those_who_see_it_and_to_their_mediator(database: Database) -> None:
    def keep(session: Session, its_id: str, case_id: str, person: str | None, *, over: bool = False) -> None:
        row = row_of(its_id, "mediation", case_id=case_id, is_over=over)
        processes.save(session, row, [case_id], {person} if person else set())

    with database.write() as session:
        for case_id, team in (
            ("case-1", "north"),
            ("case-2", "south"),
            ("case-3", "north"),
            ("case-4", None),
        ):
            cases.save(session, replace(ROW, case_id=case_id, team=team, officer=None), [])
            keep(session, case_id.replace("case", "mediation"), case_id, "mediator-1")
        keep(session, "mediation-1-2", "case-1", None, over=True)
        access.seal(session, "case-3", "head-1", "The child of a member of staff.", NOW)
    north, all_ = Seen("officer-1", frozenset({"north"})), Seen("head-1", None)

    def page(
        seen: Seen | str, limit: int = 9, after: tuple[str, str] | None = None, *, open_only: bool = True
    ) -> list[str]:
        with database.read() as session:
            rows = processes.page_of_cases(
                session, ["mediation"], seen, open_only=open_only, limit=limit, after=after
            )
        return [row.process_id for row in rows]

    assert page(north) == ["mediation-1", "mediation-4"]
    assert page(north, open_only=False) == ["mediation-1", "mediation-1-2", "mediation-4"]
    assert page(north, 1, ("case-1", "mediation-1"), open_only=False) == ["mediation-1-2"]
    assert page(all_) == ["mediation-1", "mediation-2", "mediation-4"]
    assert page("mediator-1", 2, ("case-2", "mediation-2")) == ["mediation-3", "mediation-4"]
    assert page("mediator-2") == []
