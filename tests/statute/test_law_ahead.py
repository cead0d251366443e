"""The law ahead is a draft pack: it loads as data, governs no case, and marks each of its rules as proposed."""

from datetime import date

import pytest
from law_says import all_of, day, facts

from statute.overlay import with_changes
from statute.pack import governing_pack, load_pack, pack_in_force, pack_of_request, packs_of_law
from statute.pack_comparison import compare, compare_days, period_in_words
from tests.renamed_pack import content

LAW, AHEAD = load_pack("england-2014"), load_pack("england-next")


@pytest.mark.parametrize("on", [date(2014, 9, 1), date(2029, 9, 1), date(2031, 1, 1), date(2055, 1, 1)])
def test_a_draft_governs_no_case_whatever_its_days(on: date) -> None:
    assert AHEAD.draft and AHEAD.in_force_on(date(2031, 1, 1))
    assert {pack.id for pack in (pack_in_force(on), governing_pack(on), pack_of_request(on))} == {LAW.id}
    assert governing_pack(None) is LAW and packs_of_law() == (LAW,)


def test_every_rule_that_it_adds_or_changes_is_marked_as_proposed() -> None:
    found = compare(LAW, AHEAD)
    new = [*found.added, *(change.after for change in found.changed)]
    assert new and {rule.confidence for rule in new} == {"proposed"}
    assert not any(rule.verified or rule.phrases for rule in new)
    assert {rule.confidence for rule in LAW.rules}.isdisjoint({"proposed"})
    assert "proposed" in AHEAD.confidence


def test_what_it_does_not_change_is_the_law_in_force() -> None:
    found = compare(LAW, AHEAD)
    changed = {change.after.id for change in found.changed} | {rule.id for rule in found.added}
    assert all(rule == LAW.rule(rule.id) for rule in AHEAD.rules if rule.id not in changed)
    assert LAW.hash != AHEAD.hash
    assert compare(LAW, LAW) == ((), (), ())


def test_a_key_stage_review_stands_in_place_of_the_annual_one() -> None:
    known = facts("final_issued 2030-01-20", ("key_stage_ends 2030-06-01", {"year": 2030}))
    found = all_of(known, "2030-06-30", pack=AHEAD)
    assert found["next.key_stage_review"].due_on == day("2030-08-31")
    assert "s44_1.annual" not in found and not found["next.key_stage_review"].as_json()["verified"]


def test_the_tribunal_would_no_longer_order_a_setting_to_be_named() -> None:
    order = facts(("tribunal_order 2030-05-01", {"to": "name_setting"}))
    agreement = facts(("mediation_agreement 2030-05-01", {"to": "name_setting"}))
    assert "reg44.amend_placement" not in all_of(order, "2030-05-02", pack=AHEAD)
    assert "reg44.amend_placement" in all_of(agreement, "2030-05-02", pack=AHEAD)


def test_dates_that_differ_are_told_with_both_packs_answers() -> None:
    known = facts(
        "final_issued 2030-01-20", ("phase_transfer 2030-02-01", {"to_phase": "junior", "year": 2031})
    )
    rows = compare_days(known, day("2030-06-30"), LAW, AHEAD)
    told = [((row.before or row.after).rule, row.before is None, row.after is None) for row in rows]  # type: ignore[union-attr]
    assert told == [("s44_1.annual", False, True), ("next.phase_review", True, False)]
    assert compare_days(known, day("2030-06-30"), LAW, LAW) == ()


def test_a_change_of_a_rule_that_the_base_does_not_have_is_refused() -> None:
    for part in ({"change": {"reg99.nothing": {}}}, {"remove": ["reg99.nothing"]}):
        with pytest.raises(ValueError, match="rules that england-2014 does not have"):
            with_changes(content(), {"id": "x", "based_on": "england-2014", "rules": part})


def test_a_misspelled_way_of_changing_is_refused() -> None:
    for changes in ({"rules": {"chnage": {}}}, {"clocks": {"remove": []}}):
        with pytest.raises(ValueError, match="x changes its base in ways that are not known"):
            with_changes(content(), {"id": "x", "based_on": "england-2014", **changes})


def test_a_rule_that_is_removed_takes_its_clocks_and_its_supersession_along() -> None:
    laid = with_changes(content(), {"id": "x", "rules": {"remove": ["reg10.no_plan"]}})
    assert not any(clock["rule"] == "reg10.no_plan" for clock in laid["clocks"])
    assert "reg10.no_plan" not in laid["supersession"]["refused"]["by"]["plan_refused"]
    assert "reg10.no_plan" in content()["supersession"]["refused"]["by"]["plan_refused"]


def test_a_period_is_told_in_few_words() -> None:
    said = {rule.id: period_in_words(rule.counting) for rule in LAW.rules}
    assert said["reg13_2.final_plan"] == "20 weeks after"
    assert said["reg18_1b.phase_15feb"] == "before 15 February"
    assert said["reg46_1a.academic_year"] == "to 31 July"
    assert said["reg3.consult"] == "as soon as practicable"
