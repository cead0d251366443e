"""Merging and splitting two records, and the details kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from casework.people.child import Child, Details, Version
from casework.people.child_merging import differences, taken_over, why_not_merge, why_not_split

AT = datetime(2024, 3, 4, 9, tzinfo=UTC)
ONE, OTHER = Details("Wren Example", date(2015, 5, 5), "A123456789012"), Details("Wren Exampel", None, None)
WHY = "The school confirmed it."


def record(child_id: str, details: Details) -> Child:
    return Child(child_id, AT, (Version(1, details, date(2024, 3, 4), AT, None, "As the request says."),))


def test_a_merge_needs_a_person_a_reason_and_two_records_that_stand() -> None:
    one, other = record("child-a", ONE), record("child-b", OTHER)
    assert why_not_merge(one, other, "officer-1", WHY) is None
    assert why_not_merge(one, other, " ", WHY) == "Say who makes this change."
    assert "Say why" in (why_not_merge(one, other, "officer-1", "same") or "")
    assert "same record" in (why_not_merge(one, one, "officer-1", WHY) or "")
    gone = replace(one, merged_into="child-c")
    assert why_not_merge(gone, other, "officer-1", WHY) == "child-a was merged into child-c; use that record."
    assert why_not_merge(other, gone, "officer-1", WHY) == "child-a was merged into child-c; use that record."


def test_a_split_undoes_the_last_merge_first() -> None:
    merged, survivor = replace(record("child-a", ONE), merged_into="child-b"), record("child-b", OTHER)
    assert why_not_split(merged, survivor, "officer-1", WHY) is None
    assert "nothing to split" in (why_not_split(survivor, None, "officer-1", WHY) or "")
    further = replace(survivor, merged_into="child-c")
    assert "split that record first" in (why_not_split(merged, further, "officer-1", WHY) or "")


def test_the_survivor_takes_over_only_what_it_does_not_know() -> None:
    after = taken_over(ONE, OTHER)
    assert after == Details("Wren Exampel", date(2015, 5, 5), "A123456789012")
    assert [(one.field, one.merged, one.survivor) for one in differences(ONE, after)] == [
        ("name", "Wren Example", "Wren Exampel")
    ]
