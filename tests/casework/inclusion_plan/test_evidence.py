"""The evidence of a plan: counted right, the same when it is made again, and without small numbers."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date

from casework.inclusion_plan.counted_cases import plans_in_force
from casework.inclusion_plan.evidence import Evidence, Sources, evidence, placements
from casework.inclusion_plan.evidence_comparison import moved
from casework.inclusion_plan.evidence_table import HIDDEN, TOTAL, EvidenceTable, as_csv
from casework.inclusion_plan.plan_types import PLAN_TYPES
from casework.inclusion_plan.provision_wanted import ProvisionRow
from casework.measures.case_life import CaseLife
from casework.settings.settings import Setting
from casework.small_numbers.suppression import PublishedTable, is_small
from tests.casework.inclusion_plan.lives import AS_AT, caseload, life, plan
from tests.casework.small_numbers.solver import worked_out

_CROSSED = (
    "requests_need",
    "requests_age",
    "requests_month",
    "requests_source",
    "plans_need_phase",
    "plans_need_setting",
    "plans_years",
)


def made(lives: list[CaseLife], **more: object) -> Evidence:
    return evidence(Sources(lives, **more), AS_AT, "england-2014", {})  # type: ignore[arg-type]


def table(found: Evidence, table_id: str) -> EvidenceTable:
    one = found.table(table_id)
    assert one is not None
    return one


def cells(one: EvidenceTable) -> dict[tuple[str, str], int | str | None]:
    return {
        (name, column): cell for name, row in one.rows for column, cell in zip(one.columns, row, strict=True)
    }


def test_made_again_from_the_same_cases_it_is_the_same_to_the_byte() -> None:
    lives = caseload()
    first = made(lives)
    shuffled = list(lives)
    random.Random(4).shuffle(shuffled)
    again = made(shuffled)
    assert json.dumps(first.content) == json.dumps(again.content) and first.id == again.id
    assert Evidence.of_content(json.loads(json.dumps(first.content))).id == first.id
    assert evidence(Sources(lives), AS_AT, "england-2014", {"growth_in_new_plans": "4"}).id != first.id


def test_totals_are_those_that_a_script_counts() -> None:
    lives = caseload()
    found = made(lives)
    asked = [one for one in lives if one.received_on and date(2025, 9, 30) < one.received_on <= AS_AT]
    held = plans_in_force(lives, AS_AT)
    for table_id in _CROSSED:
        total = cells(table(found, table_id))[TOTAL, TOTAL]
        assert total == (len(asked) if table_id.startswith("requests") else len(held)), table_id
    refused = sum(one.decided_to_assess_on is not None and not one.agreed_to_assess for one in asked)
    assert cells(table(found, "requests_need"))[TOTAL, "Refused"] == refused


def test_planted_small_cells_cannot_be_solved_from_the_totals() -> None:
    found = made(caseload())
    hidden = 0
    for table_id in _CROSSED:
        one = table(found, table_id)
        named = cells(one)
        assert not [cell for cell in named.values() if isinstance(cell, int) and is_small(cell)], table_id
        rows = tuple(name for name, _ in one.rows if name != TOTAL)
        columns = tuple(name for name in one.columns if name != TOTAL)
        published = PublishedTable(
            rows,
            columns,
            {(row, column): named[row, column] for row in rows for column in columns},  # type: ignore[misc]
            {row: named[row, TOTAL] for row in rows},  # type: ignore[misc]
            {column: named[TOTAL, column] for column in columns},  # type: ignore[misc]
            named[TOTAL, TOTAL],  # type: ignore[arg-type]
        )
        assert worked_out(published) == [], table_id
        hidden += sum(cell is None for cell in published.cells.values())
    assert hidden > 10, "the caseload has small cells to hide"


def test_tables_of_one_family_show_the_same_totals() -> None:
    found = made(caseload())
    outcomes = [
        {column: cell for (name, column), cell in cells(table(found, each)).items() if name == TOTAL}
        for each in _CROSSED
        if each.startswith("requests")
    ]
    assert outcomes.count(outcomes[0]) == len(outcomes)


def test_a_table_says_why_it_is_absent() -> None:
    found = made([plan(f"case-{each}") for each in range(4)])
    assert {one.absent for one in found.tables if one.id.startswith("plans_need")} == {
        "There are fewer than five, so nothing about them is shown."
    }
    assert all(one.rows or one.absent for one in found.tables)
    assert "Reason" in as_csv(table(found, "voice")) and "themes" in as_csv(table(found, "voice"))


def test_every_table_that_a_section_shows_is_made() -> None:
    made_here = {one.id for one in made([]).tables}
    shown = {each for one in PLAN_TYPES.values() for section in one.sections for each in section.evidence}
    assert shown <= made_here
    assert len({one.title for one in made([]).tables}) == len(made_here)


def test_a_hidden_number_and_a_formula_are_plain_in_csv() -> None:
    one = EvidenceTable("x", "X", "Need", ("A", "B"), (("=1+1", (None, 7)),), "us")
    assert as_csv(one) == f"Need,A,B\r\n'=1+1,{HIDDEN},7\r\n"


def test_advice_is_late_from_the_day_after_it_was_due() -> None:
    one = table(made(caseload()), "waits_advice")
    ((name, found),) = one.rows
    assert name == "Educational psychologist" and isinstance(found[2], int) and 0 < found[2] < 100


def test_a_plan_moved_away_from_is_no_longer_counted() -> None:
    held = [plan(f"case-{each}") for each in range(9)]
    gone = [replace(one, ended_on=AS_AT) for one in held[:2]]
    assert cells(table(made([*held[2:], *gone]), "plans_years"))[TOTAL, TOTAL] == 7


def test_a_child_with_two_cases_has_one_plan_and_none_once_it_ended() -> None:
    held = [plan(f"case-{each}") for each in range(6)]
    later = {"is_request": False, "received_on": date(2026, 1, 10), "child_id": held[0].child_id}
    assert len(plans_in_force([*held, life("case-later", **later)], AS_AT)) == 6
    ended = life("case-later", **later, plan_ended_on=date(2026, 6, 1))
    assert len(plans_in_force([*held, ended], AS_AT)) == 5
    assert len(plans_in_force([*held, ended], date(2026, 5, 31))) == 6


def test_provision_is_counted_by_profession_for_plans_in_force() -> None:
    held = [plan(f"case-{each}") for each in range(6)]
    rows = [
        ProvisionRow(one.case_id, "Speech and language therapist", "Once a week", "30 minutes")
        for one in held
    ]
    rows.append(ProvisionRow("case-of-another", "Speech therapist", "daily", "1 hour"))
    found = table(made(held, provisions=rows), "provision_wanted")
    assert found.rows == (("Speech and language therapist", ("3.0", 6, 0)),)


def test_places_are_those_of_the_open_settings() -> None:
    school = Setting(
        "100001", "Invented School", "special", "999", None, None, is_open=True, places=80, on_roll=91
    )
    closed = replace(school, urn="100002", is_open=False)
    found = table(made([], settings=[school, closed], settings_as_at=date(2026, 6, 1)), "capacity")
    assert found.rows[0] == ("Special school", (1, 80, 91, 0, 0)) and "1 June 2026" in found.note


def test_children_out_of_the_area_are_counted_by_the_setting_that_they_attend_and_small_numbers_hidden() -> (
    None
):
    held = [
        replace(one, setting=f"urn-{number % 10 // 6}" if number % 31 else None)
        for number, one in enumerate(caseload())
    ]
    in_area = {"urn-0": True, "urn-1": False}
    by_type, by_need = (
        table(made(held, in_area=in_area), name) for name in ("plans_area", "plans_area_need")
    )
    outside = sum(one.setting == "urn-1" for one in plans_in_force(held, AS_AT))
    assert by_type.columns == ("Out of the area", "In the area, or setting not recorded", TOTAL)
    assert (
        cells(by_type)[TOTAL, "Out of the area"] == cells(by_need)[TOTAL, "Out of the area"] == outside > 20
    )
    assert not [cell for one in (by_type, by_need) for cell in cells(one).values() if cell in (1, 2, 3, 4)]
    without = table(made(held), "plans_area")
    assert "which local authority you are" in without.absent and not without.rows


def test_placements_are_counted_by_tier() -> None:
    found = placements([{"tier": "Tier 2", "result": "Returned"}] * 7)
    assert found.rows == (("Tier 2", (7, 7)), (TOTAL, (7, 7)))


def test_what_moved_between_two_years_is_shown_and_hidden_numbers_are_not() -> None:
    before = made([plan(f"case-{each}") for each in range(9)])
    after = made([plan(f"case-{each}") for each in range(12)])
    found = {one.id: one for one in moved(before, after)}
    (first, *_) = found["plans_years"].moved
    assert (first.before, first.after, first.change) == (9, 12, "+3")
    assert moved(before, before) == ()
    assert found["capacity" if "capacity" in found else "plans_years"].title
    fewer = made([plan("case-1")])
    assert {one.only_in for one in moved(before, fewer) if one.id.startswith("plans_need")} == {"before"}
