"""The workbooks of Ofsted and of high needs spending are read as they are published, or refused in a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from casework.dashboard.areas import ENGLAND
from casework.dashboard.figure import BadPublishedFile, Figure
from casework.dashboard.metric import METRICS
from casework.dashboard.published_file import PublishedFile, published_file
from tests.casework.dashboard.published import DERBY, HIGH_NEEDS_HEAD, YORK, spreadsheet, workbook

SCHOOLS = "State_funded_schools_inspections_and_outcomes_as_at_31_August_2023.csv"
LEEDS, DERBY_CODE, YORK_CODE, CAMDEN = "E08000035", "E06000015", "E06000014", "E09000007"
INSPECTIONS = [
    ["Area SEND inspections"],
    ["This worksheet contains one table."],
    ["Local area partnership", "Ofsted region", "Inspection start date", "Inspection publication date", "Inspection outcome", "Areas for priority action"],
    ["Bristol", "South West", "27/03/2023", "31/05/2023", "Inconsistent experiences and outcomes"],
    ["Southend on Sea", "East of England", "06/02/2023", "05/05/2023", "Widespread and/or systemic failings", "2"],
]  # fmt: skip
"""Invented rows in the layout of Ofsted's management information, whose sheet is one of several."""


def by_place(read: PublishedFile) -> dict[tuple[str, str], Figure]:
    """Return figures by series and area."""
    return {(one.series, one.area): one for one in read.figures}


def fault(raw: bytes, name: str = "") -> str:
    """Return the first thing that is wrong with a file."""
    with pytest.raises(BadPublishedFile) as wrong:
        published_file(raw, None, name)
    return wrong.value.faults[0]


def test_high_needs_spending_is_worked_out_per_head_from_the_amounts_of_the_outturn() -> None:
    read = published_file(
        workbook({"Notes": {"A1": "Notes"}, "All LA data": {**HIGH_NEEDS_HEAD, **DERBY, **YORK}})
    )
    found = by_place(read)
    assert read.kind.id == "high_needs" and {one.period for one in read.figures} == {"2021-22"}
    state = found["state", DERBY_CODE]
    assert (state.number, state.of) == (16_086_316, 57_263.85)
    assert state.value == pytest.approx(256.5424 + 24.3733, abs=0.001), (
        "not the budget, which stands before it"
    )
    assert found["independent", YORK_CODE].value == pytest.approx(3_606_228 / 35_523.311)
    assert ("state", ENGLAND) not in found, "two authorities are not England"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"CZ8": 25.65},
            "Line 8: 14,690,608 for 57,264 people is not the 25.65 per head that the sheet gives",
        ),
        ({"BT8": "many"}, "Line 8, column 72: 'many' is neither a number nor a mark"),
        ({"C2": "this year"}, "The sheet does not say its year"),
        ({"BT4": "Special schools"}, "no column 'Special schools and academies (1)' in its outturn"),
    ],
)
def test_another_layout_of_the_high_needs_workbook_is_refused(
    changed: dict[str, str | float], said: str
) -> None:
    assert said in fault(workbook({"All LA data": {**HIGH_NEEDS_HEAD, **DERBY, **changed}}))


def test_an_amount_that_the_workbook_does_not_know_is_not_available() -> None:
    read = published_file(workbook({"All LA data": {**HIGH_NEEDS_HEAD, **DERBY, **YORK, "BU9": "#REF!"}}))
    one = by_place(read)["state", YORK_CODE]
    assert (one.value, one.mark) == (None, "x")


def test_the_sheet_and_the_columns_of_an_inspection_workbook_are_found() -> None:
    read = published_file(
        spreadsheet({"Cover": [["Cover page"]], "All_ASEND_Jan_2023_to_Aug_2023": INSPECTIONS})
    )
    found = {one.area: (one.period, one.said) for one in read.figures}
    assert read.kind.id == "area_inspections"
    assert found["E06000023"] == ("2023-05 month", "Inconsistent experiences and outcomes")
    assert found["E06000033"] == ("2023-05 month", "Widespread and/or systemic failings")


def test_a_day_in_an_excel_workbook_is_read_as_a_day() -> None:
    head = {
        f"{column}3": name
        for column, name in zip(
            "ABC",
            ("Local area partnership", "Inspection publication date", "Inspection outcome"),
            strict=True,
        )
    }
    row = {"A4": "Camden", "B4": date(2024, 1, 31), "C4": "Inconsistent experiences and outcomes"}
    (one,) = published_file(workbook({"Data": {"A1": "Title", **head, **row}})).figures
    assert (one.area, one.period) == (CAMDEN, "2024-01 month")


