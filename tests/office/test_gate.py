"""The gate decides from the records and logs every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.access.permissions import Person, Right, Role
from casework.processes.panel.quorum import Member
from casework.processes.panel.sitting import Item, Sitting
from office.break_glass import break_glass
from office.gate import Gate, NotAllowed
from office.refusals import ActRefused, NoSuchCase
from office.seal import seal, unseal
from records import access
from records.database import Database
from tests.activities.steps import Story
from tests.databases import new_records
from tests.starter.processes import list_case, put

OFFICER = Person("officer-s1", "Sample Officer", frozenset({Role.CASE_OFFICER}), frozenset({"south"}))
HEAD = Person("head-1", "Sample Head", frozenset({Role.HEAD_OF_SERVICE}))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = new_records(tmp_path)
    Story("case-a").record(found)
    yield found
    found.close()


def last_entry(database: Database) -> access.Entry:
    with database.read() as session:
        return access.entries(session, limit=1)[0]


def test_a_refusal_is_logged_with_who_what_and_why(database: Database) -> None:
    with pytest.raises(NotAllowed):
        Gate(database, "console").check(OFFICER, Right.SEE_OPERATIONS)
    entry = last_entry(database)
    assert (entry.person, entry.right, entry.allowed, entry.via) == (
        "officer-s1", "see_operations", False, "console",
    )  # fmt: skip
    assert entry.why == "You may not see the workflows: this is for ops or admin, and you are case officer."


def test_a_case_that_is_not_there_is_no_refusal(database: Database) -> None:
    with pytest.raises(NoSuchCase):
        Gate(database, "api").check(HEAD, Right.SEE_CASE, "case-none")


def test_a_sealed_case_is_closed_to_its_head_until_the_glass_is_broken(database: Database) -> None:
    gate = Gate(database, "console")
    seal(gate, HEAD, "case-a", "The child of a member of staff.", frozenset({"officer-n9"}))
    with pytest.raises(NotAllowed, match="sealed"):
        gate.check(HEAD, Right.SEE_PERSONAL, "case-a")
    with pytest.raises(ActRefused, match="Say why"):
        break_glass(gate, HEAD, "case-a", "because")
    break_glass(gate, HEAD, "case-a", "A complaint must be answered today.")
    gate.check(HEAD, Right.SEE_PERSONAL, "case-a")
    assert last_entry(database).why == "A complaint must be answered today."
    with pytest.raises(NotAllowed):
        gate.check(HEAD, Right.ACT, "case-a")


def test_a_seal_that_is_taken_off_lets_the_role_decide_again(database: Database) -> None:
    gate = Gate(database, "cli")
    seal(gate, HEAD, "case-a", "The child of a member of staff.")
    unseal(gate, HEAD, "case-a")
    gate.check(HEAD, Right.ACT, "case-a")


def sitting(*people: str, its_id: str = "sitting-1") -> Sitting:
    members = tuple(Member(one, "health") for one in people)
    return Sitting(its_id, date(2024, 6, 3), date(2024, 5, 27), people[0], members, (Item("case-a", "plan"),))


def listed(database: Database, by: str, *people: str) -> None:
    with database.write() as session:
        put(session, "panel", sitting(*people))
        list_case(session, "sitting-1", "case-a", by, datetime.now(UTC))


def test_a_sitting_is_no_way_into_the_case_of_another_team(database: Database) -> None:
    manager = Person("manager-south", "Sample Manager", frozenset({Role.TEAM_MANAGER}), frozenset({"south"}))
    with database.write() as session:
        put(session, "panel", sitting("manager-south"))
        put(session, "panel", sitting("manager-south", its_id="sitting-2"))
    gate = Gate(database, "api")
    for action, fields in (("list_case", {}), ("carry_over", {"to": "sitting-2"})):
        with pytest.raises(NotAllowed, match="record anything in this case"):
            gate.check_process(manager, "sitting-1", action, "case-a", fields)
    listed(database, "manager-south", "manager-south")
    assert not gate.may(manager, Right.SEE_PERSONAL, "case-a")


def test_a_member_reads_a_case_that_another_person_listed_and_changes_nothing_in_it(
    database: Database,
) -> None:
    gate = Gate(database, "api")
    listed(database, "officer-n1", "officer-s1")
    gate.check(OFFICER, Right.SEE_PERSONAL, "case-a")
    for right in (Right.ACT, Right.ASSIGN, Right.SEE_DISPUTE):
        assert not gate.may(OFFICER, right, "case-a"), right
    with database.write() as session:
        put(session, "panel", replace(sitting("officer-s1"), called_off=True))
    assert not gate.may(OFFICER, Right.SEE_CASE, "case-a"), "the sitting is over"


def test_a_member_sees_a_sealed_case_only_if_someone_who_may_see_it_listed_it_afterwards(
    database: Database,
) -> None:
    gate = Gate(database, "api")
    listed(database, "officer-1", "officer-s1")
    seal(gate, HEAD, "case-a", "The child of a member of staff.", frozenset({"officer-n9"}))
    assert not gate.may(OFFICER, Right.SEE_CASE, "case-a"), "it was listed before the seal"
    listed(database, "head-1", "officer-s1")
    assert not gate.may(OFFICER, Right.SEE_CASE, "case-a"), "the head may not see it"
    listed(database, "officer-n9", "officer-s1")
    assert gate.may(OFFICER, Right.SEE_PERSONAL, "case-a")
