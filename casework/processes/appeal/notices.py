"""The notices of the acts that an appeal reports to its case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import MANAGER, OFFICER, day_said, to_inside

_DIRECTED = ("response_by", "evidence_by", "hearing_on", "start_by", "refusal_by", "draft_by", "due_on")
"""The days that the Tribunal may direct."""


def notices(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices of an act that an appeal reports to a case; empty if no one needs to be told."""
    match act.action:
        case "tribunal_directions":
            directed = {name: day_said(act, name) for name in _DIRECTED}
            return to_inside(OFFICER, act, on, sentence(act.action, **directed))
        case "appeal_waits":
            text = sentence(act.action, why=str(act.fields.get("why")), until=day_said(act, "by"))
            return to_inside(MANAGER, act, on, text)
    return ()
