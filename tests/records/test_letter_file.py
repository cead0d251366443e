"""Everything for a letter is read once, and an e-mail reads only its addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from casework.letters.dispatch import Dispatch
from casework.people.parties import Address, Party
from records import ledger, parties, people, plans, tailored_lists
from records.database import Database
from records.letter_file import address_file, case_people, letter_file

NOW = datetime(2024, 4, 10, 9, tzinfo=UTC)
LETTER = Dispatch(
    dispatch_id="case-a-2-1", case_id="case-a", on=NOW.date(), kind="draft_plan", to_role="health_body",
    about="draft_issued", of=None, text="Text.", channel="letter", queued_at=NOW, sent_at=None, location=None, attempts=0,
)  # fmt: skip
REQUEST = people.Intake(
    intake_key="k", case_id="case-a", reference=None, child_name="Wren Example", born_on=date(2015, 5, 5),
    family_name_and_address="The family\n1 Sample Street", family_email=None, source="parent",
    received_on=date(2024, 3, 4), team="north", officer=None, registered_at=NOW, started=True,
)  # fmt: skip


def line(seq: int, event: str, **fields: Any) -> ledger.LedgerLine:
    return ledger.LedgerLine(seq, "act", event, NOW.date(), NOW, "drafting", "Text.", fields=fields)


@contextmanager
def counted(session: Session) -> Iterator[Counter[str]]:
    """Count how often each table is read."""
    found: Counter[str] = Counter()

    def count(_c: object, _k: object, statement: str, *_: object) -> None:
        found.update(re.findall(r"FROM (\w+)", statement))

    event.listen(session.get_bind(), "before_cursor_execute", count)
    try:
        yield found
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", count)


def kept(database: Database) -> tuple[str, str, str]:
    """Add a case with a plan, a list and a text. Returns their ids."""
    with database.write() as session:
        people.register(session, REQUEST)
        board = Party("party-b", "case-a", "health_body", name="Board", address=Address(1, "2 Road"))
        parties.add(session, board, NOW + timedelta(minutes=1), None)
        plan, _ = plans.save_plan(session, "case-a", {"a": 1}, None, NOW)
        made = tailored_lists.keep_list(session, "case-a", {"entries": []}, None, NOW)
        text = people.add_note(session, "case-a", "Because.", None, NOW)
        acts = [
            line(1, "request_received"),
            line(2, "draft_issued", document=plan.plan_id, list=made, note=text),
        ]
        ledger.append(session, "case-a", acts)
    return plan.plan_id, made, text


def test_a_letter_has_the_documents_and_texts_that_its_act_names(database: Database) -> None:
    _, _, text = kept(database)
    with database.read() as session:
        file = letter_file(session, LETTER)
    assert file.plan is not None and (file.plan.version, file.plan.content) == (1, {"a": 1})
    assert file.tailored_list == {"entries": []} and file.texts == {text: "Because."}
    assert (file.child, file.born_on) == ("Wren Example", date(2015, 5, 5))
    assert file.family == ("The family", "1 Sample Street")
    assert [one.event for one in file.lines] == ["request_received", "draft_issued"]
    assert [one.relationship for one in file.address.candidates] == ["parent", "health_body"]


def test_each_table_is_read_once_for_a_letter(database: Database) -> None:
    kept(database)
    with database.read() as session, counted(session) as found:
        letter_file(session, LETTER)
    assert found.pop("addresses") == 2  # one for each party of the case
    assert found.pop("children") == 2  # its record, and whether a record of the same child is sealed
    assert set(found) >= {"ledger", "intakes", "obligations", "parties", "plans", "tailored_lists", "notes"}
    assert set(found.values()) == {1}


def test_more_letters_of_a_case_read_its_ledger_and_people_no_more_often(database: Database) -> None:
    kept(database)
    with database.read() as session, counted(session) as found:
        for number in range(8):
            letter_file(session, replace(LETTER, dispatch_id=f"case-a-2-{number}"))
    assert {
        found[table] for table in ("ledger", "intakes", "obligations", "parties", "authority_profiles")
    } <= {0, 1}
    assert found["ledger"] == found["parties"] == 1


def test_a_session_that_writes_reads_what_it_wrote(database: Database) -> None:
    kept(database)
    with database.write() as session:
        before = case_people(session, "case-a")
        ledger.append(session, "case-a", [line(3, "advice_requested")])
        after = case_people(session, "case-a")
    assert len(after.lines) == len(before.lines) + 1


def test_an_email_reads_no_ledger_and_no_child(database: Database) -> None:
    kept(database)
    with database.read() as session, counted(session) as found:
        file = letter_file(session, replace(LETTER, channel="email"))
    assert not {"ledger", "intakes", "obligations", "plans"} & set(found)
    assert file.child is None and file.address.candidates


def test_a_bound_dispatch_has_its_party_as_it_was_and_as_it_is(database: Database) -> None:
    kept(database)
    with database.write() as session:
        parties.add_address(session, "party-b", Address(0, "9 New Road"), NOW, None)
    bound = replace(LETTER, party_id="party-b", address_version=1)
    with database.read() as session:
        address = address_file(session, bound)
    assert address.bound is not None and address.bound.address.postal == "2 Road"
    assert address.current is not None and address.current.address.postal == "9 New Road"
    assert address.candidates == ()


def test_who_a_case_concerns_is_read_for_the_binding_of_its_notices(database: Database) -> None:
    kept(database)
    with database.read() as session:
        known = case_people(session, "case-a")
        empty = case_people(session, "case-b")
    assert [one.relationship for one in known.parties] == ["parent", "health_body"]
    assert known.born_on == date(2015, 5, 5) and known.lines[0].event == "request_received"
    assert (empty.parties, empty.born_on, empty.lines) == ((), None, ())
