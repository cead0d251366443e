"""Two versions side by side: rows are found by their ids, or by what they say, and words are marked."""

from __future__ import annotations

from dataclasses import replace

from casework.plans.comparison import ChangedPart, Piece, compare, marked
from casework.plans.draft import DraftPart, draft_plan, parts_of
from casework.plans.plan import Plan, plan_of
from tests.casework.plans.test_draft import COMMUNICATION
from tests.plans import sample_plan

LONG = "By the end of year 4 Wren follows instructions with three pieces of information."


def row(part: str, place: int, need: str, outcome: str = LONG) -> DraftPart:
    return DraftPart(
        part, COMMUNICATION, place, {"need": need, "provision": [{"what": "Help"}], "outcome": outcome}
    )


def plan(*rows: DraftPart) -> Plan:
    others = [one for one in parts_of(plan_of(sample_plan())) if one.section != COMMUNICATION]
    return draft_plan([*others, *rows])


def changed(before: Plan, after: Plan, section: str = COMMUNICATION) -> tuple[ChangedPart, ...]:
    (found,) = [one for one in compare(before, after) if one.key == section]
    return found.parts


def test_the_same_plan_has_no_changes_even_without_ids() -> None:
    same = plan_of(sample_plan())
    assert [one.parts for one in compare(same, same)] == [()] * 11


def test_only_the_words_that_differ_are_marked() -> None:
    before, after = marked("Wren reads two words.", "Wren reads three words.")
    assert before == (Piece("Wren reads ", False), Piece("two", True), Piece(" words.", False))
    assert after[1] == Piece("three", True)


def test_a_row_is_found_by_its_id_though_all_its_words_changed() -> None:
    (part,) = changed(plan(row("row-a", 1, "Reading")), plan(row("row-a", 1, "Noise", "Other words.")))
    assert part.state == "changed" and [one.label for one in part.fields] == [
        "Need (Section B)",
        "Outcome (Section E)",
    ]


def test_rows_that_were_added_removed_or_moved_are_told() -> None:
    before = plan(
        row("row-a", 1, "Reading"),
        row("row-b", 2, "Noise"),
        row("row-c", 3, "Sleep", "Other words altogether."),
    )
    after = plan(
        row("row-b", 1, "Noise"),
        row("row-a", 2, "Reading"),
        row("row-d", 3, "Food", "Wren eats with her class."),
    )
    found = {(one.title, one.state, one.moved) for one in changed(before, after)}
    assert {("Need 3", "added", False), ("Need 3", "removed", False)} < found
    assert sum(moved for _, _, moved in found) == 1


def test_a_row_without_an_id_is_found_by_what_it_says() -> None:
    content = sample_plan()
    content["areas"]["communication_and_interaction"]["rows"][0]["provision"][0]["how_often"] = (
        "four times a week"
    )
    (part,) = changed(plan_of(sample_plan()), plan_of(content))
    assert [one.label for one in part.fields] == ["Provision (Section F), 1: How often"]


def test_advice_is_found_by_its_number() -> None:
    content = sample_plan()
    content["advice"] = [replace_author(one) for one in content["advice"]]
    assert [one.state for one in changed(plan_of(sample_plan()), plan_of(content), "advice")] == ["changed"]


def replace_author(entry: dict[str, str]) -> dict[str, str]:
    return {**entry, "author": "Someone quite different"} if entry["id"] == "K2" else entry


def test_a_row_that_was_split_is_told_as_added() -> None:
    first = row("row-a", 1, "Reading")
    second = replace(first, part="row-b", place=2)
    assert [one.state for one in changed(plan(first), plan(first, second))] == ["added"]
