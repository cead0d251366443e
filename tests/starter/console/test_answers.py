"""Dates that a person enters on a page."""

from __future__ import annotations

from datetime import date

import pytest

from casework.processes.question import Question
from starter.console.views.answers import read

BORN = Question("born_on", "Date of birth", "date", required=True)


def entered(day: str, month: str, year: str) -> tuple[object, str | None]:
    raw = {"born_on-day": [day], "born_on-month": [month], "born_on-year": [year]}
    answers = read((BORN,), raw, date(2026, 11, 28))
    return answers.fields.get("born_on"), answers.errors.get("born_on")


@pytest.mark.parametrize("month", ["3", "03", "mar", "March", "MAR."])
def test_a_month_is_entered_as_a_number_or_by_its_name(month: str) -> None:
    assert entered("4", month, "2018") == ("2018-03-04", None)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("4", "3", "18"), "Date of birth must have a year of 4 digits, such as 2026"),
        (("31", "feb", "2018"), "Date of birth must be a real date"),
        (("4", "m", "2018"), "Date of birth must be in numbers, such as 27 3 2026"),
    ],
)
def test_a_date_that_cannot_be_says_what_to_enter(parts: tuple[str, str, str], said: str) -> None:
    assert entered(*parts)[1] == said
