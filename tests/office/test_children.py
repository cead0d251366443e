"""Children's records: who sees what, and what a correction, a merge, a split and an export do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.access.permissions import Person, Right, Role
from casework.letters.dispatch import Dispatch
from casework.people.child import Correction, Details
from office.break_glass import break_glass
from office.child_merging import merge, split
from office.children import Source, correct, find, show
from office.gate import Gate, NotAllowed
from office.parties import move
from office.refusals import ActRefused, NoSuchChild
from office.retention import Folders
from office.seal import seal, seal_child
from office.staff import Caller
from office.subject_access import export, export_of_case
from records import access, case_log, cases, children, documents, outbox, parties, people
from records.database import Database
from tests.activities.steps import Story
from tests.databases import new_records

TODAY = date(2024, 6, 3)
NOW = datetime(2024, 3, 4, 9, tzinfo=UTC)
WHY = "The school confirmed that they are one."
NORTH = Person("officer-n1", "Sample North", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
SOUTH = Person("officer-s1", "Sample South", frozenset({Role.CASE_OFFICER}), frozenset({"south"}))
HEAD = Person("head-1", "Sample Head", frozenset({Role.HEAD_OF_SERVICE}))
A, B = "child-a", "child-b"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """One young person with two records: under one name in the north, and under another in the south."""
    found = new_records(tmp_path)
    for tail, team, name, born in (
        ("a", "north", "Wren Example", date(2006, 5, 5)),
        ("b", "south", "Wren Exampel", None),
    ):
        with found.write() as session:
            people.register(
                session,
                people.Intake(
                    f"key-{tail}", f"case-{tail}", None, name, born, f"{name}\n1 Sample Street", None, "parent",
                    date(2024, 3, 4), team, None, NOW, True, f"child-{tail}",
                ),
            )  # fmt: skip
        Story(f"case-{tail}").record(found)
        with found.write() as session:
            row = cases.find(session, f"case-{tail}")
            assert row is not None
            cases.save(session, replace(row, team=team, officer=f"officer-{team}"), [])
    yield found
    found.close()


def as_(database: Database, person: Person) -> Caller:
    return Caller(Gate(database, "console"), person)


def merged(database: Database, one: str = B, into: str = A) -> dict[str, object]:
    return merge(database, as_(database, HEAD), one, into, by="head-1", reason=WHY, today=TODAY)


def undone(database: Database, one: str = B) -> dict[str, object]:
    return split(database, as_(database, HEAD), one, by="head-1", reason="They were two after all.")


def seen_by(database: Database, person: Person, child_id: str) -> list[str]:
    return [one["case"] for one in show(database, as_(database, person), child_id, TODAY)["cases"]]


def test_a_child_is_shown_only_to_people_who_see_one_of_the_cases(database: Database) -> None:
    told = show(database, as_(database, NORTH), A, TODAY)
    assert told["details"]["name"] == "Wren Example" and told["details"]["born_on"] == "2006-05-05"
    assert [(one["case"], one["stage"]) for one in told["cases"]] == [("case-a", "deciding_to_assess")]
    with pytest.raises(NoSuchChild):
        show(database, as_(database, SOUTH), A, TODAY)
    with pytest.raises(NoSuchChild):
        show(database, as_(database, NORTH), "child-none", TODAY)


def test_what_was_read_is_logged(database: Database) -> None:
    show(database, as_(database, NORTH), A, TODAY)
    with database.read() as session:
        (entry, *_) = access.entries(session, person=NORTH.id)
    assert (entry.right, entry.thing, entry.allowed) == (Right.SEE_PERSONAL, A, True)


def test_a_merge_gives_no_one_access_to_the_other_cases(database: Database) -> None:
    told = merged(database)
    assert told["cases"] == [{"case": "case-b", "from": B}, {"case": "case-a", "from": A}]
    assert seen_by(database, NORTH, A) == ["case-a"]
    assert seen_by(database, SOUTH, A) == seen_by(database, SOUTH, B) == ["case-b"]
    assert sorted(seen_by(database, HEAD, B)) == ["case-a", "case-b"]
    for person, other in ((NORTH, "case-b"), (SOUTH, "case-a")):
        with pytest.raises(NotAllowed):
            as_(database, person).check(Right.SEE_CASE, other)
    with pytest.raises(NotAllowed):
        export(database, as_(database, NORTH), _folders(database), A, Path("never"), TODAY)


def test_a_name_or_broken_glass_for_one_case_does_not_reach_the_other(database: Database) -> None:
    gate = Gate(database, "console")
    seal(gate, HEAD, "case-a", "A child of a member of staff.", frozenset({"officer-s1", "head-1"}))
    break_glass(gate, NORTH, "case-b", "A complaint must be answered today.")
    merged(database, A, B)
    assert seen_by(database, NORTH, B) == ["case-b"], "the glass was broken for one case"
    with database.read() as session:
        assert [one.person for one in access.grants_of(session, "case-b", datetime.now(UTC))] == [
            "officer-n1"
        ]
        assert access.is_sealed(session, "case-a") and not access.is_sealed(session, "case-b")


def test_details_of_a_sealed_case_are_not_read_by_more_people_after_a_merge(database: Database) -> None:
    seal(Gate(database, "console"), HEAD, "case-a", "The address must not be known.")
    with pytest.raises(NoSuchChild):
        merged(database, B, A)
    with database.write() as session:
        for case_id in ("case-a", "case-b"):
            access.grant_to_named(session, case_id, "head-1", reason=WHY, by="head-1", at=NOW)
    told = merged(database)
    assert told["newly_sealed"] == ["case-b"]
    with pytest.raises(NoSuchChild):
        show(database, as_(database, SOUTH), A, TODAY)
    undone(database)
    with database.read() as session:
        assert access.is_sealed(session, "case-a") and not access.is_sealed(session, "case-b")


def _folders(database: Database) -> Folders:
    return Folders(Path("outbox"), Path("uploads"))


def test_a_merge_needs_a_person_who_may_act_in_every_case(database: Database) -> None:
    for person in (NORTH, SOUTH):
        with pytest.raises(NoSuchChild):
            merge(database, as_(database, person), B, A, by=person.id, reason=WHY, today=TODAY)
    with pytest.raises(ActRefused, match="Say who"):
        merge(database, as_(database, HEAD), B, A, by="", reason=WHY, today=TODAY)
    with pytest.raises(ActRefused, match="Say why"):
        merge(database, as_(database, HEAD), B, A, by="head-1", reason="same", today=TODAY)
    merged(database)
    with pytest.raises(NotAllowed, match="not act in every case"):
        split(database, as_(database, SOUTH), B, by="officer-s1", reason="They were two after all.")
    with pytest.raises(ActRefused, match="was merged into child-a; use that record"):
        merged(database)


def test_a_merge_is_told_logged_and_moves_no_letter_and_no_clock(database: Database) -> None:
    with database.write() as session:
        (party,) = parties.of_case(session, "case-b")
        letter = Dispatch(
            "letter-1", "case-b", date(2024, 3, 5), "acknowledgement", "family", "request_received", None, "", "letter",
            NOW, None, None, 0, party_id=party.party_id, address_version=1,
        )  # fmt: skip
        outbox.put(session, [letter])
        before = cases.obligations_of(session, "case-b"), cases.find(session, "case-b")
        queued = outbox.of_case(session, "case-b")
    told = merged(database)
    assert told["differed"] == [
        {"field": "name", "merged": "Wren Exampel", "survivor": "Wren Example"},
        {"field": "born_on", "merged": None, "survivor": "2006-05-05"},
    ]
    assert told["rights"] == [{"case": "case-b", "from": None, "to": "young_person"}]
    assert {"case": "case-b", "letter": "letter-1", "party": party.party_id, "address_version": 1} in told[
        "letters_waiting"
    ]  # type: ignore[operator]
    with database.read() as session:
        assert (cases.obligations_of(session, "case-b"), cases.find(session, "case-b")) == before
        assert outbox.of_case(session, "case-b") == queued
        assert [one.party_id for one in parties.of_case(session, "case-b")] == [party.party_id]
        for thing in (A, B, "case-a", "case-b"):
            (entry, *_) = access.entries(session, thing=thing)
            assert (entry.person, entry.why) == ("head-1", f"merged {B} into {A}: {WHY}")


def test_a_split_undoes_a_merge_exactly(database: Database) -> None:
    with database.read() as session:
        before = [children.find(session, each) for each in (A, B)]
    merged(database)
    told = undone(database)
    assert (told["returned"], told["staying"], told["changed_since"]) == (["case-b"], ["case-a"], [])
    with database.read() as session:
        assert [children.find(session, each) for each in (A, B)] == before
    assert seen_by(database, SOUTH, B) == ["case-b"]
    with pytest.raises(NoSuchChild):
        show(database, as_(database, SOUTH), A, TODAY)


def test_what_the_survivor_took_over_is_taken_back_by_a_split(database: Database) -> None:
    merged(database, A, B)
    assert show(database, as_(database, SOUTH), B, TODAY)["details"]["born_on"] == "2006-05-05"
    undone(database, A)
    told = show(database, as_(database, SOUTH), B, TODAY)
    assert told["details"]["born_on"] is None and len(told["versions"]) == 3


def test_what_changed_after_a_merge_is_told_and_not_undone(database: Database) -> None:
    merged(database)
    corrected(database, HEAD, Correction(name="Wren Sample"))
    with database.write() as session:
        people.register(
            session,
            people.Intake("key-c", "case-c", None, "Wren Sample", date(2006, 5, 5), None, None, "parent",
                          date(2024, 5, 4), "north", None, NOW, True, A),
        )  # fmt: skip
    Story("case-c", "2024-05-04").record(database)
    seal_child(Gate(database, "console"), HEAD, A, "The address must not be known.")
    with database.write() as session:
        for case_id in ("case-a", "case-b", "case-c"):
            access.grant_to_named(session, case_id, "head-1", reason=WHY, by="head-1", at=NOW)
    told = undone(database)
    assert told["changed_since"] == [
        "Case case-c was opened after the merge; it stays with child-a.",
        "The details were corrected after the merge; they stay with child-a.",
        "The child was sealed after the merge; child-b and child-a both stay sealed.",
    ]
    with database.read() as session:
        assert all(access.is_sealed(session, f"case-{tail}") for tail in "abc")
        child = children.child_of_case(session, "case-c")
        assert child is not None and child.current.details.name == "Wren Sample"


def corrected(database: Database, person: Person, correction: Correction) -> dict[str, object]:
    source = Source(TODAY, person.id, "The family told us.")
    return correct(database, as_(database, person), A, correction, source, TODAY)


def test_a_correction_shows_who_gains_the_right_and_where_letters_now_go(database: Database) -> None:
    told = corrected(database, NORTH, Correction(born_on=date(2012, 5, 5), address="2 New Street"))
    assert told["changed"] == ["born_on", "address"] and told["version"] == 2
    assert told["rights"] == [{"case": "case-a", "from": "young_person", "to": "parent"}]
    assert told["address_changed_in"] == ["case-a"]
    with database.read() as session:
        (party,) = parties.of_case(session, "case-a")
        assert (party.address.version, party.address.postal) == (2, "2 New Street")
        before = parties.find(session, party.party_id, 1)
        assert before is not None and before.address.postal == "1 Sample Street"


def test_a_correction_needs_a_person_who_may_act_in_a_case_of_the_child(database: Database) -> None:
    with pytest.raises(NoSuchChild):
        corrected(database, SOUTH, Correction(name="Wren Sample"))
    auditor = Person("auditor-1", "Sample Auditor", frozenset({Role.AUDITOR}))
    with pytest.raises(NotAllowed):
        corrected(database, auditor, Correction(name="Wren Sample"))


def test_the_young_persons_new_address_is_the_childs_too_but_not_out_of_a_sealed_case(
    database: Database,
) -> None:
    def address() -> str | None:
        with database.read() as session:
            child = children.child_of_case(session, "case-a")
            assert child is not None
            return child.current.details.address

    with database.read() as session:
        (party,) = parties.of_case(session, "case-a")
    move(database, party.party_id, {"postal": "2 New Street"}, "officer-n1")
    assert address() == "2 New Street"
    seal(Gate(database, "console"), HEAD, "case-a", "The address must not be known.")
    move(database, party.party_id, {"postal": "3 Hidden Street"}, "officer-n1")
    assert address() == "2 New Street"


def test_children_are_found_by_name_and_birth_with_why_and_only_where_a_case_may_be_seen(
    database: Database,
) -> None:
    (one,) = find(database, as_(database, NORTH), Details("Wren Example", date(2006, 5, 5)))
    assert (one["child"], one["match"], one["cases"]) == (A, "same", ["case-a"])
    assert find(database, as_(database, SOUTH), Details("Wren Example", date(2006, 5, 5))) == []
    assert {each["child"] for each in find(database, as_(database, HEAD), Details("wren"))} == {A, B}
    seal_child(Gate(database, "console"), HEAD, A, "A child of a member of staff.")
    assert find(database, as_(database, NORTH), Details("wren")) == []


def test_an_export_holds_everything_and_is_for_who_may_read_every_case(
    database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "export"
    told = export(database, as_(database, NORTH), Folders(tmp_path, tmp_path), A, folder, TODAY)
    held = json.loads((folder / "child.json").read_text(encoding="utf-8"))
    assert told["child"] == held["child"] == A and held["cases"] == ["case-a"]
    assert held["rows"]["child_details"][0]["name"] == "Wren Example"
    assert [line["event"] for line in held["rows"]["ledger"]] == [
        "request_received",
        "request_considered",
    ]
    assert "Wren Exampel" not in (folder / "child.json").read_text(encoding="utf-8")
    with pytest.raises(ActRefused, match="not empty"):
        export(database, as_(database, NORTH), Folders(tmp_path, tmp_path), A, folder, TODAY)
    with database.read() as session:
        entries = access.entries(session, person=NORTH.id, thing=A)
    assert {one.why for one in entries} == {"exported everything held"}


def test_a_case_leads_to_a_folder_with_an_index_of_every_paper_and_every_word(
    database: Database, tmp_path: Path
) -> None:
    mail = Dispatch(
        "case-a-1-9", "case-a", date(2024, 3, 4), "acknowledgement", "family", "request_received", None, "Dear reader",
        "email", NOW, NOW, None, 1, status="sent",
    )  # fmt: skip
    entry = case_log.Entry(
        "log-1", "case-a", "call", date(2024, 4, 2), "Ash", "They <rang> us.", False, NORTH.id, NOW
    )
    task = case_log.Task("task-1", "case-a", "Ring back", NORTH.id, date(2024, 4, 9), NORTH.id, NOW)
    with database.write() as session:
        outbox.put(session, [mail, replace(mail, dispatch_id="case-a-1-8", sent_at=None, status="waiting")])
        content = {"to": "ash@example.org", "subject": "Your request", "text": "We have it."}
        outbox.keep(session, mail.dispatch_id, json.dumps(content).encode(), "notice-v1", NOW)
        case_log.add_entry(session, entry, ["officer-n2"])
        case_log.add_task(session, task)
        documents.keep_document(
            session, "case-a", documents.NewFile("Report.pdf", "application/pdf", 9, "a" * 64), NORTH.id, NOW
        )
    folder = tmp_path / "subject"
    told = export_of_case(
        database, as_(database, NORTH), Folders(tmp_path, tmp_path), "case-a", folder, TODAY
    )
    assert (told["child"], told["letters"], told["documents"]) == (A, 1, 0)
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="letters/case-a-1-9.txt"' in page and "Not written yet, or recalled" in page
    assert "Report.pdf" in page and "The file is missing." in page
    assert "They &lt;rang&gt; us." in page and "Ring back" in page and "1 Sample Street" in page
    held = json.loads((folder / "child.json").read_text(encoding="utf-8"))["rows"]
    assert held["case_mentions"][0]["person"] == "officer-n2"
    for each in re.findall(r'href="((?!#)[^"]+)"', page):
        assert (folder / each).is_file()
    with pytest.raises(NotAllowed):
        export_of_case(database, as_(database, SOUTH), Folders(tmp_path, tmp_path), "case-a", folder, TODAY)


def test_the_log_goes_along_when_records_are_merged(database: Database, tmp_path: Path) -> None:
    entry = case_log.Entry(
        "log-2", "case-b", "note", date(2024, 4, 2), None, "Seen at the south office.", False, SOUTH.id, NOW
    )
    with database.write() as session:
        case_log.add_entry(session, entry, [])
    merged(database)
    folder = tmp_path / "both"
    export_of_case(database, as_(database, HEAD), Folders(tmp_path, tmp_path), "case-a", folder, TODAY)
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "Seen at the south office." in page and "case-a" in page and "case-b" in page
