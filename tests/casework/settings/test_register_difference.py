"""What a new extract changes, and when a person must confirm it."""

from __future__ import annotations

from dataclasses import replace

from casework.settings.register_difference import difference
from casework.settings.settings import Setting

NOW = {str(n): Setting(str(n), f"School {n}", "mainstream", "Sample", 4, 11, True) for n in range(20)}


def test_a_difference_counts_what_is_new_changed_and_removed() -> None:
    extract = [
        replace(NOW["0"], name="Renamed"),
        *(NOW[str(n)] for n in range(1, 19)),
        replace(NOW["0"], urn="new"),
    ]
    found = difference(NOW, extract)
    assert found.sentence == "20 settings now, 20 in the extract: 1 new, 1 changed, 1 removed."
    assert [one.urn for one in found.removed] == ["19"]


def test_more_than_a_tenth_that_is_removed_must_be_confirmed() -> None:
    def asks(kept: int) -> bool:
        return difference(NOW, list(NOW.values())[:kept]).must_be_confirmed

    assert [asks(20), asks(18), asks(17), asks(0)] == [False, False, True, True]
    assert not difference({}, NOW.values()).must_be_confirmed
