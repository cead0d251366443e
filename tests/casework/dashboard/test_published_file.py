"""A published file is read whole, with its marks, or refused with the line and the column of each fault."""

from __future__ import annotations

import pytest

from casework.dashboard.areas import ENGLAND, authority_code
from casework.dashboard.figure import BadPublishedFile, Figure
from casework.dashboard.marks import ADDED
from casework.dashboard.metric import figure_in_words
from casework.dashboard.published_file import published_file
from tests.casework.dashboard.published import (
    AREA,
    BARNET,
    CAMDEN,
    SEN2_ROWS,
    TIMELINESS,
    every_authority,
    spreadsheet,
    timeliness,
)

Key = tuple[str, str, str]


def figures(raw: bytes, kind: str | None = None) -> dict[Key, Figure]:
    """Return the figures of a file by series, area and period."""
    return {(one.series, one.area, one.period): one for one in published_file(raw, kind).figures}


def faults(raw: bytes, kind: str | None = None) -> tuple[str, ...]:
    """Return what is wrong with a file."""
    with pytest.raises(BadPublishedFile) as wrong:
        published_file(raw, kind)
    return wrong.value.faults


@pytest.mark.parametrize(
    ("year", "without", "of_all"), [("2019", "60.4%", "58.7%"), ("2022", "49.2%", "47.7%")]
)
def test_england_has_both_figures_of_timeliness(year: str, without: str, of_all: str) -> None:
    found = figures(SEN2_ROWS)
    assert figure_in_words(found["without_exceptions", ENGLAND, year].value, "percent") == without
    assert figure_in_words(found["with_exceptions", ENGLAND, year].value, "percent") == of_all
    assert found["without_exceptions", ENGLAND, "2019"].of == 49519


def test_a_mark_is_kept_and_is_no_nought() -> None:
    found = figures(SEN2_ROWS)
    marked = found["above", ENGLAND, "2019"]
    assert (marked.value, marked.mark) == (None, "z")
    raw = timeliness(("2025", CAMDEN, "10,x,5,low,c"), ("2025", BARNET, "k,4,:,2,17.5"))
    read = figures(raw)
    camden, barnet = authority_code("Camden"), authority_code("302")
    assert camden == "E09000007" and barnet == "E09000003"
    assert read["without_exceptions", camden, "2025"].mark == "low"
    assert read["average_weeks", camden, "2025"].mark == "c"
    assert read["with_exceptions", barnet, "2025"].value is None
    assert read["without_exceptions", barnet, "2025"].value == 50


