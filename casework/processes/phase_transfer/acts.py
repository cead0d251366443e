"""What can be recorded in a phase transfer, in the order in which it happens."""

from __future__ import annotations

from collections.abc import Mapping

from casework.case.actions import FAMILY_READS, NOTE, Action, Field
from casework.case.casework_acts import CASEWORK_ACTS
from casework.processes.phase_transfer.due import INTO, PHASES
from casework.processes.plan_changed import PLAN_CHANGED

BEGINS = "begin_transfer"
ASKS, PREFERENCE, REVIEW, NOTICE = "ask_preference", "record_preference", "hold_review", "send_notice"
CONSULTS, REPLY, FINAL, KEPT = "consult_settings", "record_reply", "issue_final", "keep_plan"
PLACE, START, CLOSE = "confirm_place", "record_start", "close_transfer"
HOLIDAY = "bank_holiday_proclaimed"
CHANGED = PLAN_CHANGED.name
NAMED = ("setting", "type_only")
"""What Section I of the final plan names."""
TYPES = ("mainstream", "mainstream_with_base", "special", "independent_special", "college", "other")
"""The types of setting that a plan can name."""
ANSWERS = ("can_meet_need", "cannot_meet_need", "no_place")
"""What a setting can reply. They are the answers of a consultation in a case."""
CLOSED = ("not_due", "leaves_education", "another_authority", "died", "moved_away", "plan_ended", "other")
"""Why a transfer can close before the child starts."""
AUTOMATIC = frozenset({HOLIDAY, CHANGED})
"""The acts that no person records."""


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_MESSAGE = Field("message", "text", asks="Anything to add to the letter", readers=FAMILY_READS)
_ACTS = (
    _act(
        BEGINS, "Begin a phase transfer", "a phase transfer was begun",
        Field("from_phase", "code", True, PHASES, "Which phase does the child leave?"),
        Field("to_phase", "code", True, INTO, "Which phase comes next?"),
        Field("year", "code", True, asks="In which calendar year is the move, such as 2027?"),
        Field("transfer_on", "date", asks="On which day is the move? Leave blank for 1 September"),
        Field("setting", "id", asks="Which setting does the child attend now?", holds="setting"),
        Field("stays", "flag", asks="Can the child stay at the same setting?"),
    ),
    _act(
        ASKS, "Tell the family and ask what they prefer", "the family was told of the transfer and asked what it prefers",
        Field("reply_by", "date", True, asks="By when do you ask the family to reply?"), _MESSAGE,
    ),
    _act(
        PREFERENCE, "Record what the family prefers", "what the family prefers was recorded",
        Field("settings", "ids", asks="Which settings does the family prefer, first choice first?", holds="setting"),
        Field("kind_of_setting", "code", choices=TYPES, asks="Which type of setting does the family prefer?"), NOTE,
    ),
    _act(
        REVIEW, "Record the review meeting", "the review before the transfer was held",
        Field("meeting_on", "date", asks="When was the meeting? Leave blank if it was on the date above"),
    ),
    _act(
        NOTICE, "Record that the notice of amendments was sent", "the notice of proposed amendments was sent",
    ),
    _act(
        KEPT, "Record the decision to keep the plan as it is", "it was decided to keep the plan as it is",
        Field("setting", "id", asks="Which setting does the plan name from September?", holds="setting"), NOTE,
    ),
    _act(
        CONSULTS, "Consult settings", "settings were consulted",
        Field("settings", "ids", True, asks="Which settings do you consult?", holds="setting"),
        Field("document", "id", asks="The plan with the proposed amendments, which goes to each of them"),
        Field("reply_by", "date", True, asks="By when do you ask them to reply?"),
    ),
    _act(
        REPLY, "Record a setting's reply", "a setting replied",
        Field("setting", "id", True, asks="Which setting?", holds="setting"),
        Field("answer", "code", True, ANSWERS, "What did it reply?"), NOTE,
    ),
    _act(
        FINAL, "Record that the amended final plan was sent", "the amended final plan was sent",
        Field("names", "code", True, NAMED, "What does Section I name from September?"),
        Field("setting", "id", asks="Which setting does it name?", holds="setting"),
        Field("kind_of_setting", "code", choices=TYPES, asks="Which type of setting does it name?"), _MESSAGE,
    ),
    _act(
        PLACE, "Record that the place is confirmed", "the place was confirmed",
        Field("setting", "id", True, asks="Which setting confirmed the place?", holds="setting"), _MESSAGE,
    ),
    _act(START, "Record the first day at the next setting", "the child started at the next setting"),
    _act(
        CLOSE, "Close the transfer", "the transfer was closed",
        Field("why", "code", True, CLOSED, "Why does it close?"), NOTE,
    ),
)  # fmt: skip
ACTS: Mapping[str, Action] = {
    **{action.name: action for action in _ACTS},
    PLAN_CHANGED.name: PLAN_CHANGED,
    HOLIDAY: next(action for action in CASEWORK_ACTS if action.name == HOLIDAY),
}
"""The acts in a transfer, by name."""
