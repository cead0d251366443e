"""Acts of the past are one step of a case, and only what is owed after the last of them is told."""

from __future__ import annotations

from datetime import date

from workflows.messages import ActMessage, EarlierAct


def test_the_acts_of_a_message_are_in_the_order_of_the_past() -> None:
    earlier = (
        EarlierAct(action="assessment_agreed", on=date(2024, 4, 10)),
        EarlierAct(action="advice_requested", on=date(2024, 4, 11), of="school,health"),
    )
    message = ActMessage(action="plan_agreed", on=date(2024, 6, 3), earlier=earlier, told_before=True)
    assert [(one.action, one.of) for one in message.acts()] == [
        ("assessment_agreed", None),
        ("advice_requested", "school"),
        ("advice_requested", "health"),
        ("plan_agreed", None),
    ]
