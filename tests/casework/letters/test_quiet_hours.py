"""The local hours in which no e-mail or text message reaches a person."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from casework.letters.quiet_hours import end_of_quiet


@pytest.mark.parametrize(
    ("at", "quiet_from", "ends"),
    [
        (datetime(2026, 1, 14, 19, 59, tzinfo=UTC), 20, datetime(2026, 1, 14, 19, 59, tzinfo=UTC)),
        (datetime(2026, 1, 14, 20, 0, tzinfo=UTC), 20, datetime(2026, 1, 15, 7, tzinfo=UTC)),
        (datetime(2026, 1, 15, 6, 59, tzinfo=UTC), 20, datetime(2026, 1, 15, 7, tzinfo=UTC)),
        (datetime(2026, 1, 15, 7, 0, tzinfo=UTC), 20, datetime(2026, 1, 15, 7, tzinfo=UTC)),
        (datetime(2026, 7, 14, 19, 30, tzinfo=UTC), 20, datetime(2026, 7, 15, 6, tzinfo=UTC)),  # summer time
        (datetime(2026, 1, 14, 3, 0, tzinfo=UTC), 2, datetime(2026, 1, 14, 7, tzinfo=UTC)),
        (datetime(2026, 1, 14, 23, 0, tzinfo=UTC), 2, datetime(2026, 1, 14, 23, tzinfo=UTC)),
        (datetime(2026, 1, 14, 23, 0, tzinfo=UTC), None, datetime(2026, 1, 14, 23, tzinfo=UTC)),
    ],
)
def test_a_message_waits_for_the_end_of_quiet_hours(
    at: datetime, quiet_from: int | None, ends: datetime
) -> None:
    assert end_of_quiet(at, quiet_from, 7) == ends
