"""Work of the past is entered at once, tells no one, and shows once what is owed now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from office.past_work import check, owed, read_file, read_rows
from office.refusals import ActRefused
from office.uploads import Uploads
from records import ledger
from records.database import Database
from tests.activities.people import register
from tests.activities.steps import Story
from tests.databases import new_records

CASE = "case-abc234def567"
NOW = datetime(2024, 9, 2, 9, tzinfo=UTC)
TODAY = date(2024, 9, 2)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = new_records(tmp_path)
    register(found, CASE)
    Story(CASE).record(found)
    yield found
    found.close()


@pytest.fixture
def evidence(database: Database, tmp_path: Path) -> str:
    uploads = Uploads(database, tmp_path / "uploads")
    kept, _ = uploads.keep(CASE, "letters.txt", b"Copies of the letters of spring.", "officer-1")
    return kept.document_id


def rows(evidence: str, *more: dict[str, Any]) -> list[dict[str, Any]]:
    told = {"told_how": "posted", "told_evidence": evidence}
    return [
        {"action": "assessment_agreed", "on": "2024-04-10", **told},
        {"action": "advice_requested", "on": "2024-04-11", "of": "school,health", **told},
        {"action": "advice_received", "on": "2024-05-20", "of": "school"},
        *more,
    ]


def test_the_acts_are_checked_together_and_only_what_is_owed_now_is_told(
    database: Database, evidence: str
) -> None:
    found = check(database, CASE, read_rows(rows(evidence), TODAY), NOW)
    kinds = [(one.about, one.to_role, one.of) for one in found.recorded.notices]
    assert not {"family"} & {role for _, role, _ in kinds}, "no letter goes to the family"
    assert len(kinds) == len(set(kinds)), "each person is told once of each limit"
    late = [(one["title"], one["of"]) for one in owed(found.outlook) if one["status"] == "overdue"]
    assert ("health" in {of for _, of in late}) and len(late) >= 2
    with database.read() as session:
        assert len(ledger.facts_of(session, CASE)) < 4, "nothing is recorded by a check"


def test_recorded_one_by_one_the_same_acts_would_tell_more(database: Database, evidence: str) -> None:
    whole = check(database, CASE, read_rows(rows(evidence), TODAY), NOW).recorded.notices
    every = [line for line in check(database, CASE, read_rows(rows(evidence), TODAY), NOW).recorded.lines if line.kind == "moment"]  # fmt: skip
    assert len(whole) < sum(len(line.fields["told"]) for line in every)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"action": "plan_agreed", "on": "2024-06-03"}, "Row 4: Agree to make a plan needs how the person was told"),
        ({"action": "plan_agreed", "on": "2024-06-03", "told_how": "posted", "told_evidence": "doc-none"}, "Row 4: This case has no document"),
        ({"action": "no_such", "on": "2024-06-03"}, "Row 4: There is no act 'no_such'"),
        ({"action": "advice_received", "on": "2024-05-31"}, "Row 4: Record advice needs to say which adviser"),
        ({"action": "advice_received", "on": "soon", "of": "health"}, "Row 4: "),
        ({"action": "advice_received", "of": "health"}, "Row 4: give the act and the date"),
        ({"action": "final_issued", "on": "2024-06-03"}, "Row 4: You cannot issue the final plan"),
    ],
)  # fmt: skip
def test_one_wrong_row_is_named_and_none_is_entered(
    database: Database, evidence: str, row: dict[str, Any], said: str
) -> None:
    with pytest.raises(ActRefused) as refused:
        check(database, CASE, read_rows(rows(evidence, row), TODAY), NOW)
    assert str(refused.value).startswith(said)


def test_a_final_plan_is_not_entered_before_the_familys_time_after_a_draft_of_the_same_entry(
    database: Database, evidence: str
) -> None:
    told = {"told_how": "posted", "told_evidence": evidence}
    health = {"action": "advice_received", "on": "2024-05-21", "of": "health"}
    agreed = {"action": "plan_agreed", "on": "2024-06-03", **told}
    draft = {"action": "draft_issued", "on": "2024-06-10", **told}
    final = {"action": "final_issued", "on": "2024-06-12", "explained": "It was urgent.", **told}
    with pytest.raises(ActRefused, match=r"Row 7: The final plan cannot be issued before"):
        check(database, CASE, read_rows(rows(evidence, health, agreed, draft, final), TODAY), NOW)
    later = {**final, "on": "2024-07-01"}
    found = check(database, CASE, read_rows(rows(evidence, health, agreed, draft, later), TODAY), NOW)
    assert found.outlook.stage == "plan_issued"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("work.csv", "action,on,on\nassessment_agreed,2024-04-10,2024-04-11\n", "The column 'on' is there twice"),
        ("work.csv", 'action,on\n"assessment_agreed"x,2024-04-10\n', "Line 2 is not CSV"),
        ("work.json", '[{"action": "assessment_agreed", "on": "2024-04-10", "on": "2024-04-11"}]', "The key 'on' is given twice"),
        ("work.json", "[" * 100_000, "The file is not JSON"),
        ("work.json", "[", "The file is not JSON"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(name: str, text: str, said: str) -> None:
    with pytest.raises(ActRefused, match=said):
        read_file(name, text, TODAY)


def test_a_file_is_csv_or_json(evidence: str) -> None:
    table = f'action,on,of,told_how,told_evidence\nadvice_requested,2024-04-11,"school,health",posted,{evidence}\n'
    (one,) = read_file("work.csv", table, TODAY)
    (same,) = read_file("work.json", json.dumps([{"action": "advice_requested", "on": "2024-04-11", "of": "school,health", "fields": {"told_how": "posted", "told_evidence": evidence}}]), TODAY)  # fmt: skip
    assert one == same
    for name, text in (("a.csv", "name\nx\n"), ("a.csv", "action,on\nx,y,z\n"), ("a.json", "{"), ("a.json", '["x"]'), ("a.csv", "action,on\n")):  # fmt: skip
        with pytest.raises(ActRefused):
            read_file(name, text, TODAY)
