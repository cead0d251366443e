"""The acts of a plan for the local area, with their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from casework.case.actions import Action, Field
from casework.inclusion_plan.assumptions import ASSUMPTIONS
from casework.inclusion_plan.plan_types import PLAN_TYPES, SECTIONS, SIGN_OFFS

PARTNERS_READ: Final = "Everyone who may see this plan reads this. Do not name a child"
PUBLIC: Final = "The published plan shows this. Do not name a child or a member of staff"
PRIORITY_STATES: Final = ("not_started", "on_track", "at_risk", "off_track", "done", "stopped")
NEEDS_REASON: Final = frozenset({"at_risk", "off_track", "stopped"})
"""The states of a priority that need a reason."""
FROZEN: Final = "evidence_frozen"
"""The act that the service records once the evidence is made."""
OTHER_PARTNERS: Final = tuple(one for one in SIGN_OFFS if one != "authority")
"""The partners for which a person with an account of their own can sign. The authority names its own when the plan starts."""
PARTNERS_ACTS: Final = frozenset({"record_comment", "record_sign_off", "refuse_sign_off"})
"""The acts of a person who signs for a partner."""
_PARTNER = Field("partner", "code", required=True, choices=tuple(SIGN_OFFS), asks="Which partner?")
_PRIORITY = Field("priority", "code", required=True, asks="Which priority?")


def _text(name: str, asks: str, readers: str = PARTNERS_READ, *, required: bool = True) -> Field:
    return Field(name, "text", required=required, asks=asks, readers=readers)


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_ALL: Final = (
    _act(
        "write_section", "Write a section", "a section was written",
        Field("section", "code", required=True, choices=tuple(SECTIONS), asks="Which section?"),
        _text("text", "Text of the section", PUBLIC),
    ),
    _act(
        "set_assumption", "Change an assumption of the forecast", "an assumption of the forecast was changed",
        Field("assumption", "code", required=True, choices=tuple(ASSUMPTIONS), asks="Which assumption?"),
        Field("value", "code", required=True, asks="Value in per cent"),
    ),
    _act(
        "freeze_evidence", "Freeze the evidence", "freezing of the evidence was asked for",
        Field("as_at", "date", required=True, asks="Date of the evidence"),
    ),
    _act(
        FROZEN, "Evidence frozen", "the evidence was frozen",
        Field("evidence", "id", required=True, asks="The frozen evidence"),
        Field("as_at", "date", required=True, asks="Date of the evidence"),
    ),
    _act(
        "add_priority", "Add a priority", "a priority was added",
        _text("title", "Priority", PUBLIC),
        _text("owner", "Owner"),
        Field("due_on", "date", required=True, asks="Date it is due"),
        _text("measure", "Measure: how you will know that it worked", PUBLIC),
    ),
    _act(
        "update_priority", "Update a priority", "a priority was updated",
        _PRIORITY,
        Field("state", "code", required=True, choices=PRIORITY_STATES, asks="How is it going?"),
        _text("reason", "Reason", PUBLIC, required=False),
        Field("due_on", "date", asks="New date it is due"),
    ),
    _act("change_type", "Change the type of plan", "the type of plan was changed",
         Field("type", "code", required=True, choices=tuple(PLAN_TYPES), asks="Which type of plan?")),
    _act(
        "name_signer", "Name who signs for a partner", "the person who signs for a partner was named",
        Field("partner", "code", required=True, choices=OTHER_PARTNERS, asks="Which partner?"),
        Field("person", "id", required=True, asks="Who signs for this partner?"),
    ),
    _act("start_review", "Send to the partnership", "the plan was sent to the partnership"),
    _act("record_comment", "Record a comment of a partner", "a comment of a partner was recorded",
         _PARTNER, _text("comment", "Comment")),
    _act("ask_sign_off", "Ask for sign-off", "the partners were asked to sign off"),
    _act("record_sign_off", "Record a sign-off", "a partner signed off",
         _PARTNER, _text("name", "Name and role of the person who signed")),
    _act("refuse_sign_off", "Record a refusal to sign off", "a partner refused to sign off",
         _PARTNER, _text("reason", "Reason")),
    _act("reopen", "Return to drafting", "the plan was returned to drafting", _text("reason", "Reason")),
    _act("publish", "Publish", "the plan was published"),
    _act("start_refresh", "Start the yearly refresh", "the yearly refresh was started"),
    _act("close_plan", "Close the plan", "the plan was closed", _text("reason", "Reason")),
)  # fmt: skip
ACTS: Final[Mapping[str, Action]] = {action.name: action for action in _ALL}
"""The acts, by name, in display order."""
