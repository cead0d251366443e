"""The acts that a sitting reports to its cases."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import UNDECIDED

RECOMMENDATIONS = ("assess", "do_not_assess", "make_plan", "do_not_make_plan", "more_information")
"""What a panel can advise. The authority's decision is a separate fact."""
ADVISES_REFUSING = {
    (act, "recommendation", advice): decision
    for act in ("recommend", "panel_recommended")
    for advice, decision in (("do_not_assess", "assessment_refused"), ("do_not_make_plan", "plan_refused"))
}
"""The decision that a recommendation advises, where it is a refusal: of the act at the sitting, and of that in the case."""
NOT_HELD = ("inquorate", "not_held", "not_signed_off")
"""Why a sitting gave no advice: it was not quorate, it was not recorded as held, or it was not signed off."""
CARRIED = ("not_reached", "papers_missing", "inquorate", "more_information", "asked_by_family")
_SITTING = Field("sitting", "id", True, asks="The sitting of the panel")
_SITS_ON = Field("sits_on", "date", asks="The day of the sitting")

TELLS: tuple[Action, ...] = (
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
        fields=(
            _SITTING,
            Field("why", "code", True, NOT_HELD, "Why"),
            Field("missing", "ids", asks="The services that had no member there"),
            _SITS_ON,
        ),
    ),
    Action(
        "panel_recommended", "Record the panel's recommendation", "the panel made its recommendation", UNDECIDED,
        fields=(
            Field("recommendation", "code", True, RECOMMENDATIONS, "What the panel advises"),
            Field("reason", "text", True, asks="The panel's reasons, in words that the family can read"),
            Field("dissent", "text", asks="Dissenting views"),
            Field("chair", "id", True, asks="Who signed it off"),
            Field("sitting", "id", asks="The sitting of the panel"),
            _SITS_ON,
        ),
    ),
)  # fmt: skip
"""The acts that a sitting adds to the catalogue of a case."""
