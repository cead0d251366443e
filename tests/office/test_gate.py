"""The gate decides from the records and logs every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.access.permissions import Person, Right, Role
from office.break_glass import break_glass
from office.gate import Gate, NotAllowed
from office.refusals import ActRefused, NoSuchCase
from office.seal import seal, unseal
from records import access
from records.database import Database
from tests.activities.steps import Story
from tests.databases import new_records

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
