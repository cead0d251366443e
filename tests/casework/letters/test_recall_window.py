"""How long an officer can take a message back before it leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework.letters.recall_window import ends_at
from casework.letters.recipient_roles import INSIDE, OUTSIDE

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
WINDOW = timedelta(minutes=10)


@pytest.mark.parametrize("role", OUTSIDE)
def test_what_leaves_the_house_can_be_recalled_until_its_window_ends(role: str) -> None:
    assert ends_at(role, NOON, WINDOW) == NOON + WINDOW
    assert ends_at(role, NOON, timedelta()) == NOON


@pytest.mark.parametrize("role", sorted(INSIDE))
def test_a_message_to_the_authoritys_own_people_has_no_window(role: str) -> None:
    assert ends_at(role, NOON, WINDOW) == NOON
