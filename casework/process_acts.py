"""The acts that only the process knows: they move no clock of the statute by themselves."""

from __future__ import annotations

from dataclasses import replace

from casework.actions import NOTE, REASON, Action, Field
from casework.stages import DECIDED, OPEN, UNDECIDED, Stage

RECOMMENDATIONS = ("assess", "do_not_assess", "make_plan", "do_not_make_plan", "more_information")
"""What a panel can advise. It advises: the decision is the authority's, and a fact of its own."""
NOT_HELD = ("inquorate", "not_held", "not_signed_off")
"""Why a sitting gave no advice: too few were there, nobody recorded that it was held, or its chair did not sign."""
CARRIED = ("not_reached", "papers_missing", "inquorate", "more_information", "asked_by_family")

_DRAFTED = frozenset({Stage.CONSULTING, Stage.FINALISING})
_SITTING = Field("sitting", "id", True, asks="The sitting of the panel")
_SITS_ON = Field("sits_on", "date", asks="The day of the sitting")

PROCESS_ACTS: tuple[Action, ...] = (
    Action(
        "exception_claimed", "Claim an exception", "an exception was claimed", OPEN, of="adviser",
        fields=(
            Field("ground", "code", True, asks="The regulation and letter, such as reg13(3)(c)"),
            Field("from", "date", asks="The first day of what happened"),
            Field("to", "date", asks="The last day of what happened"),
            Field("because", "text", asks="What was impractical because of it"),
            Field("evidence", "id", asks="The document that proves it"),
            Field("approved_by", "id", asks="Who approved it"),
            Field("family_told_on", "date", asks="The day the family was told"),
            Field("advice_asked_on", "date", asks="The day the closed setting was asked"),
            Field("closed_from", "date", asks="The first closed day"),
            Field("reopens_on", "date", asks="The day of re-opening"),
            Field("missed_on", "date", asks="The day of the missed appointment"),
        ),
    ),
    Action(
        "officer_assigned", "Assign the case", "the case was assigned", OPEN,
        fields=(Field("officer", "id", True, asks="The case officer's id"), Field("team", "id", asks="The team's id")),
    ),
    Action(
        "bank_holiday_proclaimed", "Add a bank holiday", "a bank holiday was proclaimed", OPEN,
        fields=(Field("day", "date", True, asks="The new bank holiday"), REASON),
    ),
    Action(
        "panel_listed", "List the case to a sitting of the panel", "the case was listed to a sitting of the panel", UNDECIDED,
        fields=(_SITTING, _SITS_ON, Field("papers_by", "date", asks="The day by which its papers are due")),
    ),
    Action(
        "panel_papers_late", "Record that the panel has no papers", "the papers for the panel were not ready in time", UNDECIDED,
        fields=(_SITTING, _SITS_ON),
    ),
    Action(
        "panel_carried_over", "Carry the case over to another sitting", "the panel carried the case over", UNDECIDED,
        fields=(_SITTING, Field("why", "code", choices=CARRIED, asks="Why"), Field("to", "id", asks="The sitting that takes it"), _SITS_ON),
    ),
    Action(
        "panel_not_held", "Record that the panel gave no advice", "the panel gave no advice", UNDECIDED,
        fields=(_SITTING, Field("why", "code", True, NOT_HELD, "Why"), _SITS_ON),
    ),
    Action(
        "panel_recommended", "Record the panel's recommendation", "the panel made its recommendation", UNDECIDED,
        fields=(
            Field("recommendation", "code", True, RECOMMENDATIONS, "What the panel advises"),
            Field("reason", "text", True, asks="The panel's reasons, in words that the family can read"),
            Field("dissent", "text", asks="What a member said who did not agree"),
            Field("chair", "id", True, asks="Who signed it off"),
            Field("sitting", "id", asks="The sitting of the panel"),
            _SITS_ON,
        ),
    ),
    Action(
        "reasons_given", "Give the reasons of a decision", "the reasons of the decision were given", DECIDED,
        fields=(replace(REASON, required=True),),
    ),
    Action(
        "tailored_list_sent", "Send the advisory tailored list", "the advisory tailored list was sent to the family", _DRAFTED,
        fields=(Field("list", "id", True, asks="The list, as `ehcp list make` named it"),),
    ),
    Action("family_meeting_asked", "Record that the family asks for a meeting", "the family asked for a meeting", _DRAFTED, fields=(NOTE,)),
    Action("family_meeting_held", "Record a meeting with the family", "an officer met the family", _DRAFTED, fields=(NOTE,)),
)  # fmt: skip
