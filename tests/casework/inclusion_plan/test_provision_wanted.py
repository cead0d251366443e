"""Hours a week are read from the words that plans use."""

from __future__ import annotations

from fractions import Fraction

import pytest

from casework.inclusion_plan.provision_wanted import ProvisionRow, hours_a_week, provision_wanted


@pytest.mark.parametrize(
    ("how_often", "how_long", "hours"),
    [
        ("Twice a week", "30 minutes each time, for 39 weeks", Fraction(1)),
        ("Weekly", "1 hour", Fraction(1)),
        ("Daily", "20 mins", Fraction(5, 3)),
        ("3 times a week", "half an hour", Fraction(3, 2)),
        ("Once every half-term", "one hour", Fraction(6, 39)),
        ("Termly", "2 hours", Fraction(6, 39)),
        ("Once a fortnight", "45-minute session", Fraction(3, 8)),
        ("", "15 hours a week", Fraction(15)),
        ("As needed", "30 minutes", None),
        ("Twice a week", "", None),
        ("Throughout the school day", "", None),
    ],
)
def test_hours_a_week(how_often: str, how_long: str, hours: Fraction | None) -> None:
    assert hours_a_week(how_often, how_long) == hours


def test_a_profession_in_few_plans_is_put_with_another() -> None:
    rows = [ProvisionRow(f"case-{each}", "Teaching assistant (1:1)", "Daily", "1 hour") for each in range(8)]
    rows += [ProvisionRow(f"case-{each}", "Physiotherapist", "Weekly", "1 hour") for each in range(2)]
    found = provision_wanted(rows)
    assert [name for name, _ in found.rows] == ["Other, or too few to show"]
    assert found.rows[0][1][:2] == ("42.0", 8)
    assert provision_wanted(rows[:3]).absent