@pytest.mark.parametrize("written", ["\ufeff{}", "{}"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_marks_of_order_quotes_and_semicolons_do_not_matter(written: str, delimiter: str) -> None:
    text = timeliness(("2025", CAMDEN, "10,8,5,4,17.5")).decode().replace(",", delimiter)
    quoted = delimiter.join(f'"{name}"' for name in text.splitlines()[0].split(delimiter))
    lines = "\r\n".join(("Timeliness of plans", quoted, *text.splitlines()[1:], ""))
    assert figures(written.format(lines).encode())["with_exceptions", "E09000007", "2025"].value == 50


def test_england_is_added_up_from_the_authorities_where_the_file_has_none() -> None:
    raw = every_authority("10,8,5,4,17.5").replace(b"10,8,5,4,17.5", b"30,20,27,18,15", 1)
    england = figures(raw)["with_exceptions", ENGLAND, "2025"]
    assert (england.number, england.of, england.mark) == (787, 1550, ADDED)
    assert england.value == pytest.approx(100 * 787 / 1550)
    assert ("average_weeks", ENGLAND, "2025") not in figures(raw), "an average cannot be added up"
    unknown = raw.replace(b"10,8,5,4,17.5", b"10,8,x,x,x", 2)
    part = figures(unknown)["with_exceptions", ENGLAND, "2025"]
    assert (part.number, part.of) == (777, 1550), (
        "a whole counts where its number is not known, as it is published"
    )
    few = timeliness(("2025", CAMDEN, "10,8,5,4,17.5"), ("2025", BARNET, "30,20,27,18,15"))
    assert not [area for _, area, _ in figures(few) if area == ENGLAND], "two authorities are not England"


def test_every_fault_names_its_line_and_column() -> None:
    raw = timeliness(
        ("2025", CAMDEN, "ten,8,5,4,17.5"),
        ("20x5", BARNET, "30,20,27,18,15"),
        ("2025", CAMDEN.replace("E09000007,202,Camden", "E99,999,Nowhere"), "1,1,1,1,1"),
        ("2024", CAMDEN, "1,1,1,1"),
    )
    said = faults(raw)
    assert len(said) == 4
    assert said[0].startswith("Line 2, column plans_issued_den: 'ten' is neither a number nor a mark")
    assert said[1].startswith("Line 3, column time_period: '20x5' is not a period")
    assert said[2].startswith("Line 4, column new_la_code: 'E99' is not the code of an area")
    assert said[3].startswith("Line 5: it has 14 values and the columns are 15")


def test_rows_that_divide_an_area_are_left_out_and_repeated_rows_are_refused() -> None:
    row = "10,8,5,4,17.5"
    divided = timeliness(
        ("2025", CAMDEN, f"{row},Sex,Male"),
        ("2025", CAMDEN, f"{row},All plans,Total"),
        more=",breakdown_topic,breakdown",
    )
    read = published_file(divided)
    assert (read.rows, read.unused) == (2, 1)
    repeated = timeliness(
        ("2025", CAMDEN, f"{row},North"), ("2025", CAMDEN, f"{row},South"), more=",district"
    )
    assert faults(repeated)[0].startswith(
        "Line 3, column plans_issued_20_weeks_ex: it repeats the area and period of line 2"
    )


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "The file is empty"),
        (b"a,b\n1,2\n", "fit none of the files"),
        (b'time_period,"a\n', "is not CSV"),
        (b"a\0b", "is not a CSV file"),
        (b"PK\x03\x04 damaged", "The spreadsheet is damaged"),
        (spreadsheet({"Other": [["a"]]}), "None of the sheets (Other) has the columns"),
        (f"{AREA},{TIMELINESS}\n".encode(), "holds none of the figures"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_in_one_sentence(raw: bytes, said: str) -> None:
    assert said in faults(raw)[0]


def test_a_kind_that_is_named_says_which_columns_are_missing() -> None:
    assert "The file has no column num_caseload" in faults(SEN2_ROWS, "sen2_age_caseload")[0]


def test_groups_of_rows_are_added_up_and_a_hidden_one_hides_the_sum() -> None:
    columns = f"{AREA},setting_type,placements"
    types = ("One on one tuition", "Work based placement", "Education setting with URN", "Total")
    rows = [
        f"202223,Academic year,{CAMDEN},{name},{count}"
        for name, count in zip(types, (7, 3, 20, 30), strict=True)
    ]
    read = {one.key: one for one in published_file("\n".join((columns, *rows)).encode()).figures}
    assert read["unregistered_ap", "authority_funded", "E09000007", "2022-23"].value == 10
    assert read["ap_pupils", "authority_funded", "E09000007", "2022-23"].value == 30
    hidden = "\n".join((columns, *rows)).replace("placement,3", "placement,c").encode()
    one = {each.key: each for each in published_file(hidden).figures}[
        "unregistered_ap", "authority_funded", "E09000007", "2022-23"
    ]
    assert (one.value, one.mark) == (None, "c")


def test_appeal_rates_are_read_from_the_spreadsheet_of_the_tribunal() -> None:
    years = ["Local Authority", "2021", "", "", "20225", "", ""]
    raw = spreadsheet(
        {
            "SEND_1": [["Year"], ["2021", "9,000", "450,000", "2.0%"]],
            "SEND_2": [["Table"], years, ["LONDON"], ["Camden3", "-", "1,000", "0.0%", "25", "..", ".."]],
        }
    )
    read = figures(raw)
    assert read["rate", ENGLAND, "2021"].value == 2
    assert (read["rate", "E09000007", "2021"].value, read["rate", "E09000007", "2021"].of) == (0, 1000)
    assert read["rate", "E09000007", "2022"].mark == ".."


def test_grant_allocations_are_read_in_pounds() -> None:
    head = ["", "", "2019-20 total DSG allocation (£ million)"]
    raw = spreadsheet(
        {"Allocations_1920": [["DSG"], head, ["ENGLAND", "", "44,867.5"], ["202", "Camden", "172.447"]]}
    )
    read = figures(raw)
    assert read["income", ENGLAND, "2019-20"].value == 44_867_500_000
    assert read["income", "E09000007", "2019-20"].value == pytest.approx(172_447_000)


def test_a_plain_table_holds_any_metric_and_no_other() -> None:
    head = "metric,series,area,period,value,number,of\n"
    good = (
        head + "school_grades,special,Camden,2024,,9,10\nspend_per_head,state,E92000001,2023-24,£410.50,,\n"
    )
    read = figures(good.encode())
    assert read["special", "E09000007", "2024"].value == 90
    assert read["state", ENGLAND, "2023-24"].value == 410.5
    said = faults((head + "school_grades,other,Camden,2024,1,,\nnone,a,Camden,2024,1,,\n").encode())
    assert "'other' is not a series of this metric" in said[0] and "'none' is not a metric" in said[1]
