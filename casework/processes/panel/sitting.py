"""A sitting of the multi-agency panel: its members, its cases, and its advice on each.

A panel only advises, and no limit waits for it. If a sitting is late or inquorate, the officers and managers are alerted
and the cases go on. The panel is not in the law; its rules are the authority's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from casework.case.actions import Act, Action, Field
from casework.case.particulars import in_future, wrong_shape
from casework.processes.panel.case_acts import CARRIED, RECOMMENDATIONS
from casework.processes.panel.quorum import ROLES, Member, missing_services
from casework.processes.telling import ProcessMoment, ToCase
from statute.words import listed, short_date

SIGN_OFF_DAYS = 7
"""Calendar days after a sitting by which it must be signed off."""

_CASE = "case"
PANEL_AND_TEAM = "The members of the panel and the team of the case read this. A family that asks for its records is given it"
ABOUT = ("assess", "plan")
ADVISES: Mapping[str, tuple[str, ...]] = {
    "assess": ("assess", "do_not_assess", "more_information"),
    "plan": ("make_plan", "do_not_make_plan", "more_information"),
}
"""What a panel can advise on each question."""
_ASKED = {"assess": "whether to assess", "plan": "whether to make a plan"}


@dataclass(frozen=True, slots=True)
class Item:
    """A case on the agenda. `reason`, `dissent` and `cost_said` are ids of texts in the records.

    `cost_first` is whether cost was discussed before suitability; None if that was not recorded.
    """

    case: str
    about: str
    papers: bool = False
    recommendation: str | None = None
    reason: str | None = None
    dissent: str | None = None
    cost_first: bool | None = None
    cost_said: str | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """The state of a sitting."""

    id: str
    sits_on: date
    papers_by: date
    chair: str
    members: tuple[Member, ...]
    items: tuple[Item, ...] = ()
    present: tuple[str, ...] | None = None
    signed_off_on: date | None = None
    called_off: bool = False

    def item(self, case: str | None) -> Item | None:
        """The item of a case on the agenda, or None."""
        return next((item for item in self.items if item.case == case), None)

    @property
    def missing_roles(self) -> tuple[str, ...]:
        """The services that had no member there; all of them before attendance is recorded."""
        return missing_services(self.members, self.present)

    @property
    def is_quorate(self) -> bool:
        return self.present is not None and not self.missing_roles

    @property
    def signers(self) -> tuple[str, ...]:
        """Who may sign it off: its chair, or the members who were there if the chair was not."""
        if self.present is None or self.chair in self.present:
            return (self.chair,)
        return self.present

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen at it."""
        return self.signed_off_on is not None or self.called_off

    @property
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""
        if self.called_off:
            return "panel_called_off"
        if self.signed_off_on is not None:
            return "panel_signed_off"
        if self.present is None:
            return "panel_listing"
        return "panel_sitting" if self.is_quorate else "panel_inquorate"


def _act(name: str, title: str, said: str, *fields: Field, of: str | None = _CASE) -> Action:
    return Action(name, title, said, frozenset(), of=of, fields=fields)


_PANEL_ACTS = (
    _act("list_case", "List a case", "a case was listed", Field("about", "code", True, ABOUT, "What the panel is asked")),
    _act("papers_ready", "Record that the papers are ready", "the papers of a case were ready"),
    _act(
        "carry_over", "Carry a case over", "a case was carried over",
        Field("why", "code", True, CARRIED, "Why"), Field("to", "id", asks="The sitting that takes it"),
    ),
    _act(
        "record_attendance", "Record who was there", "attendance was recorded",
        Field("present", "ids", True, asks="The members who were there"), of=None,
    ),
    _act(
        "recommend", "Record a recommendation", "the panel made a recommendation",
        Field("recommendation", "code", True, RECOMMENDATIONS, "What the panel advises"),
        Field("reason", "text", True, asks="The reasons, in words that the family can read", readers=PANEL_AND_TEAM),
        Field("dissent", "text", asks="Dissenting views", readers=PANEL_AND_TEAM),
        Field("cost_first", "flag", asks="Was cost discussed before suitability?"),
        Field("cost_said", "text", asks="What was said about cost", readers=PANEL_AND_TEAM),
    ),
    _act("sign_off", "Sign the sitting off", "the chair signed the sitting off", of=None),
    _act("call_off", "Call the sitting off", "the sitting was called off", of=None),
)  # fmt: skip
PANEL_ACTS: Mapping[str, Action] = {action.name: action for action in _PANEL_ACTS}
"""The acts at a sitting, by name."""


