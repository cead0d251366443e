"""The words of the letter that tells a band: its amounts, from when they are paid, and how they were worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from casework.money.band_in_words import BAND_FACTS, ToldBand, band_in_words
from casework.money.banding import price_as_json, prices_of
from casework.money.decisions import Banding, decisions_of
from casework.money.framework_file import framework_in
from office.money import shipped

MATRIX = framework_in(shipped()["needs-matrix"])
NOW = datetime(2026, 10, 1, tzinfo=UTC)


def told(decided: str = "5", **changes: Any) -> ToldBand:
    prices = prices_of(MATRIX, decided, "mainstream", Decimal(9))
    content = {
        "setting_type": "mainstream", "setting": "urn-900001", "computed": "5", "decided": decided, "points": "9", "extra": 0,
        "decided_on": "2026-10-01", "every": "month", "half": "up", "last_day_paid": True,
        "prices": [price_as_json(one) for one in prices], **changes,
    }  # fmt: skip
    row = Banding("band-a", "case-a", "decision", "band-p", MATRIX.id, MATRIX.version, date(2026, 10, 14), content, "officer-1", None, NOW)  # fmt: skip
    return ToldBand(decisions_of([row])[0], MATRIX)


def test_a_letter_says_the_amounts_from_when_and_how_they_were_worked_out() -> None:
    said = band_in_words(told(), date(2026, 10, 2))
    assert set(said) == set(BAND_FACTS)
    assert (said["band_top_up"], said["band_core"], said["band_notional"]) == (
        "£3,400.00",
        "£4,200.00",
        "£6,000.00",
    )
    assert (said["band_from"], said["band_paid"], said["band_days"]) == (
        "Wednesday 14 October 2026",
        "each month",
        "365",
    )
    assert (said["band_points"], said["band_computed"], said["band_differs"]) == ("9", said["band"], None)
    assert said["band_later"] == "£3,502.00 a year from Thursday 1 April 2027"
    assert said["band_until"] is None


def test_a_letter_of_a_later_year_tells_the_amount_of_that_year() -> None:
    said = band_in_words(told(), date(2027, 5, 1))
    assert (said["band_top_up"], said["band_later"]) == ("£3,502.00", None)


def test_another_band_and_an_end_are_told() -> None:
    found = told("6")
    ended = replace(found, decision=replace(found.decision, paid_to=date(2027, 3, 3)))
    said = band_in_words(ended, date(2026, 10, 2))
    assert said["band_differs"] and said["band"] != said["band_computed"]
    assert said["band_until"] == "Wednesday 3 March 2027"
