"""`ehcp keys`: a new key-encryption key, rewrapped under a live case; a case's own key changed."""

from __future__ import annotations

import pytest

from engine.connect import connect
from starter.office import Office
from tests.starter.operations.conftest import Field

pytestmark = pytest.mark.xdist_group("field")
WHO = ("--by", "ops-1", "--reason", "the yearly change of keys")


async def test_the_yearly_change_of_keys_is_made_under_a_live_case(field: Field) -> None:
    async with field.worker():
        case = await field.case()
        await field.act(case, "assessment_agreed")
    before = (await field.ehcp("keys", "list", "--json")).json
    assert (await field.ehcp("keys", "new")).code == 0
    assert (await field.ehcp("keys", "rewrap")).code == 2  # nobody and no reason
    done = await field.ehcp("keys", "rewrap", *WHO)
    assert done.code == 0, done.err
    after = (await field.ehcp("keys", "list", "--json")).json
    assert after["active"] != before["active"]
    assert after["wraps"] == {after["active"]: sum(before["wraps"].values())}
    assert (await field.ehcp("keys", "rotate", case, *WHO)).code == 0
    assert (await field.ehcp("keys", "rotate", "case-nobody", *WHO)).err.startswith("case-nobody has no key")
    client = await connect(field.settings, address=field.client.service_client.config.target_host)
    anew = Field(field.settings, Office(client, field.office.database, field.settings.task_queue))
    async with anew.worker():  # the programs started again: it replays what the earlier keys encrypted
        await anew.act(case, "advice_requested", "school")
    assert (await anew.ehcp("show", case, "--json")).json["sequence"] > 2
