"""Standards on catalogues of an authority that the product has never seen, with the report recounted by a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from casework.people.parties import ATTENDED, Address, Party
from casework.standards.links import EVIDENCE
from office.standard_links import Wish, link
from records import parties
from records.database import Database
from tests.activities.people import register
from tests.activities.steps import Story, at_nine
from tests.databases import new_records
from tests.running import Answer, here

HEAD = (
    "catalogue,title,owner,version,status,effective_from,effective_to,source_url,id,layer,phase,area_of_need,"
    "area_of_development,statement,who_secures,who_funds,evidence_examples,legal_basis,supersedes\n"
)
STATEMENTS = {"R-1": "Each lesson has a visual plan.", "R-2": "A small group reads together each week.", "R-3": "A quiet room is open."}  # fmt: skip
FEWEST = 5


def catalogue(name: str, owner: str, version: str, first: str, last: str = "", words: str = "") -> str:
    """A catalogue as a CSV file; `words` replaces the statement of R-1."""
    rows = []
    for number, (one, statement) in enumerate(STATEMENTS.items()):
        of = f"{name},{name.title()},{owner},{version},in force,{first},{last},," if number == 0 else "," * 8
        said = words if words and one == "R-1" else statement
        rows.append(
            f"{of}{one},Universal,all,Communication and interaction,,{said},The school,The school,Plan,none,\n"
        )
    return HEAD + "".join(rows)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = new_records(tmp_path)
    yield found
    found.close()


def case_of(database: Database, number: int, received: str, school: str = "School A") -> str:
    case = f"case-{'abcdefghjk'[number % 10]}{number:011d}"
    register(database, case)
    Story(case, received).record(database)
    with database.write() as session:
        for old in (one for one in parties.of_case(session, case) if one.relationship == ATTENDED):
            parties.end(session, old.party_id, at_nine(received).date())
        party = Party(parties.new_id(), case, ATTENDED, name=school, address=Address(1))
        parties.add(session, party, at_nine(received), "officer-1")
    return case


def give(tmp_path: Path, *words: str) -> Answer:
    answer = here("standards", *words, data=tmp_path)
    assert answer.code == 0, answer.err
    return answer


def load(tmp_path: Path, text: str) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_text(text, encoding="utf-8")
    give(tmp_path, "load", str(file))


def test_a_case_of_may_keeps_the_text_of_may_when_june_and_a_second_catalogue_come(database: Database, tmp_path: Path) -> None:  # fmt: skip
    load(tmp_path, catalogue("river", "local", "may", "2026-05-01"))
    may = case_of(database, 1, "2026-05-11")
    load(tmp_path, catalogue("national", "national", "1", "2026-05-15", "2026-08-31"))
    load(tmp_path, catalogue("river", "local", "june", "2026-06-01", words="Each lesson begins in one way."))
    june = case_of(database, 2, "2026-06-15")
    for case in (may, june):
        give(tmp_path, "link", case, "river/R-1", "--answer", "not_tried")
    judged = {case: give(tmp_path, "show", case, "--json").json for case in (may, june)}
    assert versions(judged[may]) == {"river": "may"}
    assert versions(judged[june]) == {"river": "june", "national": "1"}
    assert judged[may]["links"][0]["statement"] == STATEMENTS["R-1"]
    assert judged[june]["links"][0]["statement"] == "Each lesson begins in one way."


def versions(told: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {one["catalogue"]: one["version"] for one in told["judged_on"]}


def test_a_standard_that_is_withdrawn_still_reads_in_the_case_that_was_linked(database: Database, tmp_path: Path) -> None:  # fmt: skip
    load(tmp_path, catalogue("river", "local", "1", "2026-05-01"))
    case = case_of(database, 1, "2026-05-11")
    give(tmp_path, "link", case, "R-2", "--answer", "met")
    give(tmp_path, "withdraw", "river", "1", "R-2", "--reason", "It is merged with R-1.")
    (kept,) = give(tmp_path, "show", case, "--json").json["links"]
    assert (kept["standard"], kept["statement"]) == ("R-2", STATEMENTS["R-2"])
    refused = here("standards", "link", case, "R-2", "--answer", "not_tried", data=tmp_path)
    assert (refused.code, "is withdrawn" in refused.err) == (1, True)


def test_the_report_equals_the_script_wherever_a_number_is_shown(database: Database, tmp_path: Path) -> None:  # fmt: skip
    load(tmp_path, catalogue("river", "local", "1", "2026-05-01"))
    random, true = Random(22), Counter[tuple[str, str]]()
    for number in range(60):
        school = random.choice(["School A", "School B", "School C"])
        case = case_of(database, number, "2026-05-11", school)
        answers = {
            one: random.choice(["not_tried", "not_tried", "met", "not_applicable"]) for one in STATEMENTS
        }
        wishes = [Wish(EVIDENCE, answer, standard) for standard, answer in answers.items()]
        link(database, case, wishes, "officer-1", date(2026, 5, 12))
        true.update((standard, school) for standard, answer in answers.items() if answer == "not_tried")
    told = give(tmp_path, "report", "--json").json["not_tried"]
    shown = 0
    for row in told["rows"]:
        standard = row["row"].split()[0]
        for school, number in row["cases"].items():
            assert number in (None, true[standard, school]), (standard, school)
            assert number is None or number == 0 or number >= FEWEST
            shown += number is not None
    assert shown >= 6 and {row["row"].split()[0] for row in told["rows"]} == set(STATEMENTS)
    totals = [row["all"] for row in told["rows"]]
    assert totals == sorted(totals, key=lambda one: -(one or 0)), "the most often not tried comes first"
