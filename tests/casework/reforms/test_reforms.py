"""A reform is on, off or has other words from the day that the authority gives."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.authority.profile import BadProfile, Profile, profile_of, profile_to_load
from casework.reforms.reforms import KEYS, Reform, reform_on, reforms_on

BANDS = "bands_and_tariffs"


def profile(**reforms: Any) -> Profile:
    return profile_to_load({"authority": {"name": "Sample Council"}, "reforms": reforms})


def bands(day: str, *periods: dict[str, Any]) -> Reform:
    return reform_on(BANDS, date.fromisoformat(day), profile(**{BANDS: list(periods)}).reforms)


def test_each_reform_is_on_and_says_that_it_is_not_law_until_an_authority_changes_it() -> None:
    found = reforms_on(date(2026, 6, 1), {})
    assert [one.key for one in found] == list(KEYS)
    assert all(one.is_on and "not law" in one.label for one in found)


def test_it_is_off_from_the_day_of_the_period_and_on_the_day_before() -> None:
    off = {"starts": "2027-08-01", "switched_on": False}
    assert bands("2027-07-31", off).is_on
    assert not bands("2027-08-01", off).is_on


def test_the_latest_period_holds_in_any_order_of_the_file() -> None:
    periods = ({"starts": "2028-01-01"}, {"starts": "2027-08-01", "switched_on": False})
    assert not bands("2027-12-31", *periods).is_on
    assert bands("2028-01-01", *periods).is_on


def test_an_authority_gives_it_its_own_words() -> None:
    named = {"starts": "2026-09-01", "name": "Funding matrix", "label": "Policy of this council"}
    assert (bands("2026-09-01", named).name, bands("2026-09-01", named).label) == (
        "Funding matrix",
        "Policy of this council",
    )
    assert bands("2026-08-31", named).name == "Bands and tariffs"


def test_the_periods_that_were_kept_read_as_they_were_loaded() -> None:
    loaded = profile(**{BANDS: [{"starts": "2027-08-01", "switched_on": False}]})
    assert profile_of(loaded.model_dump(mode="json")) == loaded


@pytest.mark.parametrize(
    ("reforms", "said"),
    [
        ({"bands": []}, "'bands' is no reform; write one of bands_and_tariffs, "),
        (
            {BANDS: [{"starts": "2027-08-01"}, {"starts": "2027-08-01", "switched_on": False}]},
            "two periods from the same day",
        ),
        ({BANDS: [{"switched_on": False}]}, "starts is missing; fill it in"),
    ],
)
def test_a_profile_that_names_no_reform_or_no_day_is_refused(reforms: dict[str, Any], said: str) -> None:
    with pytest.raises(BadProfile, match=said):
        profile(**reforms)
