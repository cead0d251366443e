"""Every decision has its date, its status and its four parts."""

from __future__ import annotations

from time import strptime

import pytest

from docs.generator.decisions import FOLDER, Decision, decisions, page

PARTS = ("Context", "Decision", "Consequences", "Rejected")
DECISIONS = decisions()


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda each: each.path.stem)
def test_a_decision_has_its_date_its_status_and_its_parts(decision: Decision) -> None:
    assert strptime(decision.date, "%d %B %Y")
    assert decision.status.startswith(("accepted", "superseded by ["))
    assert decision.parts == PARTS


def test_the_index_lists_every_decision() -> None:
    index = page()
    assert {each.path for each in DECISIONS} == set(FOLDER.glob("*.md"))
    assert all(f"]({each.path.name}) | {each.date} | {each.status} |" in index for each in DECISIONS)
