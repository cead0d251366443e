"""When something leaves: at once, after its recall window, in the morning, or with a digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casework.letters.notice import Notice
from casework.letters.sending_times import Policy, not_before

SERVER = Policy(recall=timedelta(minutes=10), quiet_from=20, quiet_until=7)
NIGHT = datetime(2026, 1, 14, 23, 55, tzinfo=UTC)
NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
SUMMER_NIGHT = datetime(2026, 7, 14, 19, 30, tzinfo=UTC)  # half past eight in England


def told(kind: str, role: str) -> Notice:
    return Notice(date(2026, 1, 14), kind, role, "about", None, "text")


@pytest.mark.parametrize(
    ("kind", "role", "channel", "at", "leaves"),
    [
        ("draft_plan", "family", "letter", NOON, NOON + timedelta(minutes=10)),
        (
            "draft_plan",
            "family",
            "letter",
            NIGHT,
            NIGHT + timedelta(minutes=10),
        ),  # a letter may leave at night
        ("draft_plan", "family", "sms", NIGHT, datetime(2026, 1, 15, 7, tzinfo=UTC)),
        ("draft_plan", "family", "sms", SUMMER_NIGHT, datetime(2026, 7, 15, 6, tzinfo=UTC)),
        ("reminder", "case_officer", "email", NIGHT, datetime(2026, 1, 15, 8, tzinfo=UTC)),
        ("reminder", "case_officer", "email", NOON, datetime(2026, 1, 15, 8, tzinfo=UTC)),
        ("breach_alert", "team_manager", "email", NOON, datetime(2026, 1, 15, 8, tzinfo=UTC)),
        ("breach_continues", "head_of_service", "email", NIGHT, datetime(2026, 1, 15, 8, tzinfo=UTC)),
        ("letter_problem", "case_officer", "email", NOON, datetime(2026, 1, 15, 8, tzinfo=UTC)),
        ("chase", "adviser", "email", NOON, datetime(2026, 1, 15, 8, tzinfo=UTC)),
        (
            "chase",
            "setting",
            "email",
            datetime(2026, 1, 14, 0, 0, tzinfo=UTC),
            datetime(2026, 1, 14, 8, tzinfo=UTC),
        ),
    ],
)
def test_on_a_server(kind: str, role: str, channel: str, at: datetime, leaves: datetime | None) -> None:
    assert not_before(told(kind, role), channel, at, SERVER) == leaves


def test_in_the_embedded_default_a_newcomer_sees_everything_at_once_but_digests() -> None:
    for at in (NIGHT, NOON):
        assert not_before(told("draft_plan", "family"), "letter", at, Policy()) is None
        urgent = replace(told("breach_alert", "case_officer"), is_urgent=True)
        assert not_before(urgent, "email", at, Policy()) is None
        assert not_before(urgent, "email", at, SERVER) is None
        assert not_before(told("reminder", "case_officer"), "email", at, Policy()) is not None
    assert not_before(told("chase", "adviser"), "email", NOON, Policy()) is not None
