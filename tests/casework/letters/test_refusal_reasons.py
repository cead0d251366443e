"""A letter that tells a refusal is not made from a standard or a number of cycles as its only reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.letters.letter_facts import Incomplete
from casework.letters.letter_templates import letter, missing
from casework.letters.mending import place_of
from tests.casework.letters.test_decision_letters import FACTS, words


@pytest.mark.parametrize("kind", ["assessment_refused", "plan_refused", "reassessment_refused"])
def test_the_letter_waits_and_says_which_section_decides(kind: str) -> None:
    facts = replace(FACTS, decision=kind, reasons="Standard T-01 has not been tried for two cycles.")
    with pytest.raises(Incomplete, match=r"a reason that the law allows .*36\(8\)"):
        letter(kind, facts)
    (wrong,) = missing(kind, facts)
    assert place_of(wrong.name) == "reasons", "the officer is led to the page that gives the reasons"
    assert facts.reasons is not None
    more = replace(
        facts, reasons=f"{facts.reasons} The advice finds that she learns as others of her age do."
    )
    assert "as others of her age do" in words(letter(kind, more))
