"""A process for a child without a case: who may see it, what a later case shows, and that it is exported and destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from temporalio.service import RPCError, RPCStatusCode

import office.calling
from casework.access.permissions import Person, Role
from casework.case.actions import Act
from casework.processes.registry import BY_KIND
from engine.data_keys import owner_of
from office import retention
from office.calling_without_case import call_without_case, pupil_from
from office.child_merging import merge
from office.children import find, show
from office.gate import Gate, NotAllowed
from office.office import Office
from office.permits import page_without_case
from office.process_acts import _owner
from office.process_lists import listed
from office.processes import process_as_json, processes_of_case
from office.refusals import ActRefused, NoSuchChild
from office.seal import seal_child
from office.staff import Caller
from office.subject_access import data_held_on
from office.subject_index import index_of
from records import cases, children, people, processes
from records.database import Database
from tests.activities.steps import Story
from tests.casework.processes.ap_placement.placements import REFERRED, START, placement, to_start
from tests.casework.processes.ap_placement.placements import refer as refer_act
from tests.databases import new_records
from tests.starter.processes import put
from workflows.messages import ActMessage
from workflows.process_messages import ProcessOpening

PROCESS = BY_KIND["ap_placement"]
NAME = "Wren Example"
BORN = date(2016, 1, 1)
TODAY = date(2026, 5, 20)
ASKED = {"on": "2026-04-20", **REFERRED, "aim": "Settle in small groups", "tried": "A quiet room, 3 March"}


def a(person: str, role: Role, *teams: str) -> Person:
    return Person(person, f"Sample {person}", frozenset({role}), frozenset(teams))


NORTH = a("officer-n1", Role.CASE_OFFICER, "north")
SOUTH = a("officer-s1", Role.CASE_OFFICER, "south")
HEAD = a("head-1", Role.HEAD_OF_SERVICE)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    with closing(new_records(tmp_path)) as found:

        async def begin(client: Any, task_queue: str, opening: ProcessOpening) -> None:
            """Record the process as its workflow would."""
            assert opening.first is not None
            state = PROCESS.begin(opening.id, opening.fields, opening.law)
            first = Act(opening.first.action, opening.first.on, None, opening.first.fields)
            with found.write() as session:
                put(session, opening.kind, PROCESS.after(state, first), team=opening.team)

        monkeypatch.setattr(office.calling, "begin", begin)
        yield found


async def refer(database: Database, person: Person = NORTH, name: str = NAME, **more: Any) -> str:
    home = cast(Office, SimpleNamespace(database=database, client=None, task_queue=""))
    pupil = pupil_from(name, BORN, None, more.pop("team", None))
    return await call_without_case(
        home, Gate(database, "console"), person, PROCESS, pupil, {**ASKED, **more}, more.get("unique")
    )


def child_of(database: Database, process_id: str) -> str:
    with database.read() as session:
        row = processes.find(session, process_id)
    assert row is not None and row.case_id is None and row.child_id is not None
    return row.child_id


def open_case(database: Database, child_id: str, team: str = "south", case: str = "case-later") -> str:
    with database.write() as session:
        people.register(
            session,
            people.Intake(
                f"key-{case}", case, None, NAME, BORN, None, None, "parent", date(2026, 5, 1), team, None,
                datetime(2026, 5, 1, tzinfo=UTC), True, child_id,
            ),
        )  # fmt: skip
    Story(case).record(database)
    with database.write() as session:
        row = cases.find(session, case)
        assert row is not None
        cases.save(session, replace(row, team=team, officer=f"officer-of-{team}"), [])
    return case


async def test_it_hangs_on_the_record_of_the_child_with_its_key_its_texts_and_its_team(
    database: Database,
) -> None:
    made = await refer(database)
    child = child_of(database, made)
    assert owner_of(made) == child and owner_of("referral-a-00000001") == "case-a"
    told = process_as_json(database, made, TODAY)
    assert (told["case"], told["child"], told["officer"]) == (None, child, "officer-n1")
    assert told["aim"] == ASKED["aim"]
    message = ActMessage(action="screen_referral", on=TODAY, request_id="r", by="officer-n1")
    assert _owner(database, PROCESS, made, message) == child
    assert await refer(database, reason="MHN") != made, "a second referral"
    with database.read() as session:
        rows = processes.of_children(session, [PROCESS.kind], [child])
        assert {row.child_id for row in rows} == {child}, "and the same child"
        first = page_without_case(session, NORTH, PROCESS.group, open_only=True, limit=1, after=None)
        place = (str(first[0].child_id), first[0].process_id)
        rest = page_without_case(session, NORTH, PROCESS.group, open_only=True, limit=5, after=place)
        assert [row.process_id for row in (*first, *rest)] == [row.process_id for row in rows]


async def test_another_team_and_a_person_who_may_not_act_start_and_see_nothing(database: Database) -> None:
    made, gate = await refer(database), Gate(database, "console")
    with pytest.raises(NotAllowed, match="it is with team north"):
        gate.check_process(SOUTH, made)
    with pytest.raises(NotAllowed, match="team south"):
        await refer(database, team="south")
    with pytest.raises(NotAllowed):
        await refer(database, a("auditor-1", Role.AUDITOR), team="north")
    with pytest.raises(ActRefused, match="Enter the team"):
        await refer(database, HEAD)
    with pytest.raises(NoSuchChild):
        show(database, Caller(gate, SOUTH), child_of(database, made), TODAY)
    assert find(database, Caller(gate, SOUTH), pupil_from(NAME, BORN, None, None).details) == []
    with pytest.raises(ActRefused, match="in the future"):
        await refer(database, name="Lark Sample", on="2099-01-01")
    with database.read() as session:
        assert children.named_like(session, "Lark", 5) == [], "nothing is kept of what is refused"


async def test_a_later_case_shows_it_as_evidence_to_its_own_team(database: Database) -> None:
    made = await refer(database)
    case = open_case(database, child_of(database, made))
    (shown,) = processes_of_case(database, case, [], TODAY)["placements"]
    assert shown["placement"] == made
    gate = Gate(database, "console")
    gate.check_process(SOUTH, made)
    gate.check_process(NORTH, made)
    with pytest.raises(NotAllowed):
        gate.check_process(a("officer-e1", Role.CASE_OFFICER, "east"), made)
    with pytest.raises(ActRefused, match="This child has a case, case-later"):
        await refer(database, SOUTH)
    other = await refer(database)
    assert child_of(database, other) != child_of(database, made), "what the person may not see is not told"


async def test_a_sealed_child_is_open_to_who_referred_and_to_people_named(database: Database) -> None:
    made, gate = await refer(database), Gate(database, "console")
    colleague = a("officer-n2", Role.CASE_OFFICER, "north")
    gate.check_process(colleague, made)
    seal_child(gate, HEAD, child_of(database, made), "The family asked for it.")
    with pytest.raises(NotAllowed, match="sealed"):
        gate.check_process(colleague, made)
    gate.check_process(NORTH, made)
    other = await refer(database, colleague)
    assert child_of(database, other) != child_of(database, made)


async def test_it_follows_its_child_into_a_merge_and_into_what_is_held(database: Database) -> None:
    made, gate = await refer(database), Gate(database, "console")
    child = child_of(database, made)
    open_case(database, "child-b", "north", "case-b")
    merge(
        database, Caller(gate, NORTH), child, "child-b", by="officer-n1", reason="They are one child.", today=TODAY
    )  # fmt: skip
    assert [one["placement"] for one in processes_of_case(database, "case-b", [], TODAY)["placements"]] == [
        made
    ]
    held = data_held_on(database, Caller(gate, NORTH), "child-b", TODAY)
    assert [row["process_id"] for row in held["rows"]["processes"]] == [made]
    assert ASKED["aim"] in {row["text"] for row in held["rows"]["notes"]}


async def test_the_record_shows_and_finds_it_and_lists_have_its_row(database: Database) -> None:
    made, gate = await refer(database), Gate(database, "console")
    child = child_of(database, made)
    record = show(database, Caller(gate, NORTH), child, TODAY)
    assert record["cases"] == [] and [one["placement"] for one in record["processes"]] == [made]
    (found,) = find(database, Caller(gate, NORTH), pupil_from(NAME, BORN, None, None).details)
    assert found["child"] == child and found["cases"] == []
    (row,) = listed(gate, NORTH, PROCESS.group, "not-in-full-time-education", TODAY).rows
    assert (row["name"], row["case"]) == (NAME, "No case")
    assert listed(gate, SOUTH, PROCESS.group, "not-in-full-time-education", TODAY).rows == []
    held = data_held_on(database, Caller(gate, NORTH), child, TODAY)
    assert "The child has no case." in index_of(held, {}).about[0]


class _Gone:
    """A server on which no workflow runs."""

    def get_workflow_handle(self, of: str) -> Any:
        async def terminate(reason: str) -> None:
            raise RPCError("gone", RPCStatusCode.NOT_FOUND, b"")

        return SimpleNamespace(terminate=terminate)


class _Keys:
    def __init__(self) -> None:
        self.destroyed: list[str] = []

    def destroy(self, owner: str, at: datetime) -> int:
        self.destroyed.append(owner)
        return 1

    def generations(self, session: Any, owner: str) -> list[str]:
        return []


async def destroyed(database: Database, of: str, tmp_path: Path) -> list[str]:
    """Destroy a case or a record by two people, and return the keys that went."""
    keys, home = _Keys(), cast(Office, SimpleNamespace(database=database, client=_Gone()))
    retention.propose(database, of, "erasure", "head-1", "The family asked for it in writing.")
    folders = retention.Folders(tmp_path / "outbox", tmp_path / "uploads")
    told = await retention.approve(home, cast(Any, keys), folders, of, "admin-1")
    assert told["rows"]["notes"] >= 2 and told["rows"]["children"] == 1
    return keys.destroyed


async def test_the_record_is_kept_by_the_schedule_and_destroyed_by_two_people(
    database: Database, tmp_path: Path
) -> None:
    made = await refer(database)
    child = child_of(database, made)
    assert retention.reviewed(database, child).due is None, "it is open"
    there = replace(placement(*to_start(), START), id=made, case=None, child=child)
    ended = PROCESS.after(
        there, Act("end_early", TODAY, None, {"why": "other", "reason": "note-9", "sen_leaving": "K"})
    )
    with database.write() as session:
        put(session, PROCESS.kind, ended, 2)
    (due,) = [one for one in retention.review_list(database, date(2050, 1, 1), TODAY) if one["case"] == child]
    assert due["due_on"] == "2041-01-01", "25 years from birth"
    assert await destroyed(database, child, tmp_path) == [child]
    with database.read() as session:
        assert children.find(session, child) is None
        assert processes.find(session, made) is not None, "codes and dates stay"


async def test_it_goes_with_the_last_case_unless_it_is_open(database: Database, tmp_path: Path) -> None:
    made = await refer(database)
    child = child_of(database, made)
    case = open_case(database, child)
    with database.read() as session:
        assert retention._owners(session, case, "erasure") == [case], "a placement that is open stays"
    waits = replace(placement(refer_act()), id=made, case=None, child=child)
    closed = PROCESS.after(waits, Act("close_referral", TODAY, None, {"why": "not_needed"}))
    with database.write() as session:
        put(session, PROCESS.kind, closed, 2)
    assert set(await destroyed(database, case, tmp_path)) == {case, child}
