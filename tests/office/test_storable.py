"""Ids that the records could never hold are refused before a workflow takes them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from office.process_acts import opening_of
from office.refusals import ActRefused
from office.sending import sent
from workflows.messages import ActMessage

LONG = "x" * 121


@pytest.mark.parametrize("ids", [{"by": LONG}, {"request_id": LONG}, {"by": "officer\0"}])
async def test_an_act_by_an_id_that_cannot_be_kept_is_never_sent(ids: dict[str, str]) -> None:
    message = ActMessage(action="assessment_agreed", on=date(2026, 3, 4), **ids)  # type: ignore[arg-type]
    client: Any = None  # asking a server would fail
    with pytest.raises(ActRefused) as refused:
        await sent(client, "case-a", message, None)
    assert str(refused.value).endswith(".") and "x" * 20 not in str(refused.value)


def test_a_sitting_with_a_member_who_cannot_be_kept_is_not_called() -> None:
    roles = ("education", "health", "social_care")
    members = [{"id": f"{role}-1", "role": role} for role in roles]
    asked = {
        "sits_on": "2026-04-14",
        "chair": "health-1",
        "members": [*members, {"id": LONG, "role": "health"}],
    }
    with pytest.raises(ActRefused, match="at most 120 characters"):
        opening_of("panel", asked, date(2026, 4, 1))
