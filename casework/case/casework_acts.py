"""Casework acts: acts that the law does not name, and that move no legal clock."""

from __future__ import annotations

from dataclasses import replace

from casework.case.actions import FAMILY_READS, NOTE, REASON, TOLD_REASON, Action, Field
from casework.case.stages import DECIDED, GATHERING, OPEN, PLANNING, UNDECIDED, Stage
from statute.clock_roles import DECIDE_ON_A_PLAN, DECIDE_TO_ASSESS, FINAL_PLAN

_DRAFTED = frozenset({Stage.CONSULTING, Stage.FINALISING})
_WITH_A_PLAN = GATHERING | PLANNING | {Stage.PLAN_ISSUED}

ASSIGNMENTS = frozenset({"officer_assigned", "officer_unassigned"})
"""The acts that change the officer of a case. Each holds until the next."""

BAND_TOLD = "band_told"
"""The act that tells a setting the band and what is paid. The band itself is only in the records."""
STEPS_CHANGED = "alert_steps_changed"
"""The act by which the council's policy reaches a case. The service records it; people do not."""
WARNING_ANSWERED = "warning_acknowledged"
"""The act by which a person says how a limit that is at risk will be met."""
LIMITS_AT_RISK = tuple(str(roles[0]) for roles in (DECIDE_TO_ASSESS, DECIDE_ON_A_PLAN, FINAL_PLAN))
"""The limits that early warnings are about."""

CASEWORK_ACTS: tuple[Action, ...] = (
    Action(
        "exception_claimed", "Claim an exception", "an exception was claimed", OPEN, of="adviser",
        fields=(
            Field("ground", "code", True, asks="The regulation and letter, such as reg13(3)(c)"),
            Field("from", "date", asks="The first day of what happened"),
            Field("to", "date", asks="The last day of what happened"),
            Field("because", "text", asks="What was impractical because of it", readers=FAMILY_READS),
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
        "breach_acknowledged", "Say how you will fix a missed deadline", "the breach was acknowledged, with a plan", OPEN,
        fields=(
            Field("rule", "code", True, asks="The limit that was missed"),
            Field("whose", "code", asks="The adviser who missed it, such as health"),
            Field("plan", "text", True, asks="What will be done, and who will do it"),
            Field("planned_on", "date", True, asks="The day by which it will be done"),
        ),
    ),
    Action(
        WARNING_ANSWERED, "Say how you will meet a deadline at risk", "an early warning was answered with a plan", UNDECIDED,
        fields=(
            Field("limit", "code", True, choices=LIMITS_AT_RISK, asks="The deadline that is at risk"),
            Field("plan", "text", True, asks="What will be done, and who will do it"),
            Field("planned_on", "date", True, asks="The day by which it will be done"),
        ),
    ),
    Action(
        "officer_assigned", "Assign the case", "the case was assigned", OPEN,
        fields=(Field("officer", "id", True, asks="The case officer's id"), Field("team", "id", asks="The team's id")),
    ),
    Action(
        "officer_unassigned", "Unassign the case", "the case was unassigned", OPEN,
        fields=(Field("team", "id", asks="The team's id"),),
    ),
    Action(
        "bank_holiday_proclaimed", "Add a bank holiday", "a bank holiday was proclaimed", OPEN,
        fields=(Field("day", "date", True, asks="The new bank holiday"), REASON),
    ),
    Action(
        STEPS_CHANGED, "Change when people are reminded", "the days of its reminders and alerts changed with the council's policy", OPEN,
        fields=(
            Field("policy", "id", True, asks="The version of the policy"),
            Field("steps", "ids", True, asks="The steps of its reminders and alerts"),
        ),
    ),
    Action(
        "reasons_given", "Give the reasons of a decision", "the reasons of the decision were given", DECIDED,
        fields=(replace(TOLD_REASON, required=True),),
    ),
    Action(
        "tailored_list_sent", "Send the advisory tailored list", "the advisory tailored list was sent to the family", _DRAFTED,
        fields=(
            Field("list", "id", True, asks="The tailored list"),
            Field("asked_by_family", "flag", asks="Whether the family has since asked for it"),
        ),
    ),
    Action(
        "tailored_list_declined", "Record that the family wants no tailored list", "the family said that it wants no tailored list", UNDECIDED,
        fields=(NOTE,),
    ),
    Action(
        BAND_TOLD, "Tell the setting of the funding band", "the setting was told of the funding band", OPEN,
        fields=(
            Field("band", "id", True, asks="The decision on the band"),
            Field("setting", "id", asks="The setting that it pays (the service adds it)"),
            Field("copy_to_family", "flag", asks="Whether the family gets a copy (the service adds it)"),
        ),
    ),
    Action("family_meeting_asked", "Record that the family asks for a meeting", "the family asked for a meeting", _DRAFTED, fields=(NOTE,)),
    Action("family_meeting_held", "Record a meeting with the family", "an officer met the family", _DRAFTED, fields=(NOTE,)),
    Action(
        "health_provision_agreed", "Record the health body's agreement to Section G", "the health body agreed the health care provision of the plan", _WITH_A_PLAN,
        fields=(
            Field("document", "id", asks="The version of the plan that it agreed"),
            Field("body", "id", asks="The responsible commissioning body"),
            Field("agreed_by", "id", asks="Who agreed for it"),
            NOTE,
        ),
    ),
)  # fmt: skip
"""The casework acts, in display order."""
