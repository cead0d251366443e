"""Ten published cases, coded: the engine gives what the decisions, or plain counting from their dates, say.

A case whose dates are published by the month has two inputs, one for each end; its answer is then asked for as a range too.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from statute.ranges import timeline_between
from statute.schema import facts_from_data

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "decided.jsonl").read_text(encoding="utf-8").splitlines()
]
IDS = [each["id"] for each in CASES]


def answer(given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    known, as_at = facts_from_data(given)
    assert as_at is not None
    return {row["rule"]: row for row in (one.as_json() for one in timeline_between(known, as_at))}


def as_a_range(ends: list[dict[str, Any]]) -> dict[str, Any]:
    """One input of two that differ in their days: each such day as lying between the two."""
    first, last = ends
    events = []
    for one, other in zip(first["events"], last["events"], strict=True):
        ranged = {**one, "on": None, "not_before": one["on"], "not_after": other["on"]}
        events.append(one if one["on"] == other["on"] else ranged)
    return {**first, "events": events}


def test_there_are_ten() -> None:
    assert len(CASES) == 10


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_engine_gives_what_the_case_says(case: dict[str, Any]) -> None:
    ends = [answer(given) for given in case["engine_input"]]
    for wanted in case["engine_expected"]:
        found = [end[wanted["rule"]] for end in ends]
        between = wanted.get("due_between") or [wanted["due_on"]] * len(ends)
        assert [row["due_on"] for row in found] == between
        for name in ("status", "days_late"):
            assert name not in wanted or {row[name] for row in found} == {wanted[name]}


@pytest.mark.parametrize(
    "case", [each for each in CASES if len(each["engine_input"]) == 2], ids=lambda case: str(case["id"])
)
def test_a_case_that_is_known_by_the_month_is_answered_with_a_range(case: dict[str, Any]) -> None:
    found = answer(as_a_range(case["engine_input"]))
    for wanted in case["engine_expected"]:
        row = found[wanted["rule"]]
        assert "due_on" not in row
        assert (row["due_between"], row["status"]) == (wanted["due_between"], wanted["status"])


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_plain_counting_agrees(case: dict[str, Any]) -> None:
    for line in case["plain_counting"]:
        if "plus_days" not in line:
            continue
        anchors = line.get("anchor_between") or [line["anchor"]]
        given = line.get("gives_between") or [line["gives"]]
        counted = [date.fromisoformat(on) + timedelta(days=line["plus_days"]) for on in anchors]
        assert [on.isoformat() for on in counted] == given
