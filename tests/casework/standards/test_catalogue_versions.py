"""Two catalogues are in force side by side, and each case keeps the version it was judged on."""

from __future__ import annotations

from datetime import date

from casework.standards.catalogue_versions import Version, in_force, judged_on

MAY = Version("local", "1", "in_force", date(2026, 5, 1))
JUNE = Version("local", "2", "in_force", date(2026, 6, 1))
NATIONAL = Version("national", "1", "in_force", date(2026, 5, 15), date(2026, 8, 31))
DRAFT = Version("packages", "1", "draft", date(2026, 1, 1))
ALL = (JUNE, MAY, NATIONAL, DRAFT)


def test_two_catalogues_with_overlapping_days_are_in_force_side_by_side() -> None:
    assert in_force(ALL, date(2026, 5, 10)) == {"local": "1"}
    assert in_force(ALL, date(2026, 5, 20)) == {"local": "1", "national": "1"}
    assert in_force(ALL, date(2026, 8, 31)) == {"local": "2", "national": "1"}
    assert in_force(ALL, date(2026, 9, 1)) == {"local": "2"}


def test_a_case_of_may_keeps_the_text_of_may_after_the_change_in_june() -> None:
    assert judged_on(ALL, date(2026, 5, 10), {})["local"] == "1"
    assert judged_on(ALL, date(2026, 6, 10), {"local": "1"})["local"] == "1"


def test_a_version_that_is_withdrawn_is_in_force_until_that_day() -> None:
    withdrawn = Version("local", "1", "in_force", date(2026, 5, 1), withdrawn_on=date(2026, 7, 1))
    assert withdrawn.in_force_on(date(2026, 6, 30))
    assert not withdrawn.in_force_on(date(2026, 7, 1))
