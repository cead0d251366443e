"""The register's extract is accepted completely, or each fault is reported with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.settings.settings import Setting
from office.settings_register import NEEDED, BadRegister, Read, read_register
from tests.running import ROOT

REGISTERS = Path(__file__).parent / "registers"
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
    "TypeOfEstablishment (name)": "Community special school", "EstablishmentStatus (name)": "Open",
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
    ("name", "kind"),
    [
        ("Academy converter", "mainstream"),
        ("Voluntary aided school", "mainstream"),
        ("Academy special converter", "special"),
        ("Further education", "college"),
        ("Other independent school", "independent"),
        ("Pupil referral unit", "pupil_referral_unit"),
        ("Academy of the air", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_kind_is_read_from_the_type(tmp_path: Path, name: str, kind: str) -> None:
    assert read(tmp_path, **{"TypeOfEstablishment (name)": name}).kind == kind


def test_kinds_that_are_not_mainstream_are_not_read_as_mainstream() -> None:
    found = read_register(REGISTERS / "gias-kinds-places.csv")
    assert {one.urn: one.kind for one in found.settings} == {
        "900001": "mainstream",
        "900010": "pupil_referral_unit",
        "900011": "alternative_provision",
        "900012": "secure",
        "900013": "overseas",
        "900014": "wales",
        "900015": "special",
        "900016": "hospital_special",
        "900017": "independent",
    }
    assert not found.faults


def test_closed_schools_childrens_centres_and_universities_are_left_out_and_counted() -> None:
    found = read_register(REGISTERS / "gias-ages-missing.csv")
    assert not found.faults
    assert found.left_out == {"children's centres": 1, "closed": 1, "universities": 1}
    assert [(one.urn, one.low_age) for one in found.settings] == [
        ("100001", 3),
        ("100005", 16),
        ("100006", 16),
        ("100007", None),
    ]


def test_a_row_that_is_left_out_is_never_a_bad_row(tmp_path: Path) -> None:
    closed = {"EstablishmentStatus (name)": "Closed", "StatutoryLowAge": "x", "Easting": "east"}
    soon = {"EstablishmentStatus (name)": "Proposed to open", "StatutoryLowAge": ""}
    found = read_register(extract(tmp_path, {}, closed, soon))
    assert (len(found.settings), found.faults) == (1, ())
    assert found.left_out == {"closed": 1, "proposed to open": 1}


def test_one_damaged_byte_refuses_the_file_with_its_line() -> None:
    with pytest.raises(BadRegister, match=r"Line 2 of .* has a damaged letter after .*North Kens"):
        read_register(REGISTERS / "gias-utf8-one-bad-byte.csv")


def test_a_stray_quote_is_a_bad_row_with_the_line_on_which_the_row_begins(tmp_path: Path) -> None:
    found = read_register(REGISTERS / "gias-stray-quote.csv")
    assert len(found.settings) == 3
    assert found.faults[0].startswith("Line 2: its quotes are wrong")
    file = extract(tmp_path, {"URN": "1"}, {"URN": "2"}, {"URN": "3"})
    file.write_text(file.read_text().replace('"2"', '"2'))
    open_quote = read_register(file)
    assert [one.urn for one in open_quote.settings] == ["1", "3"]
    assert [fault[:7] for fault in open_quote.faults] == ["Line 3:"]


def test_a_value_over_two_lines_counts_from_its_first_line(tmp_path: Path) -> None:
    file = extract(tmp_path, {"URN": "1", "EstablishmentName": "Oak\nSchool"}, {"URN": "A"})
    assert read_register(file).faults == ("Line 4: URN 'A' is not a number.",)


def test_a_column_that_is_there_twice_refuses_the_file(tmp_path: Path) -> None:
    file = extract(tmp_path, {})
    file.write_text(file.read_text().replace('"Town"', '"Locality"'))
    with pytest.raises(BadRegister, match="has the column 'Locality' twice"):
        read_register(file)


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
        ({"StatutoryLowAge": ""}, "Line 3: URN 100001 has the ages nothing to 11; give both"),
        ({"SchoolCapacity": "9" * 5000}, "Line 3: URN 100001 has SchoolCapacity '9999"),
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
    assert {"mainstream", "nursery", "special", "college", "independent_special"} == kinds
    assert set(found.left_out) == {"closed"}
    assert {"nursery", "primary", "secondary", "post_16", ""} == {one.phase for one in found.settings}
