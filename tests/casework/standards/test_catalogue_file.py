"""A catalogue is read whole or not at all, and every fault is said with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casework.standards.catalogue import as_json, catalogue_from
from casework.standards.catalogue_file import BadCatalogue, catalogue_in

SAMPLES = Path(__file__).parents[3] / "samples"
YAML = (SAMPLES / "standards.yaml").read_text(encoding="utf-8")
CSV = (SAMPLES / "standards.csv").read_text(encoding="utf-8")
HEADER, FIRST, SECOND = CSV.splitlines()


def faults(text: str, *, is_csv: bool) -> tuple[str, ...]:
    with pytest.raises(BadCatalogue) as raised:
        catalogue_in(text, is_csv=is_csv)
    return raised.value.faults


def test_the_shipped_catalogue_is_read_from_yaml() -> None:
    found = catalogue_in(YAML, is_csv=False)
    assert (found.id, found.version, found.effective_from) == (
        "ordinarily-available",
        "2026.1",
        date(2024, 1, 1),
    )
    first = found.standards[0]
    assert (first.layer, first.phases, first.legal_basis) == ("universal", ("all",), "")
    assert first.is_for_every_school
    assert found.find("T-01") is not None
    assert found.find("T-01").legal_basis == "CFA 2014 s.66"  # type: ignore[union-attr]


def test_the_shipped_draft_is_read_from_csv_with_words_as_people_write_them() -> None:
    found = catalogue_in(CSV, is_csv=True)
    assert (found.owner, found.status, len(found.standards)) == ("national", "draft", 2)
    second = found.standards[1]
    assert (second.layer, second.phases) == ("targeted_plus", ("primary", "secondary"))
    assert second.area_of_need == "social_emotional_and_mental_health"


def test_both_forms_give_one_catalogue_and_it_is_kept_as_it_was_read() -> None:
    for text, is_csv in ((YAML, False), (CSV, True)):
        found = catalogue_in(text, is_csv=is_csv)
        assert catalogue_from(as_json(found)) == found
    assert replace(catalogue_in(CSV, is_csv=True)) == catalogue_in("\ufeff" + CSV, is_csv=True)


def test_every_fault_of_a_csv_file_is_said_with_its_line() -> None:
    bad = [
        HEADER,
        FIRST.replace("2028-09-01", "1 Sept 28").replace("Universal", "Everyone"),
        SECOND.replace("N-02", "N-01").replace("none", ""),
        SECOND + ",more",
    ]
    said = faults("\n".join(bad), is_csv=True)
    assert [one.split(":")[0] for one in said] == ["Line 2", "Line 2", "Line 3", "Line 3", "Line 4"]
    assert "has a year of two digits" in said[0]
    assert "'Everyone' is not known; write one of universal, targeted" in said[1]
    assert "N-01 is on line 2 already" in said[2]
    assert "legal_basis is missing; write none where it is policy only." in said[3]
    assert "20 values for 19 columns" in said[4]


def test_every_fault_of_a_yaml_file_is_said_with_its_line() -> None:
    bad = YAML.replace("owner: local", "owner: mine").replace("    layer: targeted_plus\n", "    layre: x\n")
    lines = bad.splitlines()
    said = faults(bad, is_csv=False)
    assert said[0].startswith(f"Line {lines.index('owner: mine') + 1}: owner 'mine' is not known")
    wrong = lines.index("    layre: x") + 1
    assert f"Line {wrong}: There is no 'layre' in a catalogue; remove it." in said
    assert any("layer is missing" in one for one in said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "It is no catalogue"),
        ("a: [", "It is not YAML"),
        ("- 1", "It is no catalogue"),
        ("catalogue: a\nstandards: none", "standards must be a list"),
        (YAML.replace("effective_to:", "effective_to: 2023-01-01"), "effective_to is before effective_from"),
        (YAML + "\0", "NUL"),
        (YAML.replace("[Seating plan, Access plan]", "&again [*again]"), "must be a list of texts"),
        ("? &again [*again]\n: 1", "There is no '' in a catalogue"),
        (YAML.replace("version:", "owner: local\nversion:"), "owner is given twice"),
        (YAML.replace("https://www", "javascript:www"), "source_url must begin with https://"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused(text: str, said: str) -> None:
    assert any(said in one for one in faults(text, is_csv=False))


@pytest.mark.parametrize("text", ["", "a: [", "- 1"])
def test_what_cannot_be_read_at_all_is_told_once_and_nothing_is_said_to_be_missing(text: str) -> None:
    assert len(faults(text, is_csv=False)) == 1


def test_a_csv_file_with_the_line_ends_of_any_system_is_read_and_one_without_end_is_refused() -> None:
    for ends in ("\r\n", "\r"):
        assert catalogue_in(CSV.replace("\n", ends), is_csv=True) == catalogue_in(CSV, is_csv=True)
    assert faults('"' + "a" * 200_000, is_csv=True)[0].startswith("Line 1: It cannot be read")


def test_a_csv_file_holds_one_version_of_one_catalogue() -> None:
    other = FIRST.replace("draft-1", "draft-2").replace("N-01", "N-03")
    assert any("one version of one catalogue" in one for one in faults(f"{CSV}{other}", is_csv=True))
    assert any(
        "'statement' is missing" in one for one in faults(CSV.replace(",statement", "", 1), is_csv=True)
    )
