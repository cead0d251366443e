"""Plainly invented children for the demo caseload, each as a row of a file of requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from office.demo.planned import DemoSetting
from office.demo.rates import Rates

_FIRST = (
    "Acorn", "Bracken", "Cicely", "Dune", "Ember", "Fennel", "Gorse", "Harebell", "Indigo", "Jay", "Kestrel", "Lark", "Meadow",
    "Nettle", "Otter", "Plover", "Quill", "Rush", "Sorrel", "Teal", "Umber", "Vetch", "Wren", "Yarrow", "Zephyr",
)  # fmt: skip
_SECOND = (
    "Ashmere", "Birchby", "Cloverley", "Dovewell", "Elmcote", "Fernholt", "Greenlow", "Hazelby", "Ivydale", "Kingcup", "Linwold",
    "Mossgill", "Northbeck", "Oakhurst", "Pinefold", "Reedham", "Stonecrop", "Thornlea", "Underhay", "Willowby",
)  # fmt: skip
_LAST = ("Sample", "Example")
_DAYS_A_YEAR = 365.25
_OLDEST_AT_HOME = 15


def row_of(
    number: int, received_on: date, rates: Rates, chance: Random, settings: Sequence[DemoSetting]
) -> dict[str, Any]:
    """Return the request of an invented child."""
    age = rates.one_of("child.ages", chance)
    born_on = received_on - timedelta(days=round((age + chance.random()) * _DAYS_A_YEAR))
    name = f"{chance.choice(_FIRST)} {chance.choice(_SECOND)} {_LAST[number % len(_LAST)]}"
    source = rates.one_of("arrivals.sources", chance)
    if source == "young_person" and age <= _OLDEST_AT_HOME:
        source = "parent"
    attends = [one for one in settings if one.lowest <= age <= one.highest]
    return {
        "reference": f"DEMO-{number:06d}",
        "child_name": name,
        "born_on": born_on.isoformat(),
        "family": f"Family of {name}\n{number} Sample Street\nExampleton ZZ1 1ZZ",
        "email": f"demo-{number}@example.invalid",
        "source": source,
        "received_on": received_on.isoformat(),
        "sex": "M" if rates.happens("child.boys", chance) else "F",
        "ethnicity": rates.one_of("child.ethnicities", chance),
        "primary_need": rates.one_of("child.needs", chance),
        "attends": chance.choice(attends).name if attends else None,
    }
