"""`ehcp keys`: a new key-encryption key, rewrapped under a live case; a case's own key changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.field import Field

pytestmark = pytest.mark.xdist_group("field")
WHO = ("--by", "ops-1", "--reason", "the yearly change of keys")


async def test_the_yearly_change_of_keys_is_made_under_a_live_case(field: Field, tmp_path: Path) -> None:
    async with field.worker():
        case = await field.case()
        await field.act(case, "assessment_agreed")
    before = (await field.ehcp("keys", "list", "--json")).json
    assert (await field.ehcp("keys", "new")).code == 0
    assert (await field.ehcp("keys", "rewrap")).code == 2  # no person and no reason
    done = await field.ehcp("keys", "rewrap", *WHO)
    assert done.code == 0, done.err
    after = (await field.ehcp("keys", "list", "--json")).json
    assert after["active"] != before["active"]
    assert after["wraps"] == {after["active"]: sum(before["wraps"].values())}
    assert (await field.ehcp("keys", "rotate", case, *WHO)).code == 0
    assert (await field.ehcp("keys", "rotate", "case-unknown", *WHO)).err.startswith(
        "case-unknown has no key"
    )
    file = tmp_path / "intake.csv"
    file.write_text("child_name,received_on,team\nSample Child,today-3,north\n")
    async with field.worker():  # it has run all the while, and has read the key file before
        opened = await field.ehcp(
            "open", str(file), "--json"
        )  # another process: the new key wraps this case's
        assert opened.json["opened"] == 1, opened.err
        await field.act(case, "advice_requested", "school")
    assert (await field.ehcp("keys", "list", "--json")).json["wraps"].keys() == {after["active"]}