def refusal(sitting: Sitting, act: Act, today: date, by: str | None) -> str | None:
    """Why an act may not be recorded at a sitting today, in one sentence; None if it may."""
    if (action := PANEL_ACTS.get(act.action)) is None:
        return f"There is no act {act.action!r} at a sitting; the acts are {listed(PANEL_ACTS)}."
    if (why := wrong_shape(action, act)) is not None:
        return why
    if sitting.is_over:
        how = (
            "called off"
            if sitting.called_off
            else f"signed off on {short_date(sitting.signed_off_on or today)}"
        )
        return f"The sitting of {short_date(sitting.sits_on)} was {how}; nothing more can be recorded at it."
    if (why := in_future(act.on, today)) is not None:
        return why
    item = sitting.item(act.of)
    if action.of and act.action != "list_case" and item is None:
        return f"Case {act.of} is not listed to the sitting of {short_date(sitting.sits_on)}; list it first."
    return _out_of_order(sitting, act, item, today, by)


def _out_of_order(sitting: Sitting, act: Act, item: Item | None, today: date, by: str | None) -> str | None:
    sits = short_date(sitting.sits_on)
    match act.action:
        case "list_case" if item is not None:
            return f"Case {act.of} is already listed to the sitting of {sits}."
        case "list_case" if sitting.present is not None:
            return f"The sitting of {sits} has already been held; list {act.of} to another one."
        case "papers_ready" if item is not None and item.papers:
            return f"The papers of {act.of} are already recorded as ready."
        case "record_attendance" | "recommend" if today < sitting.sits_on:
            return f"The sitting is on {sits}; record what happened at it on that day or after."
        case "record_attendance":
            known = {member.id for member in sitting.members}
            if unknown := [each for each in act.fields["present"] if each not in known]:
                return (
                    f"{unknown[0]} is not a member of this sitting; the members are {listed(sorted(known))}."
                )
            advised = any(each.recommendation for each in sitting.items)
            if advised and not after(sitting, act).is_quorate:
                return "The panel has made recommendations, and a sitting that is not quorate cannot make any; correct who was there."
        case "recommend" if sitting.present is None:
            return "Record who was there first; a recommendation needs a quorate sitting."
        case "recommend" if not sitting.is_quorate:
            return f"There was no member for {listed(ROLES[role] for role in sitting.missing_roles)}, so the sitting is not quorate; carry the case over."
        case "recommend" if item is not None and act.fields["recommendation"] not in ADVISES[item.about]:
            return f"The panel was asked about {_ASKED[item.about]}; it can advise {listed(ADVISES[item.about])}."
        case "recommend" if bool(act.fields.get("cost_first")) != (act.fields.get("cost_said") is not None):
            return _cost_refused(act)
        case "sign_off" if sitting.present is None:
            return "Record who was there before you sign the sitting off."
        case "sign_off" if by not in sitting.signers:
            return _not_theirs_to_sign(sitting)
        case "carry_over" if act.fields.get("to") == sitting.id:
            return "You cannot carry a case over to the same sitting; choose another one."
    return None


def _cost_refused(act: Act) -> str:
    """Why what was said about cost does not fit the answer whether it was discussed first."""
    if act.fields.get("cost_first"):
        return "cost_said is missing: cost was discussed before suitability, so say what was said about it."
    return "cost_said is given, but cost was not discussed before suitability; leave it out, or correct cost_first."


def _not_theirs_to_sign(sitting: Sitting) -> str:
    """Why this person may not sign the sitting off: a person who was not there cannot confirm what was advised."""
    chair, signers = sitting.chair, sitting.signers
    if signers == (chair,):
        return f"Only the chair, {chair}, can sign the sitting off."
    if not signers:
        return f"No one is recorded as there, so no one can sign off the sitting of {short_date(sitting.sits_on)}: correct who was there, or call it off."
    return f"The chair, {chair}, is recorded as not there, so {listed(signers, 'or')}, who were there, can sign the sitting off instead."


