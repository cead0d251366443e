"""The packs hold exactly the rules of their reviewed snapshots (tests/statute/snapshot.py)."""

from difflib import unified_diff

import pytest

from statute.pack import RulePack, load_pack, packs_of_law
from tests.statute.snapshot import lines, snapshot_of

PACK = load_pack("england-2014")


@pytest.mark.parametrize("pack", packs_of_law(), ids=lambda pack: str(pack.id))
def test_the_rules_of_a_pack_are_those_of_its_snapshot(pack: RulePack) -> None:
    kept = snapshot_of(pack).read_text(encoding="utf-8").splitlines()
    changed = list(unified_diff(kept, list(lines(pack)), "snapshot", "pack", lineterm="", n=0))
    assert not changed, "\n".join(
        (
            f"The rules of {pack.id} differ from {snapshot_of(pack).name}. If you meant the change, run `python -m "
            "tests.statute.snapshot` and check each changed line against the instrument:",
            *changed,
        )
    )


def test_a_changed_citation_period_or_exception_changes_a_line() -> None:
    rule = PACK.rule("reg5.decide_to_assess")
    before = set(lines(PACK))
    for changed in (
        rule.model_copy(update={"citation": "SEND Regs 2014 reg 5(2)"}),
        rule.model_copy(update={"counting": rule.counting.model_copy(update={"n": 7})}),
        rule.model_copy(update={"confidence": "memory"}),
        rule.model_copy(update={"exceptions": rule.exceptions[1:]}),
    ):
        rules = tuple(changed if each.id == rule.id else each for each in PACK.rules)
        assert len(before - set(lines(PACK.model_copy(update={"rules": rules})))) == 1


def test_a_day_that_counts_is_counted_and_one_that_does_not_is_not() -> None:
    with_the_day = {"transfer_day", "at_once"}
    for rule in PACK.rules:
        if rule.counting.convention in with_the_day or rule.counting.convention.endswith("_beginning_with"):
            assert rule.trigger_day_counts, rule.id
        elif rule.counting.n is not None and rule.counting.convention != "later_of_review_and_transfer":
            assert not rule.trigger_day_counts, rule.id


def test_the_rules_that_can_be_excused_are_those_with_grounds() -> None:
    with_grounds = {rule.id for rule in PACK.rules if rule.exceptions}
    assert {rule.id for rule in PACK.rules if rule.effect == "excuses"} == with_grounds - {"rule20.appeal"}
