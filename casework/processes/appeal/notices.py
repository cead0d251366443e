"""The notices of the acts that an appeal reports to its case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.letters.notice import Notice
from casework.letters.staff_notices import MANAGER, OFFICER, day_in, to_inside
from statute.words import listed, long_date

_WAITS = {
    "response_near": "The Tribunal's last day for the response is near",
    "response_late": "The response is not recorded as sent, and the Tribunal's last day for it has passed",
    "evidence_near": "The Tribunal's last day for evidence is near",
    "evidence_late": "The evidence is not recorded as sent, and the Tribunal's last day for it has passed",
    "hearing_near": "The hearing of the appeal is near",
    "hearing_not_recorded": "The day of the hearing has passed, and nothing is recorded about it",
    "order_late": "What the Tribunal ordered, or the authority conceded, is not recorded as done, and its last day has passed",
}


def notices(act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
    """The notices of an act that an appeal reports to a case; empty if no one needs to be told."""
    match act.action:
        case "tribunal_directions":
            return to_inside(OFFICER, act, on, _directions(act))
        case "appeal_waits":
            what = _WAITS.get(str(act.fields.get("why")), "Something in the appeal is not done yet")
            by = day_in(act, "by")
            return to_inside(MANAGER, act, on, f"{what}: {long_date(by)}." if by else f"{what}.")
    return ()  # fmt: skip


def _directions(act: Act) -> str:
    said = [
        f"{what} {long_date(when)}"
        for name, what in (
            ("response_by", "the response by"),
            ("evidence_by", "final evidence by"),
            ("hearing_on", "the hearing on"),
            ("start_by", "the family to be told of the assessment by"),
            ("refusal_by", "if no plan follows, the family to be told by"),
            ("draft_by", "the draft plan by"),
            ("due_on", "what it ordered to be done by"),
        )
        if (when := day_in(act, name)) is not None
    ]
    return f"The Tribunal gave directions: {listed(said)}." if said else "The Tribunal gave directions."
