"""A file of a caseload is checked whole: every fault with its row, its column and the mend, before anything is written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from office.caseload_form import mapped, read_table
from office.take_over import Caseload, in_one, mapping_in, outlook_of_request, read_cases
from tests.running import ROOT

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
SAMPLES = ROOT / "samples" / "caseload"
HEAD = "reference,child_name,born_on,received_on,team,acts"


def read(*rows: str, head: str = HEAD, second: bool = False) -> Caseload:
    table = read_table("cases.csv", "\n".join((head, *rows, "")))
    return in_one([read_cases(table, TODAY)], NOW, second=second)


def faults(*rows: str, head: str = HEAD, second: bool = False) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in read(*rows, head=head, second=second).faults]


def test_the_sample_has_no_fault_and_a_case_in_every_part_of_its_life() -> None:
    text = (SAMPLES / "cases.csv").read_text(encoding="utf-8")
    caseload = in_one([read_cases(read_table("cases.csv", text), TODAY)], NOW)
    assert caseload.faults == ()
    stages = {str(outlook_of_request(request, NOW).stage) for request in caseload.requests}
    assert stages == {
        "assessing", "assessment_refused", "deciding_to_assess", "finalising", "plan_issued", "withdrawn"
    }  # fmt: skip


def test_every_fault_of_a_file_is_found_at_once() -> None:
    found = read(
        "A-1,Sample One,2018-05-05,2026-03-02,north,assessment_agreed 2026-03-30",
        "A-2,Mum,31 Feb 2019,2026-03,,plan_agreed 2026-04-01 colour=red",
        "A-1,Sample Two,2018-05-05,2026-03-02,north,",
        "A-4,Sample Four,2018-05-05,2026-03-02,north,assessment_agreed 2026-03-30; plan_agreed 2026-03-20",
        "A-5,Sample Five,2018-05-05,3000-01-01,north,",
        "A-6,Sample Six,2018-05-05,2026-03-02,north,mediation_ended 2026-04-01",
    )
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (3, "team"), (3, "received_on"), (3, "born_on"), (3, "acts"), (3, "child_name"),
        (4, "reference"), (5, "acts"), (6, "received_on"), (7, "acts"),
    ]  # fmt: skip
    said = [fault.says for fault in found.faults]
    assert said[0] == "team is missing; give it."
    assert "has no field 'colour'" in said[3]
    assert "is the same case as row 2" in said[5]
    assert "20 March 2026 is before" in said[6] and "correct one of the two dates" in said[6]
    assert "record in the mediation what happened" in said[8]


def test_a_decision_against_or_with_the_panel_names_who_decided() -> None:
    acts = (
        "assessment_agreed 2026-03-30; panel_recommended 2026-06-03 sitting=sitting-7wb8x72h7zmp sits_on=2026-06-03 "
        "chair=chair-1 recommendation=make_plan reason=Needs; plan_agreed 2026-06-03 {} reason=Needs"
    )
    row = "A-1,Sample One,2018-05-05,2026-03-02,north,"
    (unnamed,) = read(row + acts.format("")).faults
    assert unnamed.column == "acts" and "Say who decided" in unnamed.says
    assert read(row + acts.format("by=officer-7")).faults == ()


def test_a_month_is_no_day_and_the_mend_says_what_to_do_instead() -> None:
    (fault,) = read("A-1,Sample One,2018-05-05,2026-03-02,north,assessment_agreed 2026-03").faults
    assert fault.says.startswith("'2026-03' is a month, and a case keeps days; give the day.")
    assert "leave the act out: what must have come before a later act is taken as done" in fault.says
    assert not read("A-1,Sample One,2018-05-05,2026-03-02,north,plan_agreed 2026-05-04").faults


def test_an_unknown_column_is_one_fault_and_not_one_a_row() -> None:
    head = f"{HEAD},colour"
    rows = [f"A-{place},Sample Child,201{place}-05-05,2026-03-02,north,,red" for place in range(3)]
    assert faults(*rows, head=head) == [(1, "colour")]


def test_a_second_open_case_of_one_child_is_a_fault_unless_it_is_wanted() -> None:
    first = "A-1,Sample Child,2018-05-05,2026-09-01,north,"
    later = "A-2,Child Sample,,2026-10-01,north,"
    assert faults(first, later) == [(3, "child_name")]
    assert faults(first, later, second=True) == []
    ended = "A-1,Sample Child,2018-05-05,2026-09-01,north,withdrawn 2026-09-20"
    assert faults(ended, later) == []


@pytest.mark.parametrize(
    ("acts", "stage", "closed"),
    [
        ("draft_issued 2026-11-20", "consulting", False),
        ("draft_issued 2026-10-01", "finalising", False),
        ("final_issued 2026-10-20", "plan_issued", False),
        ("final_issued 2025-10-20", "plan_issued", True),
    ],
)
def test_what_a_case_will_be_is_worked_out_from_its_acts_and_the_law(
    acts: str, stage: str, closed: bool
) -> None:
    (request,) = read(f"A-1,Sample Child,2018-05-05,2025-03-03,north,{acts}").requests
    outlook = outlook_of_request(request, NOW)
    assert (str(outlook.stage), outlook.closed) == (stage, closed)


def test_an_act_may_say_who_did_it_and_otherwise_names_no_one() -> None:
    (request,) = read(
        "A-1,Sample Child,2018-05-05,2026-03-02,north,assessment_agreed 2026-03-30 by=officer-9; plan_agreed 2026-05-04"
    ).requests
    assert [act.by for act in request.acts] == ["officer-9", None]
    assert faults("A-1,Sample Child,2018-05-05,2026-03-02,north,assessment_agreed 2026-03-30 by=a/?") == [
        (2, "acts")
    ]


def test_the_sample_of_another_system_becomes_cases_through_its_mapping() -> None:
    mappings, wrong = mapping_in("mapping.yaml", (SAMPLES / "mapping.yaml").read_text(encoding="utf-8"))
    assert wrong == []
    table = read_table("other.csv", (SAMPLES / "other-system.csv").read_text(encoding="utf-8"))
    caseload = in_one([read_cases(mapped(table, mappings["cases"]), TODAY)], NOW)
    assert caseload.faults == ()
    first, refused, last = caseload.requests
    assert (first.child_name, first.born_on, first.source) == ("Merlin Example", date(2016, 5, 2), "setting")
    assert [str(outlook_of_request(one, NOW).stage) for one in (first, refused, last)] == [
        "finalising",
        "assessment_refused",
        "plan_issued",
    ]
    assert refused.acts[0].fields["reason"].startswith("The school can meet these needs; ask again")


def test_a_fault_of_a_mapped_row_names_the_column_of_the_other_system() -> None:
    text = "cases:\n  columns: {child_name: [First, Last], received_on: Came, team: {always: north}}\n"
    mappings, _ = mapping_in("mapping.yaml", text)
    table = read_table("other.csv", "First,Last,Came\nWren,Example,soon\nMum,,2026-03-02\n")
    found = in_one([read_cases(mapped(table, mappings["cases"]), TODAY)], NOW).faults
    assert [(fault.row, fault.column) for fault in found] == [(2, "Came"), (3, "First and Last")]
    table = read_table("other.csv", "First,Came\nWren,2026-03-02\n")
    (missing,) = in_one([read_cases(mapped(table, mappings["cases"]), TODAY)], NOW).faults
    assert str(missing) == (
        "other.csv, row 1, column Last: The mapping reads this column; add it, or take it out of the mapping."
    )
