"""A form proposes today for what is recorded as it happens, and for nothing else."""

from __future__ import annotations

import pytest

from casework.case.acts import CATALOGUE
from casework.case.day_of_act import _AS_THEY_COME, is_mostly_today

ELSEWHERE = (
    "appointment_missed",
    "died",
    "moved_away",
    "review_meeting",
    "mediation_held",
    "appeal_registered",
    "tribunal_order",
    "detention_began",
    "mediation_requested",
    "reassessment_requested",
)


def test_what_tells_a_person_or_sends_a_paper_happens_today() -> None:
    assert set(CATALOGUE) >= _AS_THEY_COME
    assert all(is_mostly_today(action) for action in CATALOGUE.values() if action.tells or action.paper)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_today_is_not_proposed_for_what_happens_elsewhere_or_starts_a_limit(name: str) -> None:
    assert not is_mostly_today(CATALOGUE[name])
