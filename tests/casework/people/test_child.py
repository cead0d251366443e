"""A child's record: which version holds on a day, and what may be corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from casework.people.child import Child, Correction, Details, Version, changed_between, why_not_correct

AT = datetime(2024, 3, 4, 9, tzinfo=UTC)
TODAY = date(2026, 6, 1)
WREN = Details("Wren Example", date(2015, 5, 5), address="1 Sample Street")
CHILD = Child(
    "child-a",
    AT,
    (
        Version(1, WREN, date(2024, 3, 4), AT, None, "As the request says."),
        Version(
            2, Details("Wren Sample", date(2015, 5, 5)), date(2025, 9, 1), AT, "officer-1", "A new surname."
        ),
    ),
)


@pytest.mark.parametrize(
    ("day", "version"),
    [(date(2020, 1, 1), 1), (date(2024, 3, 4), 1), (date(2025, 8, 31), 1), (date(2025, 9, 1), 2), (TODAY, 2)],
)
def test_the_version_of_a_day_is_the_one_that_was_valid_on_it(day: date, version: int) -> None:
    assert CHILD.on(day).version == version


def test_the_last_recorded_of_two_versions_from_one_day_is_valid() -> None:
    again = Version(3, WREN, date(2025, 9, 1), AT, "officer-1", "It was right before.")
    child = Child("child-a", AT, (*CHILD.versions, again))
    assert child.current is again


def test_a_correction_changes_what_it_names_and_nothing_else() -> None:
    after = Correction(name="Wren Sample", upn="A123456789012").applied_to(WREN)
    assert changed_between(WREN, after) == ("name", "upn")
    assert (after.born_on, after.address) == (WREN.born_on, WREN.address)


@pytest.mark.parametrize(
    ("correction", "from_on", "by", "why", "refusal"),
    [
        (Correction(name="Wren"), TODAY, "", "The family told us.", "Say who makes this change."),
        (Correction(name="Wren"), TODAY, "officer-1", "so", "Say why, in a sentence"),
        (Correction(name="Wren"), date(2026, 6, 2), "officer-1", "The family told us.", "in the future"),
        (Correction(name="Wren"), date(2025, 8, 1), "officer-1", "The family told us.", "enter that day or a later one"),
        (Correction(name="  "), TODAY, "officer-1", "The family told us.", "Enter a name"),
        (Correction(born_on=date(2026, 6, 2)), TODAY, "officer-1", "The family told us.", "must be in the past"),
        (Correction(upn="A123"), TODAY, "officer-1", "The school told us.", "a letter and 12 digits"),
        (Correction(upn="B123456789012"), TODAY, "officer-1", "The school told us.", "check letter"),
        (Correction(nhs_number="9434765918"), TODAY, "officer-1", "The GP told us so.", "check digit"),
        (Correction(nhs_number="943"), TODAY, "officer-1", "The GP told us so.", "must be 10 digits"),
        (Correction(name="Wren Sample"), TODAY, "officer-1", "The family told us.", "Nothing differs"),
    ],
)  # fmt: skip
def test_a_correction_is_refused_in_one_sentence(
    correction: Correction, from_on: date, by: str, why: str, refusal: str
) -> None:
    assert refusal in (why_not_correct(CHILD, correction, from_on, by, why, TODAY) or "")


def test_a_correction_with_its_person_and_reason_is_taken() -> None:
    correction = Correction(upn="A123456789012", nhs_number="9434765919")
    assert why_not_correct(CHILD, correction, TODAY, "officer-1", "The school told us.", TODAY) is None


def test_a_record_that_was_merged_is_corrected_where_it_went() -> None:
    merged = Child("child-a", AT, CHILD.versions, merged_into="child-b")
    why = why_not_correct(merged, Correction(name="Wren"), TODAY, "officer-1", "The family told us.", TODAY)
    assert why == "child-a was merged into child-b; correct the details there."