def test_inspections_before_2023_have_an_outcome_of_their_own_with_the_revisit() -> None:
    head = [
        "Local authority code",
        "Area name",
        "Inspection publication date",
        "Inspection outcome: written statement of action required?",
        "Revisit outcome: sufficient progress in addressing all significant weaknesses?",
    ]
    rows = [["Title"], head, ["E08000035", "Leeds", "27/01/2017", "No"], ["", "Derby", "24/11/2021", "Yes"], ["", "York", "09/12/2019", "Yes", "Some"], ["", "Camden", "09/12/2019", "Yes", "Yes"]]  # fmt: skip
    said = {one.area: one.said for one in published_file(spreadsheet({"Area_SEND": rows})).figures}
    assert said == {
        LEEDS: "No written statement of action",
        DERBY_CODE: "Written statement of action, not revisited",
        YORK_CODE: "Written statement of action, not enough progress on all weaknesses",
        CAMDEN: "Written statement of action, progress on all weaknesses",
    }
    assert {str(one).casefold() for one in said.values()} < set(METRICS["area_inspection"].categories)


def schools(*rows: str, grade: str = "Overall effectiveness") -> bytes:
    """Return invented rows in the layout of Ofsted's file of state-funded schools."""
    head = f"URN,LAESTAB,Region,Local authority,Type of education,{grade},Total number of pupils"
    return "\n".join((head, *rows)).encode()


ROWS = (
    "1,1,London,Camden,Pupil Referral Unit,1,40",
    "2,2,London,Camden,Academy Alternative Provision Converter,3,40",
    "3,3,London,Camden,Community Special School,2,90",
    "4,4,London,Camden,Community School,NULL,300",
    "5,5,London,Barnet,Pupil referral unit,4,30",
    "6,6,East of England,Southend on Sea,Pupil Referral Unit,2,30",
)


def test_grades_of_schools_are_counted_for_each_area_by_type() -> None:
    read = published_file(schools(*ROWS), None, SCHOOLS)
    found = {key: (one.number, one.of) for key, one in by_place(read).items()}
    assert found["alternative_provision", CAMDEN] == (1, 2)
    assert found["alternative_provision", "E12000007"] == (1, 3), "London"
    assert found["alternative_provision", ENGLAND] == (2, 4)
    assert found["special", CAMDEN] == (1, 1) and ("mainstream", CAMDEN) not in found
    assert {one.period for one in read.figures} == {"2023"} and (read.rows, read.unused) == (6, 1)


def test_the_last_grade_is_read_from_a_file_of_later_years() -> None:
    raw = schools(
        "1,1,London,Camden,Pupil Referral Unit,Not judged,40",
        "2,2,London,Camden,Pupil Referral Unit,2,40",
        grade="Latest OEIF overall effectiveness",
    )
    read = published_file(raw, None, "State-funded schools inspections and outcomes as at 31 August 2025.csv")
    assert read.kind.id == "ofsted_schools_2024" and by_place(read)["alternative_provision", CAMDEN].of == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,1,London,Camden,Pupil Referral Unit,2,40", "Line 8, column URN: '1' is also in line 2"),
        (
            "7,7,London,Camden,Pupil Referral Unit,five,40",
            "column Overall effectiveness: 'five' is not a grade",
        ),
        (
            "7,7,London,Camden,Castle,2,40",
            "column Type of education: 'Castle' is not a type of state-funded school",
        ),
        (
            "7,7,London,Nowhere,Pupil Referral Unit,2,40",
            "column Local authority: 'Nowhere' is not a local authority",
        ),
    ],
)
def test_a_school_that_cannot_be_counted_stops_the_file(row: str, said: str) -> None:
    assert said in fault(schools(*ROWS, row), SCHOOLS)


def test_a_file_of_schools_must_keep_the_name_that_holds_its_day() -> None:
    assert "'schools.csv', does not end with a 31 August" in fault(schools(*ROWS), "schools.csv")
    assert "does not end with a 31 August" in fault(
        schools(*ROWS), "latest_inspections_as_at_31_Jan_2026.csv"
    )
