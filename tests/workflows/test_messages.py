"""What a message says, also one that an earlier release sent."""

from __future__ import annotations

from datetime import date

import pytest

from workflows.messages import ActMessage

WITHOUT_THE_FLAG = {"action": "plan_refused", "on": "2024-06-21", "by": "operator"}
"""As a history of an earlier release holds it, in which each `by` named a person who decides."""


def test_a_recorded_message_keeps_its_meaning() -> None:
    assert ActMessage.model_validate(WITHOUT_THE_FLAG).actor_known


@pytest.mark.parametrize(
    ("by", "by_operator", "known"),
    [(None, False, False), ("officer-1", False, True), ("operator", True, False)],
)
def test_the_operator_of_a_folder_is_no_decision_maker(
    by: str | None, by_operator: bool, known: bool
) -> None:
    message = ActMessage(action="plan_refused", on=date(2024, 6, 21), by=by, by_operator=by_operator)
    assert message.actor_known is known
