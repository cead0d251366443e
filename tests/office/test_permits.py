"""What the database lets a person see in lists is what the gate lets them see, row by row, for every role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Role, refused
from casework.people.child import Details
from casework.processes.panel.quorum import Member
from casework.processes.panel.sitting import Item, Sitting
from casework.processes.registry import GROUPS, PROCESSES, of_group
from office import permits
from office.gate import thing_of
from office.processes import may_see
from records import access, cases, children, listed_processes, processes
from records.database import Database
from records.processes import ProcessRow
from records.tables import CASES, CHILDREN
from tests.databases import BOTH, records_in
from tests.records.test_queries import ROW
from tests.starter.console.office import STAFF
from tests.starter.processes import list_case, put

NOW = datetime.now(UTC)
TEAMS = (None, "north", "south", "west")
WHO = ("officer-n1", "officer-s1", "manager-north", "chair-1", "panel-health-1", "mediator-1", "head-1")
PEOPLE = (
    *STAFF.values(),
    Person("officer-n1", "In two teams", frozenset({Role.CASE_OFFICER}), frozenset({"south", "west"})),
    Person("chair-1", "Chair and officer", frozenset({Role.PANEL_CHAIR, Role.CASE_OFFICER}), frozenset({"west"})),
    Person("manager-north", "By a token", frozenset({Role.TEAM_MANAGER}), frozenset({"north"}), frozenset({Right.ACT, Right.SEE_DISPUTE})),
    Person("visitor-1", "Without a role", frozenset()),
)  # fmt: skip
"""A person in every role, and those whose roles, teams or token make their rights differ."""


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with closing(records_in(request.param, tmp_path)) as found:
        yield found


def fill(session: Session, chance: Random) -> list[ProcessRow]:
    """Fill empty records with random children, cases, seals, grants and processes."""
    for number in range(6):
        details = Details(f"Sample {number}", date(2015, 1, 1))
        children.add(
            session, f"child-{number}", details, from_on=date(2020, 1, 1), by=None, why="Test", at=NOW
        )
    merged = {"merged_into": "child-0", "survivor": "child-0"}
    session.execute(update(CHILDREN).where(CHILDREN.c.child_id == "child-1").values(**merged))
    for number in range(14):
        its = {"team": chance.choice(TEAMS), "officer": chance.choice((None, *WHO))}
        cases.save(session, replace(ROW, case_id=f"case-{number}", **its), [])
        if chance.random() < 0.6:
            of_case = CASES.c.case_id == f"case-{number}"
            child = f"child-{chance.randrange(5)}"
            session.execute(update(CASES).where(of_case).values(child_id=child))
        if chance.random() < 0.3:
            access.seal(session, f"case-{number}", "head-1", "A reason", NOW)
        _grant(session, f"case-{number}", chance)
    if chance.random() < 0.7:
        access.seal_child(session, f"child-{chance.randrange(6)}", "head-1", "A reason", NOW)
    for number in range(8):
        _sitting(session, number, chance)
    return [_process(session, number, chance) for number in range(42)]


def _grant(session: Session, case_id: str, chance: Random) -> None:
    for person in chance.sample(WHO, chance.randrange(3)):
        if chance.random() < 0.5:
            access.grant_to_named(session, case_id, person, reason="A reason", by="head-1", at=NOW)
        else:
            until = NOW + timedelta(hours=chance.choice((-1, 20)))
            access.grant_broken_glass(session, case_id, person, reason="A reason", at=NOW, until=until)
        if chance.random() < 0.2:
            access.end_grants(session, case_id, person, NOW - timedelta(minutes=1))


def _sitting(session: Session, number: int, chance: Random) -> None:
    case, people = f"case-{number}", chance.sample(WHO, 2)
    members = tuple(Member(one, "health") for one in people)
    sits_on = date(2024, 6, 3)
    sitting = Sitting(f"sitting-{number}", sits_on, sits_on, people[0], members, (Item(case, "plan"),))
    put(session, "panel", replace(sitting, called_off=chance.random() < 0.2))
    at = NOW + timedelta(hours=chance.choice((-1, 1)))
    list_case(session, f"sitting-{number}", case, chance.choice(WHO), at)


def _process(session: Session, number: int, chance: Random) -> ProcessRow:
    process = PROCESSES[number % len(PROCESSES)]
    shape = chance.choice(("case", "case", "child", "none"))
    row = ProcessRow(
        process_id=f"{process.noun}-t{number}",
        kind=process.kind,
        case_id=f"case-{chance.randrange(14)}" if shape == "case" else None,
        child_id=f"child-{chance.randrange(6)}" if shape == "child" else None,
        team=chance.choice(TEAMS),
        status="running",
        due_on=None,
        seq=1,
        content={},
        is_over=chance.random() < 0.3,
        changed_at=NOW,
        listed_on=date(2026, 1, chance.randrange(1, 28)),
    )
    processes.save(session, row, (), chance.sample(WHO, chance.randrange(3)))
    return row


@pytest.mark.parametrize("seed", range(3))
def test_a_list_holds_the_processes_that_the_gate_lets_a_person_see_and_no_other(
    database: Database, seed: int
) -> None:
    with database.write() as session:
        rows = fill(session, Random(seed))
    seen = 0
    with database.read() as session:
        for person in PEOPLE:
            by_gate = {row.process_id for row in rows if may_see(session, person, row)}
            ids = [row.process_id for row in rows]
            assert permits.may_see_among(session, person, ids) == by_gate, (seed, person)
            seen += len(by_gate)
    assert len(rows) < seen < len(rows) * len(PEOPLE), "some rows are seen by some people"


@pytest.mark.parametrize("seed", range(3, 5))
def test_each_page_continues_the_one_before_and_the_number_is_that_of_all_pages(
    database: Database, seed: int
) -> None:
    with database.write() as session:
        rows = fill(session, Random(seed))
    with database.read() as session:
        for person in PEOPLE:
            for group in (one for one in GROUPS if person.roles):
                own = permits.wanted(person, group, over=False, own=True)
                chosen = permits.wanted(person, group, over=False)
                kinds = {one.kind for one in of_group(group)}
                expected = sorted(
                    (row.listed_on, row.process_id)
                    for row in rows
                    if row.kind in kinds and not row.is_over and may_see(session, person, row)
                )
                put_there = [one for one in _all_pages(session, chosen) if "-t" in one[1]]
                assert put_there == expected, (seed, person, group.noun)
                theirs = {one[1] for one in expected if person.id in processes.people_of(session, one[1])}
                assert {one[1] for one in _all_pages(session, own) if "-t" in one[1]} == theirs


def _all_pages(session: Session, chosen: listed_processes.Wanted) -> list[tuple[date, str]]:
    number = listed_processes.number(session, chosen)
    pages = [
        listed_processes.page(session, chosen, limit=3, offset=offset) for offset in range(0, number + 3, 3)
    ]
    found = [(row.listed_on, row.process_id) for page in pages for row in page]
    assert len(found) == number
    return found


@pytest.mark.parametrize("seed", range(5, 7))
@pytest.mark.parametrize("right", [Right.SEE_PERSONAL, Right.SEE_CASE, Right.ACT])
def test_a_right_reaches_the_cases_in_which_the_gate_gives_it(
    database: Database, seed: int, right: Right
) -> None:
    with database.write() as session:
        fill(session, Random(seed))
    ids = [f"case-{number}" for number in range(14)]
    with database.read() as session:
        for person in PEOPLE:
            by_gate = {one for one in ids if refused(person, right, thing_of(session, one)) is None}
            assert permits.cases_reached(session, person, right, ids) == by_gate, (seed, person)
