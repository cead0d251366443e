"""The acts that an appeal reports to its case: directions, hearings, and days that are near or past."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.ordered_dates import MOVED
from casework.case.stages import OPEN

APPEAL_ENDS = ("withdrawn", "dismissed", "struck_out", "settled_by_consent", "case_ended")
"""Why an appeal can end without an order to do anything."""
APPEAL_WAITS = (
    "response_near",
    "response_late",
    "evidence_near",
    "evidence_late",
    "hearing_near",
    "hearing_not_recorded",
    "order_late",
)
_APPEAL = Field("appeal", "id", True, asks="The appeal")

TELLS: tuple[Action, ...] = (
    Action(
        "tribunal_directions", "Record the Tribunal's directions", "the Tribunal gave directions", OPEN,
        fields=(
            _APPEAL,
            Field("response_by", "date", asks="The last day for the response, if the Tribunal did not set 30 days"),
            Field("evidence_by", "date", asks="The last day for final evidence"),
            Field("hearing_on", "date", asks="The day of the hearing"),
            *MOVED,
        ),
    ),
    Action("tribunal_evidence_sent", "Record that the evidence was sent", "the authority's final evidence was sent to the Tribunal", OPEN, fields=(_APPEAL,)),
    Action("tribunal_hearing_held", "Record the hearing", "the Tribunal heard the appeal", OPEN, fields=(_APPEAL,)),
    Action("appeal_waits", "Record that the appeal waits", "a day of the appeal is near, or has passed without a reply", OPEN, fields=(_APPEAL, Field("why", "code", choices=APPEAL_WAITS, asks="What it waits for"), Field("by", "date", asks="The day that it is about"))),
    Action("appeal_ended", "Record that the appeal ended", "the appeal ended without an order", OPEN, fields=(_APPEAL, Field("why", "code", choices=APPEAL_ENDS, asks="Why"))),
)  # fmt: skip
"""The acts that an appeal adds to the catalogue of a case."""
