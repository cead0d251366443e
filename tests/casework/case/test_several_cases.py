"""What may be recorded in several cases at once writes to no one outside and needs no paper."""

from __future__ import annotations

from datetime import date

import pytest

from casework.case.acts import CATALOGUE, Act
from casework.case.several_cases import (
    FOR_EACH_ADVISER,
    FOR_EACH_BREACH,
    FOR_EACH_WARNING,
    FOR_SEVERAL,
    OF_THE_ROW,
)
from casework.letters.notices import of_act
from casework.letters.recipient_roles import INSIDE

DAY = date(2024, 6, 3)


@pytest.mark.parametrize("name", FOR_SEVERAL)
def test_an_act_for_several_cases_sends_no_letter_and_asks_for_no_id(name: str) -> None:
    action = CATALOGUE[name]
    assert not action.paper and not action.tells and action.moves_to is None
    assert not [one for one in action.fields if one.required and one.kind in ("id", "ids")]
    assert (action.of is not None) == (name in FOR_EACH_ADVISER)
    told = of_act(Act(name, DAY, "school" if action.of else None, {}), DAY, ())
    assert {one.to_role for one in told} <= INSIDE


def test_the_row_gives_the_limit_of_a_breach_or_a_warning() -> None:
    fields = {one.name for name in FOR_EACH_BREACH | FOR_EACH_WARNING for one in CATALOGUE[name].fields}
    assert set(OF_THE_ROW) <= fields
