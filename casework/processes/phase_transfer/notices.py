"""The notices of the acts that a phase transfer reports to its case."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import OFFICER, day_said, to_inside
from casework.processes import limit_alerts
from casework.processes.phase_transfer.case_acts import ASKED, CONFIRMED, CONSULTED, OUTCOME
from casework.processes.phase_transfer.moments import KIND, WAITS

PREFERENCE_LETTER, OUTCOME_LETTER, PLACE_LETTER, CONSULTATION = (
    "transfer_preference",
    "transfer_result",
    "transfer_place",
    "transfer_consultation",
)


def notices(act: Act, on: date) -> tuple[Notice, ...]:
    """Return the notices of an act that a transfer reports to a case; empty if no one needs to be told."""
    if (alerts := limit_alerts.notices(KIND, act, on)) is not None:
        return alerts
    until = day_said(act, "reply_by")
    match act.action:
        case name if name == ASKED:
            return _letter(PREFERENCE_LETTER, act, on, sentence(PREFERENCE_LETTER, until=until))
        case name if name == OUTCOME:
            text = sentence(OUTCOME_LETTER, outcome=str(act.fields.get("names")))
            return _letter(OUTCOME_LETTER, act, on, text)
        case name if name == CONFIRMED:
            return _letter(PLACE_LETTER, act, on, sentence(PLACE_LETTER))
        case name if name == CONSULTED:
            text = sentence(CONSULTATION, until=until)
            return (Notice(on, CONSULTATION, "setting", act.action, act.of, text),)
        case name if name == WAITS:
            why, step = str(act.fields.get("why")), str(act.fields.get("step"))
            return to_inside(
                OFFICER, act, on, sentence(WAITS, why=why, outcome=step, until=day_said(act, "day"))
            )
    return ()


def _letter(kind: str, act: Act, on: date, text: str) -> tuple[Notice, ...]:
    return (Notice(on, kind, "family", act.action, act.of, text),)
