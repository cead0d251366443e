"""The process knows clocks by their roles: a pack that names its rules otherwise counts the same days."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from statute.clock_roles import ClockRole
from statute.errors import RoleNotBound
from statute.pack import RulePack, load_pack, pack_from
from statute.schema import facts_from_data
from statute.timeline import timeline
from tests.renamed_pack import content, new_ids, renamed, with_old_ids

PACK = load_pack("england-2014")
STORIES = sorted((Path(__file__).resolve().parents[2] / "samples" / "stories").glob("*.json"))


@cache
def renamed_pack() -> RulePack:
    return pack_from(renamed())


def test_no_rule_keeps_its_id() -> None:
    ids = new_ids()
    assert {rule.id for rule in renamed_pack().rules} | renamed_pack().bound == set(ids.values())
    assert ids.keys().isdisjoint(ids.values())


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_has_the_same_dates_whatever_the_rules_are_called(story: Path) -> None:
    told = json.loads(story.read_text(encoding="utf-8"))
    known = [row for row in told["events"] if row["event"] in PACK.events]
    facts, _ = facts_from_data({"events": known, "exceptions": told.get("exceptions", [])}, pack=PACK)
    for as_at in sorted(
        {*(date.fromisoformat(row["on"]) for row in known), date.fromisoformat(told["until"])}
    ):

        def obligations(pack: RulePack, as_at: date = as_at) -> list[dict[str, Any]]:
            return [one.as_json() for one in timeline(facts, as_at, pack=pack)]

        assert with_old_ids(obligations(renamed_pack())) == obligations(PACK)


@pytest.mark.parametrize("role", ClockRole)
def test_a_pack_without_a_clock_for_a_role_is_refused_with_the_name_of_the_role(role: ClockRole) -> None:
    without = content()
    for clock in without["clocks"]:
        if clock.get("role") == role:
            del clock["role"]
    with pytest.raises(RoleNotBound) as refused:
        pack_from(without)
    assert str(refused.value) == (
        f"The rule pack 'england-2014' binds no clock to the role '{role}', which the process needs."
    )


def test_the_clocks_of_one_rule_have_one_role() -> None:
    torn = content()
    appeals = [clock for clock in torn["clocks"] if clock.get("role") == ClockRole.APPEAL]
    assert len(appeals) > 1
    del appeals[0]["role"]
    with pytest.raises(ValueError, match="have different roles"):
        pack_from(torn)


def test_a_text_that_a_clock_is_applied_by_is_known() -> None:
    spoiled = content()
    spoiled["clocks"][0]["applied_by"] = {"mediation_agreement": "nothing"}
    with pytest.raises(ValueError, match="texts that are not known"):
        pack_from(spoiled)


def test_a_folder_of_packs_can_take_the_place_of_the_installed_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from statute import pack as packs

    installed = packs.packs_folder()
    monkeypatch.setenv("EHCP_PACKS", str(tmp_path))
    assert packs.packs_folder() == tmp_path != installed
    monkeypatch.setenv("EHCP_PACKS", "")
    assert packs.packs_folder() == installed
