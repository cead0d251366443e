"""What a family reads of a placement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.case.acts import Act
from casework.letters.letter_templates import letter
from casework.letters.text_set import head_of, shipped
from casework.processes.ap_placement.notices import notices
from tests.casework.letters.test_family_letters import FACTS as LETTER

ON = date(2026, 4, 27)
TOLD = {
    "placement_decided": ({"decision": "approve", "reason": "note-1"}, "We have agreed to a place", "reason"),
    "education_decided": ({"education": "part_time", "reason": "note-1", "look_again_on": "2026-07-27"}, "again by Monday 27 July 2026", "reason"),
    "placement_review_offered": ({}, "early review of the plan", ""),
    "placement_started": ({"tier": "tier_2", "planned_end": "2026-07-10", "objectives": "note-1"}, "planned for Friday 10 July 2026", "objectives"),
    "placement_lengthened": ({"until": "2026-09-30", "reason": "note-1"}, "until Wednesday 30 September 2026", "reason"),
    "placement_return_planned": ({"timetable": "note-1"}, "the return to school, step by step", "timetable"),
    "placement_ended": ({"how": "returned"}, "ended with a return to school", ""),
}  # fmt: skip


@pytest.mark.parametrize("action", TOLD)
def test_the_family_is_told_of_each_step_with_its_reasons(action: str) -> None:
    fields, said, text = TOLD[action]
    (notice,) = notices(Act(action, ON, "referral-1", fields), ON)
    assert notice.to_role == "family" and said in notice.text
    facts = replace(
        LETTER, said={"text": notice.text, text: "Two more weeks help."} if text else {"text": notice.text}
    )
    words = repr(letter(notice.kind, facts))
    assert said in words and ("Two more weeks help." in words or not text)


def test_no_announcement_says_what_the_letter_is_about() -> None:
    for action, (fields, _, _) in TOLD.items():
        (notice,) = notices(Act(action, ON, "referral-1", fields), ON)
        added = head_of(shipped().text("letter", notice.kind)).announcement
        assert added is not None and "provision" not in f"{added.stage} {added.to_do}"