def after(sitting: Sitting, act: Act) -> Sitting:
    """The sitting after an act, which must not have been refused."""
    match act.action:
        case "list_case":
            return replace(sitting, items=(*sitting.items, Item(str(act.of), str(act.fields["about"]))))
        case "papers_ready":
            return _with(sitting, act.of, papers=True)
        case "carry_over":
            return replace(sitting, items=tuple(item for item in sitting.items if item.case != act.of))
        case "record_attendance":
            return replace(sitting, present=tuple(act.fields["present"]))
        case "recommend":
            names = ("recommendation", "reason", "dissent", "cost_first", "cost_said")
            advice = {name: act.fields.get(name) for name in names}
            return _with(sitting, act.of, **advice)
        case "sign_off":
            return replace(sitting, signed_off_on=act.on)
        case "call_off":
            return replace(sitting, called_off=True)
    return sitting


def _with(sitting: Sitting, case: str | None, **changed: Any) -> Sitting:
    items = (replace(item, **changed) if item.case == case else item for item in sitting.items)
    return replace(sitting, items=tuple(items))


def said(before: Sitting, act: Act, by: str | None) -> str:
    """The text of an act for the ledger."""
    if act.action == "sign_off" and by != before.chair:
        return "a member who was there signed the sitting off, since the chair was not"
    return PANEL_ACTS[act.action].said


def told(before: Sitting, act: Act, by: str | None = None) -> tuple[ToCase, ...]:
    """What to report to the cases about an act by a person, in the order of the agenda."""
    sitting = {"sitting": before.id, "sits_on": before.sits_on.isoformat()}
    match act.action:
        case "list_case":
            return (
                ToCase(str(act.of), "panel_listed", {**sitting, "papers_by": before.papers_by.isoformat()}),
            )
        case "carry_over":
            moved = {"sitting": before.id, "why": act.fields["why"]}
            if act.fields.get("to"):
                moved["to"] = act.fields["to"]
            item = before.item(act.of)
            return (ToCase(str(act.of), "panel_carried_over", moved, item.about if item else None),)
        case "record_attendance":
            then = after(before, act)
            why = {**sitting, "why": "inquorate", "missing": then.missing_roles}
            return () if then.is_quorate else _to_all(then, "panel_not_held", why)
        case "sign_off":
            return tuple(_signed(before, item, sitting, by or before.chair) for item in before.items)
        case "call_off":
            return _to_all(before, "panel_not_held", {**sitting, "why": "not_held"})
    return ()


def _to_all(sitting: Sitting, action: str, fields: Mapping[str, Any]) -> tuple[ToCase, ...]:
    return tuple(ToCase(item.case, action, fields) for item in sitting.items)


def _signed(before: Sitting, item: Item, sitting: Mapping[str, Any], by: str) -> ToCase:
    """What to report to a case at sign-off: the panel's advice and who signed it, or that the case was carried over."""
    if item.recommendation is None:
        why = "not_reached" if before.is_quorate else "inquorate"
        return ToCase(item.case, "panel_carried_over", {"sitting": before.id, "why": why})
    advice = {"recommendation": item.recommendation, "reason": item.reason, "chair": by, **sitting}
    if item.dissent:
        advice["dissent"] = item.dissent
    return ToCase(item.case, "panel_recommended", advice)


def next_moment(sitting: Sitting, done: frozenset[str]) -> ProcessMoment | None:
    """The next moment, which comes unless a person acts first. Each comes once."""
    day = timedelta(days=1)
    coming = [
        ProcessMoment(sitting.papers_by + day, "papers_late", "the officers of cases without papers are told"),
        ProcessMoment(sitting.sits_on + day, "not_held", "if attendance is not recorded, the managers are told"),
        ProcessMoment(
            sitting.sits_on + (SIGN_OFF_DAYS + 1) * day, "not_signed_off", "if the chair has not signed it off, the managers are told"
        ),
    ]  # fmt: skip
    if sitting.is_over:
        return None
    return next((moment for moment in coming if moment.kind not in done), None)


def after_moment(sitting: Sitting, kind: str) -> tuple[ToCase, ...]:
    """What to report to the cases when a moment comes."""
    about = {"sitting": sitting.id, "sits_on": sitting.sits_on.isoformat()}
    match kind:
        case "papers_late":
            return tuple(
                ToCase(item.case, "panel_papers_late", about) for item in sitting.items if not item.papers
            )
        case "not_held" if sitting.present is None:
            return _to_all(sitting, "panel_not_held", {**about, "why": kind})
        case "not_signed_off" if sitting.is_quorate:
            waiting = [item for item in sitting.items if item.recommendation is not None]
            return tuple(ToCase(item.case, "panel_not_held", {**about, "why": kind}) for item in waiting)
    return ()
