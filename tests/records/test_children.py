"""Children's records on both databases: joined by requests, merged, split, sealed, and deleted with the last case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.people.child import Details
from casework.people.parties import Party
from records import (
    access,
    caseload,
    cases,
    child_merges,
    children,
    parties,
    people,
    plans,
    retention,
    subject_access,
    tray,
)
from records.child_merges import Merge
from records.database import Database
from records.tables import CHILD_DETAILS, CHILD_MERGES, CHILD_SEALS, CHILDREN

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
TODAY = date(2026, 5, 3)
WREN = Details("Wren Example", date(2015, 5, 5))


def plant(database: Database, tail: str, details: Details = WREN, **fields: Any) -> people.Intake:
    """Add a case with its request, for the child that `fields` names or for a new one."""
    case_id = f"case-{tail}"
    intake = people.Intake(
        f"key-{tail}", case_id, None, details.name, details.born_on, "Ash Example\n1 Sample Street", None, "parent",
        date(2024, 3, 4), "north", None, NOW, True, upn=details.upn, nhs_number=details.nhs_number,
    )  # fmt: skip
    row = cases.CaseRow(
        case_id=case_id, stage="assessing", officer=None, team="north", received_on=date(2024, 3, 4), rag="green",
        next_due_on=None, next_due_rule=None, next_due_title=None, breached=False, turn="others", turn_back_on=None, seq=1,
        rule_pack="p", rule_pack_hash="h", calendar="c", calendar_hash="h", opened_at=NOW, changed_at=NOW, closed_on=None,
    )  # fmt: skip
    with database.write() as session:
        kept, _ = people.register(session, replace(intake, **fields))
        cases.save(session, row, [])
    return kept


def merged(database: Database, one: str, into: str) -> Merge:
    made = Merge(child_merges.new_id(), one, into, "officer-1", "They are one child.", NOW, {})
    with database.write() as session:
        child_merges.merge(session, made, child_merges.merged_with(session, one))
    return made


def test_a_request_gets_a_child_of_its_own_with_the_details_that_it_says(database: Database) -> None:
    kept = plant(database, "one", replace(WREN, upn="A123456789012"))
    with database.read() as session:
        child = children.child_of_case(session, "case-one")
        row = cases.find(session, "case-one")
        assert child is not None and row is not None
        assert child.child_id == kept.child_id == row.child_id and child.child_id.startswith("child-")
        assert child.current.details == replace(WREN, upn="A123456789012", address="1 Sample Street")
        assert people.intake_of(session, "case-one") == kept
        assert tray.names_of(session, ["case-one"]) == {"case-one": "Wren Example"}


def test_a_second_request_joins_the_record_of_a_child_who_is_known_without_doubt(database: Database) -> None:
    first = plant(database, "one")
    plant(database, "other", Details("Robin Example", date(2015, 5, 5)))
    with database.read() as session:
        assert children.joined_by(session, replace(WREN, name="EXAMPLE, Wrén")) == first.child_id
        assert children.joined_by(session, Details("Wren Example")) is None
    plant(database, "two", replace(WREN, upn="A123456789012"), child_id=first.child_id)
    with database.read() as session:
        child = children.child_of_case(session, "case-two")
        assert child is not None and child.child_id == first.child_id
        assert [one.details.upn for one in child.versions] == [None, "A123456789012"]
        assert children.cases_of(session, [first.child_id]) == ["case-one", "case-two"]
    plant(database, "third")
    with database.read() as session:
        assert children.joined_by(session, WREN) is None, "two records are alike: a person decides"


def test_a_correction_is_a_version_and_what_was_before_stays(database: Database) -> None:
    kept = plant(database, "one")
    with database.write() as session:
        children.add_version(
            session, kept.child_id, Details("Wren Sample", date(2015, 5, 6)), from_on=TODAY, by="officer-1",
            why="The family told us.", at=NOW,
        )  # fmt: skip
    with database.read() as session:
        child = children.child_of_case(session, "case-one")
        assert child is not None
        assert [one.details.name for one in child.versions] == ["Wren Example", "Wren Sample"]
        assert child.on(date(2025, 1, 1)).details.name == "Wren Example"
        assert people.search(session, "sample", 9) == [("case-one", "Wren Sample")]
        assert people.search(session, "example", 9) == []
        assert people.open_cases_born_on(session, date(2015, 5, 6)) == [("case-one", "Wren Sample")]


def test_an_open_case_is_also_found_by_a_number(database: Database) -> None:
    plant(database, "one", replace(WREN, upn="A123456789012"))
    with database.read() as session:
        found = people.open_case_of(session, Details("Robin Other", None, "A123456789012"), "other")
    assert found == people.OpenCase(
        "case-one", "Wren Example", "the unique pupil number is the same, but not the name"
    )


def test_a_merged_record_points_to_the_survivor_and_a_split_undoes_it_exactly(database: Database) -> None:
    a, b, c = (plant(database, tail, replace(WREN, name=f"Wren {tail}")).child_id for tail in "abc")
    ab = merged(database, a, b)
    merged(database, b, c)
    with database.read() as session:
        assert {children.surviving(session, each) for each in (a, b, c)} == {c}
        assert sorted(children.group(session, a)) == sorted((a, b, c))
        names = tray.names_of(session, ["case-a", "case-b", "case-c"])
        assert set(names.values()) == {"Wren c"}
        own = {each: row.child_id for each, row in cases.those(session, ["case-a", "case-b"]).items()}
        assert own == {"case-a": a, "case-b": b}, "each case still names the record it was opened under"
    with database.write() as session:
        bc = child_merges.standing(session, b)
        assert bc is not None
        child_merges.split(session, bc, child_merges.merged_with(session, b), "officer-1", "Not one.", NOW)
    with database.read() as session:
        assert [children.surviving(session, each) for each in (a, b, c)] == [b, b, c]
    with database.write() as session:
        child_merges.split(session, ab, child_merges.merged_with(session, a), "officer-1", "Not one.", NOW)
    with database.read() as session:
        assert [children.surviving(session, each) for each in (a, b, c)] == [a, b, c]
        assert tray.names_of(session, ["case-a"]) == {"case-a": "Wren a"}
        assert child_merges.standing(session, a) is None


def test_a_sealed_child_closes_every_case_also_one_that_a_merge_brings(database: Database) -> None:
    one, other = plant(database, "one").child_id, plant(database, "other").child_id
    everybody = caseload.Seen("officer-9", None)
    with database.write() as session:
        access.seal_child(session, one, "head-1", "A child of staff.", NOW)
        access.grant_to_named(session, "case-one", "officer-2", reason="Covers.", by="head-1", at=NOW)
    both = frozenset({"case-one", "case-other"})
    with database.read() as session:
        assert access.is_sealed(session, "case-one") and not access.is_sealed(session, "case-other")
        assert access.sealed_to(session, "officer-9", NOW) == {"case-one"}
        assert access.sealed_to(session, "officer-2", NOW) == set()
        assert caseload.sees(session, everybody, both) == {"case-other"}
    made = merged(database, other, one)
    with database.read() as session:
        assert access.sealed_to(session, "officer-2", NOW) == {"case-other"}, (
            "a name for one case is not for the other"
        )
        assert caseload.sees(session, everybody, both) == frozenset()
    with database.write() as session:
        child_merges.split(session, made, [other], "officer-1", "Not one.", NOW)
    with database.read() as session:
        assert access.is_sealed(session, "case-one") and not access.is_sealed(session, "case-other")


def _young_person(session: Session) -> Party:
    """The one party that is the young person; the person that the request names is the parent."""
    parent, party = sorted(parties.of_case(session, "case-one"), key=lambda one: one.relationship)
    assert (parent.relationship, party.relationship) == ("parent", "young_person")
    return party


def test_the_young_person_as_a_party_has_the_name_of_the_record(database: Database) -> None:
    kept = plant(database, "one", Details("Wren Example", date(2006, 5, 5)))
    with database.write() as session:
        party = _young_person(session)
        assert (party.relationship, party.name) == ("young_person", "Wren Example")
        children.add_version(
            session, kept.child_id, Details("Wren Sample", date(2006, 5, 5)), from_on=TODAY, by="officer-1",
            why="A new surname.", at=NOW,
        )  # fmt: skip
        party = _young_person(session)
        assert party.name == "Wren Sample" and party.address.version == 1


def test_a_plan_names_the_record_of_the_child(database: Database) -> None:
    kept = plant(database, "one")
    with database.write() as session:
        plan, _ = plans.save_plan(session, "case-one", {"a": 1}, "officer-1", NOW)
    with database.read() as session:
        assert plan.child_id == kept.child_id
        assert plans.find_plan(session, plan.plan_id) == plan


def test_the_record_goes_with_the_last_case_and_all_that_was_merged_into_it(database: Database) -> None:
    a, b = plant(database, "a").child_id, plant(database, "b").child_id
    other = plant(database, "other").child_id
    merged(database, a, b)
    with database.write() as session:
        access.seal_child(session, b, "head-1", "A child of staff.", NOW)
        assert retention.destroy_rows(session, ["case-b"])["child_details"] == 0
        assert people.intake_of(session, "case-a") is not None, (
            "the details stay while a case of the child does"
        )
        removed = retention.destroy_rows(session, ["case-a"])
        assert {table: removed[table] for table in ("children", "child_details", "child_merges", "child_seals")} == {
            "children": 2, "child_details": 2, "child_merges": 1, "child_seals": 1,
        }  # fmt: skip
    with database.read() as session:
        assert [children.find(session, each) is None for each in (a, b, other)] == [True, True, False]
        for table in (CHILD_MERGES, CHILD_SEALS):
            assert session.scalar(select(func.count()).select_from(table)) == 0
        assert [
            session.scalar(select(func.count()).select_from(each)) for each in (CHILDREN, CHILD_DETAILS)
        ] == [1, 1]


def test_what_is_held_is_every_row_that_a_destruction_removes(database: Database) -> None:
    kept = plant(database, "one")
    with database.write() as session:
        people.add_note(session, "case-one", "Reasons.", "officer-1", NOW + timedelta(hours=1))
        rows = subject_access.rows_of(session, ["case-one"], [kept.child_id])
        removed = retention.destroy_rows(session, ["case-one"])
    assert removed.pop("access_log") == 0  # its lines stay, only reasons go
    assert {table: len(found) for table, found in rows.items() if table in removed} == removed
    assert rows["notes"][0]["text"] == "Reasons." and rows["child_details"][0]["name"] == "Wren Example"
