"""Addresses that fit the window of an envelope and can be posted to."""

from __future__ import annotations

import pytest

from casework.people.postal_address import has_postcode, printed_lines, why_not_posted

HERE = ("A Person", "1 Sample Street", "Exampleton", "ZZ1 1ZZ")


def test_seven_lines_are_posted_and_eight_are_not() -> None:
    seven = ("A Person", *(f"Line {place} Street" for place in range(1, 6)), "ZZ1 1ZZ")
    eight = ("A Person", *(f"Line {place} Street" for place in range(1, 7)), "ZZ1 1ZZ")
    assert why_not_posted(seven) is None
    assert why_not_posted(eight) == (
        "an address of at most 7 lines with the name (this one prints as 8; put parts that belong together on one line "
        "of at most 40 characters)"
    )
    assert why_not_posted(eight, by_hand=True) is not None


def test_a_line_that_is_too_long_for_the_window_counts_as_two() -> None:
    assert printed_lines(("x" * 40, "x" * 41, "")) == 4
    assert "prints as 8" in str(why_not_posted(("A Person", "x" * 41, "x" * 41, "x" * 41, "ZZ1 1ZZ")))


@pytest.mark.parametrize(
    "ending", ["ZZ1 1ZZ", "Exampleton EC1A 1BB", "zz11zz", "BFPO 12", "ZZ1 1ZZ\nUnited Kingdom", "ZZ1 1ZZ."]
)
def test_a_postcode_ends_the_address_with_or_without_the_country(ending: str) -> None:
    lines = ("A Person", "1 Sample Street", *ending.splitlines())
    assert has_postcode(lines)
    assert why_not_posted(lines) is None


@pytest.mark.parametrize(
    "ending",
    ["Exampleton", "75001 Paris\nFrance", "ZZ1 1ZZ\nFrance", "D02 X285\nIreland", "ZZ1 1ZZ Exampleton"],
)
def test_an_address_without_a_postcode_or_abroad_waits_and_may_be_posted_by_hand(ending: str) -> None:
    lines = ("A Person", "1 Sample Street", *ending.splitlines())
    assert "a United Kingdom postcode on the last line" in str(why_not_posted(lines))
    assert why_not_posted(lines, by_hand=True) is None


@pytest.mark.parametrize("lines", [(), ("A Person",)])
def test_a_name_is_not_an_address(lines: tuple[str, ...]) -> None:
    assert why_not_posted(lines) == "a postal address"
    assert why_not_posted(lines, by_hand=True) is None
    assert why_not_posted(HERE) is None
