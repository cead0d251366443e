"""Break-glass reads for a day, changes nothing, and needs a reason."""

from __future__ import annotations

from casework.access.break_glass import READS, lets_read, reason_refused
from casework.access.permissions import Right


def test_it_gives_two_rights_to_read_until_the_day_is_over() -> None:
    assert {right for right in Right if lets_read(right, "officer-1", {"officer-1"})} == {
        Right.SEE_CASE,
        Right.SEE_PERSONAL,
    }
    assert set(Right) >= READS
    assert not lets_read(Right.SEE_CASE, "officer-2", {"officer-1"})


def test_a_reason_is_a_sentence() -> None:
    assert reason_refused("A complaint must be answered today.") is None
    assert reason_refused("  because  ") == (
        "Say why you must see this case, in a sentence that its manager will read."
    )
