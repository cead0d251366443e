"""Sittings and disputes page by page: everybody theirs, in an order that nothing that happens changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from records.disputes import DisputeRow
from records.sittings import SittingRow

from records import access, cases, disputes, sittings
from records.database import Database
from records.seen import Seen
from tests.records.test_queries import ROW

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def sitting(its_id: str, day: date, chair: str, *members: str) -> SittingRow:
    content = {"chair": chair, "members": [{"id": one, "role": "health"} for one in members], "items": []}
    return SittingRow(its_id, day, day, "panel_listing", 1, content, NOW)


def test_sittings_come_the_latest_day_first_to_those_who_sit(database: Database) -> None:
    june, july = date(2026, 6, 3), date(2026, 7, 1)
    with database.write() as session:
        for row in (
            sitting("sitting-a", june, "chair-1", "member-1", "chair-1"),
            sitting("sitting-b", july, "chair-1", "member-2"),
            sitting("sitting-c", june, "member-2", 'mem"ber'),
        ):
            sittings.save(session, row)

    def pages(member: str | None, limit: int = 9) -> list[list[str]]:
        found, after = list[list[str]](), None
        with database.read() as session:
            while rows := sittings.page_of_sittings(session, member=member, limit=limit, after=after):
                found.append([row.sitting_id for row in rows])
                after = (rows[-1].sits_on, rows[-1].sitting_id)
        return found

    assert pages(None, 2) == [["sitting-b", "sitting-a"], ["sitting-c"]]
    assert pages("chair-1", 1) == [["sitting-b"], ["sitting-a"]]
    assert pages("member-2") == [["sitting-b", "sitting-c"]]
    assert pages('mem"ber') == [["sitting-c"]]
    assert pages("member") == []


def test_disputes_come_by_their_case_to_those_who_see_it_and_to_their_mediator(database: Database) -> None:
    def dispute(its_id: str, case_id: str, person: str | None, *, over: bool = False) -> DisputeRow:
        return DisputeRow(its_id, case_id, "mediation", "mediation_arranging", person, 1, {}, over, NOW)

    with database.write() as session:
        for case_id, team in (
            ("case-1", "north"),
            ("case-2", "south"),
            ("case-3", "north"),
            ("case-4", None),
        ):
            cases.save(session, replace(ROW, case_id=case_id, team=team, officer=None), [])
            disputes.save(session, dispute(case_id.replace("case", "mediation"), case_id, "mediator-1"))
        disputes.save(session, dispute("mediation-1-2", "case-1", None, over=True))
        access.seal(session, "case-3", "head-1", "The child of a member of staff.", NOW)
    north, all_ = Seen("officer-1", frozenset({"north"})), Seen("head-1", None)

    def page(
        seen: Seen | str, limit: int = 9, after: tuple[str, str] | None = None, *, open_only: bool = True
    ) -> list[str]:
        with database.read() as session:
            rows = disputes.page_of_disputes(session, seen, open_only=open_only, limit=limit, after=after)
        return [row.dispute_id for row in rows]

    assert page(north) == ["mediation-1", "mediation-4"]
    assert page(north, open_only=False) == ["mediation-1", "mediation-1-2", "mediation-4"]
    assert page(north, 1, ("case-1", "mediation-1"), open_only=False) == ["mediation-1-2"]
    assert page(all_) == ["mediation-1", "mediation-2", "mediation-4"]
    assert page("mediator-1", 2, ("case-2", "mediation-2")) == ["mediation-3", "mediation-4"]
    assert page("mediator-2") == []
