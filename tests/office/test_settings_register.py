"""The register's extract is accepted completely, or each fault is reported with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.settings.settings import Setting
from office.settings_register import NEEDED, BadRegister, Read, read_register
from tests.running import ROOT

HEADER = (
    *NEEDED,
    "SEN1 (name)",
    "Section41Approved (name)",
    "SchoolCapacity",
    "PhaseOfEducation (name)",
    "TypeOfResourcedProvision (name)",
    "Street",
    "Locality",
    "Town",
    "County (name)",
    "Postcode",
)
GOOD = {
    "URN": "100001", "LA (name)": "Sample", "EstablishmentName": "Oak Invented School",
    "EstablishmentTypeGroup (name)": "Special schools", "EstablishmentStatus (name)": "Open",
    "StatutoryLowAge": "4", "StatutoryHighAge": "11", "Easting": "400000", "Northing": "290000",
    "SEN1 (name)": "ASD - Autistic Spectrum Disorder", "SchoolCapacity": "80",
}  # fmt: skip


def extract(tmp_path: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    file = tmp_path / "extract.csv"
    lines = [",".join(f'"{name}"' for name in HEADER)]
    lines += [",".join(f'"{({**GOOD, **row}).get(name, "")}"' for name in HEADER) for row in rows]
    file.write_text("\n".join(lines), encoding=encoding)
    return file


def read(tmp_path: Path, **row: str) -> Setting:
    (found,) = read_register(extract(tmp_path, row)).settings
    return found


def test_a_row_becomes_a_setting(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.urn, found.kind, found.low_age, found.high_age) == ("100001", "special", 4, 11)
    assert (found.needs, found.places, found.is_open) == (frozenset({"ASD"}), 80, True)


def test_an_address_is_the_lines_that_there_are_and_none_without_a_postcode(tmp_path: Path) -> None:
    lines = {"Street": "1 Sample Road", "Town": "Exampleton", "County (name)": "Not recorded"}
    assert read(tmp_path, **lines, Postcode="ZZ1 1ZZ").address == ("1 Sample Road", "Exampleton", "ZZ1 1ZZ")
    assert read(tmp_path, **lines).address == ()


@pytest.mark.parametrize(
    ("group", "kind"),
    [
        ("Academies", "mainstream"),
        ("Local authority maintained schools", "mainstream"),
        ("Special schools", "special"),
        ("Colleges", "college"),
        ("Independent schools", "independent"),
    ],
)
def test_the_kind_is_read_from_the_group(tmp_path: Path, group: str, kind: str) -> None:
    assert read(tmp_path, **{"EstablishmentTypeGroup (name)": group}).kind == kind


def test_a_school_that_is_to_close_is_open_and_closing(tmp_path: Path) -> None:
    found = read(tmp_path, **{"EstablishmentStatus (name)": "Open, but proposed to close"})
    assert (found.is_open, found.closing) == (True, True)


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ({"URN": "A1"}, "Line 3: URN 'A1' is not a number."),
        ({"EstablishmentName": ""}, "Line 3: URN 100001 has no EstablishmentName."),
        ({"StatutoryLowAge": "x"}, "Line 3: URN 100001 has StatutoryLowAge 'x'"),
        ({"StatutoryLowAge": "12"}, "Line 3: URN 100001 has the ages 12 to 11"),
        ({"SEN1 (name)": "XYZ - Something"}, "Line 3: URN 100001 has SEN1 'XYZ - Something'"),
        ({"PhaseOfEducation (name)": "Other"}, "Line 3: URN 100001 has PhaseOfEducation 'Other'"),
        ({"Easting": "east"}, "Line 3: URN 100001 has Easting 'east'"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_what_is_wrong(
    tmp_path: Path, row: dict[str, str], part: str
) -> None:
    found = read_register(extract(tmp_path, {"URN": "100000"}, row))
    assert len(found.settings) == 1
    assert found.faults[0].startswith(part)


def test_a_row_that_ends_too_soon_is_reported_with_its_missing_column(tmp_path: Path) -> None:
    file = extract(tmp_path, {"URN": "100000"}, {})
    file.write_text(f"{file.read_text().rstrip()}\n100002,Sample\n")
    found = read_register(file)
    assert (len(found.settings), found.faults) == (
        2,
        (f"Line 4: it ends before {HEADER[2]}; check its commas and quotes.",),
    )


def test_a_number_that_is_there_twice_is_told(tmp_path: Path) -> None:
    assert "100001 appears twice" in read_register(extract(tmp_path, {}, {})).faults[0]


def test_the_registers_own_encoding_is_read(tmp_path: Path) -> None:
    found = read_register(extract(tmp_path, {"EstablishmentName": "Château Invented"}, encoding="cp1252"))
    assert found.settings[0].name == "Château Invented"


def test_what_is_no_extract_is_refused_whole(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(BadRegister, match="it has no 'URN' column"):
        read_register(file)
    with pytest.raises(BadRegister, match="cannot be read"):
        read_register(tmp_path / "nowhere.csv")


def test_the_sample_extract_is_whole_and_lies_around_four_authorities() -> None:
    found: Read = read_register(ROOT / "samples" / "settings.csv")
    assert not found.faults
    assert len(found.settings) >= 300
    assert len({one.authority for one in found.settings}) == 4
    kinds = {one.kind for one in found.settings}
    assert {"mainstream", "special", "college", "independent"} <= kinds
    assert {"nursery", "primary", "secondary", "post_16", ""} == {one.phase for one in found.settings}
