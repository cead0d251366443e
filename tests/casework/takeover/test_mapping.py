"""A mapping turns the columns, codes and dates of another system into ours, and its own faults are told with their lines."""

from __future__ import annotations

import pytest

from casework.takeover.mapping import FileMapping
from casework.takeover.mapping_file import Columns, read_mapping

CASES = Columns(
    ("reference", "child_name", "family", "source", "received_on", "team", "acts"),
    ("child_name", "received_on", "team"),
    frozenset({"received_on"}),
)
NEEDED = "  columns:\n    child_name: Name\n    received_on: Received\n    team: {always: north}\n"


def read(text: str) -> FileMapping:
    found, faults = read_mapping("m.yaml", text, {"cases": CASES})
    assert faults == []
    return found["cases"]


def faults(text: str) -> list[tuple[int, str]]:
    return [(one.row, one.says) for one in read_mapping("m.yaml", text, {"cases": CASES})[1]]


def test_columns_are_joined_by_spaces_or_lines_and_codes_become_ours() -> None:
    mapping = read(
        "cases:\n"
        + NEEDED
        + "    family: {lines: [Parent, Street]}\n    source: {from: Asker, codes: {School: setting, 5: other}}\n"
    )
    row = {
        "Name": "Wren Example",
        "Parent": "Ash Example",
        "Street": "",
        "Asker": "5",
        "Received": "2026-03-02",
    }
    assert mapping.row(row) == (
        {
            "child_name": "Wren Example", "received_on": "2026-03-02", "team": "north", "family": "Ash Example",
            "source": "other",
        },
        [],
    )  # fmt: skip
    told, wrong = mapping.row({**row, "Asker": "The vicar"})
    assert "source" not in told
    assert wrong == [
        ("Asker", "'The vicar' has no code in the mapping; add it to the codes, or correct the value.")
    ]


@pytest.mark.parametrize(
    ("dates", "written", "read_as"),
    [
        ("day/month/year", "02/03/2026", "2026-03-02"),
        ("day/month/year", "2/3/2026 00:00", "2026-03-02"),
        ("month/day/year", "03/02/2026", "2026-03-02"),
        ("year-month-day", "2026-3-2", "2026-03-02"),
        ("day/month/year", "02/03/26", "02/03/26"),
        ("day/month/year", "2 March 2026", "2 March 2026"),
        ("day/month/year", "soon", "soon"),
    ],
)
def test_a_date_is_read_as_the_mapping_says_and_what_is_no_date_stays_as_it_is(
    dates: str, written: str, read_as: str
) -> None:
    mapping = read(f"cases:\n  dates: {dates}\n{NEEDED}")
    assert mapping.row({"Received": written})[0]["received_on"] == read_as


def test_a_date_is_an_act_where_other_columns_have_the_wanted_values_and_acts_are_in_order_of_day() -> None:
    mapping = read(
        "cases:\n  dates: day/month/year\n"
        + NEEDED
        + '  acts:\n    - {act: plan_agreed, day: P2}\n    - {act: assessment_agreed, day: P1, when: {O1: ["Yes", Agreed]}}\n'
        + "    - {act: assessment_refused, day: P1, when: {O1: 'No'}, set: {reason: {from: Why}}}\n"
        + "    - {act: advice_requested, day: EP, of: educational_psychologist, set: {note: By letter}}\n"
    )
    agreed = mapping.row({"P1": "02/03/2026", "O1": "Yes", "P2": "01/06/2026", "EP": "04/03/2026"})[0]
    assert agreed["acts"].splitlines() == [
        "assessment_agreed 2026-03-02",
        'advice_requested 2026-03-04 of=educational_psychologist note="By letter"',
        "plan_agreed 2026-06-01",
    ]
    refused = mapping.row({"P1": "02/03/2026", "O1": "No", "Why": "Met; in full"})[0]
    assert refused["acts"] == 'assessment_refused 2026-03-02 reason="Met; in full"'
    assert "acts" not in mapping.row({"P1": "02/03/2026", "O1": "Put off"})[0]


def test_every_fault_of_a_mapping_is_told_with_its_line() -> None:
    found = faults(
        "cases:\n"
        "  dates: d/m/y\n"
        "  colums: {}\n"
        "  columns:\n"
        "    child_nam: Name\n"
        "    received_on: Received\n"
        "    team: {always: north, from: Team}\n"
        "  acts:\n"
        "    - {act: assesment_agreed, day: P1}\n"
        "    - {act: advice_requested, day: EP}\n"
        "    - {act: plan_agreed}\n"
        "    - {act: plan_refused, day: P2, set: {colour: red}}\n"
        "plans: {}\n"
    )
    assert [line for line, _ in found] == [2, 3, 4, 5, 7, 9, 10, 11, 12, 13]
    assert [says for line, says in found if line in (5, 9)] == [
        "'child_nam' is not known here; perhaps child_name is meant.",
        "There is no act 'assesment_agreed' that people record; perhaps assessment_agreed is meant.",
    ]
    assert "child_name is missing; every row needs it." in dict(found)[4]
    assert dict(found)[10] == "advice_requested needs to say which adviser it is about; give of."


def test_a_mapping_that_is_not_yaml_or_names_a_part_twice_is_told_with_its_line() -> None:
    assert faults("cases: [\n")[0][1].startswith("Line 2 is not YAML. Correct it")
    assert faults("cases:\n  dates: a\n  dates: b\n") == [
        (3, "'dates' is given twice in one place; keep one of them.")
    ]
    assert "no list of names with values" in faults("- cases\n")[0][1]
