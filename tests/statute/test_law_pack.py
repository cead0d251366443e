"""The rule pack: checked when loaded, pinned by id and hash, chosen by the day of receipt."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from statute import pack as packs
from statute.content_hash import content_hash
from statute.errors import NoSuchPack
from statute.facts import Event, Facts
from statute.pack import RulePack, governing_pack, load_pack, pack_in_force
from statute.timeline import timeline

PACK = load_pack("england-2014")


def content() -> dict:
    path = Path(packs.__file__).parent / "packs" / "england-2014.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def test_the_pack_in_force_is_chosen_by_the_day_of_receipt() -> None:
    assert pack_in_force(date(2014, 9, 1)) is PACK is load_pack("england-2014")
    with pytest.raises(NoSuchPack, match="the first begins on 2014-09-01"):
        pack_in_force(date(2014, 8, 31))
    assert governing_pack(date(2014, 8, 31)) is PACK is governing_pack(None)


def test_a_pack_that_does_not_exist_is_refused_in_a_sentence() -> None:
    with pytest.raises(NoSuchPack, match="Use one of: england-2014"):
        load_pack("../../etc/passwd")


def test_the_hash_is_of_the_content() -> None:
    assert len(PACK.hash) == 64
    changed = content()
    changed["rules"][0]["title"] += "."
    assert content_hash(content()) == PACK.hash != packs.content_hash(changed)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda c: c["rules"].append(c["rules"][0]), "two rules have the same id"),
        (lambda c: c["clocks"][0].update(rule="reg99"), "names no rule"),
        (lambda c: c["clocks"][0].update(met_by=["nothing"]), "not known"),
        (lambda c: c["clocks"][0].update(rule="reg3.consult"), "no period"),
        (lambda c: c["rules"][0].update(confidence="sure"), "confidence"),
        (lambda c: c["rules"][0].update(colour="red"), "colour"),
        (lambda c: c["clocks"][0].update(in_state="asleep"), "states that are not known"),
        (lambda c: c["states"]["detained"]["begins"].update(nothing={}), "the state detained names facts"),
        (lambda c: c["supersession"]["ended"]["by"].update(nothing="all"), "supersession"),
    ],
)
def test_a_pack_that_does_not_hold_together_is_not_loaded(spoil, says: str) -> None:
    spoiled = content()
    spoil(spoiled)
    with pytest.raises(ValidationError, match=says):
        RulePack(**spoiled, hash="0" * 64)


def test_named_texts_and_borrowed_grounds_are_spelled_out() -> None:
    assert PACK.rule("reg3.consult").breach.startswith("No deemed decision")
    assert PACK.rule("reg44.make_plan_final").exceptions == PACK.rule("reg44.assess_start").exceptions
    assert PACK.rule("reg45.issue_final").exceptions == PACK.rule("reg45.assess_start").exceptions
    assert all(
        source.startswith(("http", "senco-flow", "memory", "no roll", "local policy"))
        for rule in PACK.rules
        for source in rule.sources
    )


def test_grounds_are_found_as_the_regulation_writes_them_or_by_id() -> None:
    assert PACK.ground("Reg 13(3)(c)") == PACK.ground("reg13.exceptional_personal")
    assert PACK.ground("reg13(3)(z)") is None


def test_every_rule_has_a_citation_a_source_and_a_known_duty_holder() -> None:
    for rule in PACK.rules:
        assert rule.citation and rule.sources
        assert rule.duty_holder in {
            "authority",
            "adviser",
            "setting",
            "family",
            "mediation_adviser",
            "commissioning_body",
            "no_one",
        }


def test_the_pack_is_loaded_once() -> None:
    load_pack.cache_clear()
    assert load_pack("england-2014") is load_pack("england-2014")
    load_pack.cache_clear()
    packs.pack_in_force.cache_clear()
    packs.governing_pack.cache_clear()


def test_a_rule_that_is_in_force_for_some_days_only_begins_its_clock_on_those() -> None:
    changed = content()
    rule = next(rule for rule in changed["rules"] if rule["id"] == "reg8.advice_return")
    rule |= {"effective_from": "2024-04-01", "effective_to": "2024-04-30"}
    pack = RulePack(**changed, hash=content_hash(changed))
    begun = {
        day: bool(timeline(Facts((Event("advice_requested", day, "health"),)), date(2024, 6, 1), pack=pack))
        for day in (date(2024, 3, 31), date(2024, 4, 1), date(2024, 4, 30), date(2024, 5, 1))
    }
    assert list(begun.values()) == [False, True, True, False]


def test_a_clock_can_be_met_otherwise_only_by_a_fact_that_meets_it() -> None:
    changed = content()
    changed["clocks"][0]["otherwise"] = ["final_issued"]
    with pytest.raises(ValidationError, match="otherwise"):
        RulePack(**changed, hash="0" * 64)


def test_no_two_packs_are_in_force_on_one_day() -> None:
    spans = sorted((pack.effective_from, pack.effective_to or date.max) for pack in packs.packs_of_law())
    assert all(one[1] < other[0] for one, other in pairwise(spans))
