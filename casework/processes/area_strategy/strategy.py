"""The state of a plan for the local area: its draft, its sign-offs, its published versions and its priorities.

All of it is local policy: no law asks for the plan, and no limit of a case depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from casework.case.actions import Act
from casework.inclusion_plan.assumptions import ASSUMPTIONS
from casework.inclusion_plan.plan_types import PLAN_TYPES, SECTIONS, SIGN_OFFS, PlanType
from casework.processes.area_strategy.acts import ACTS, FROZEN
from casework.processes.form import plain
from casework.processes.page import as_date, date_in_words

DRAFTING: Final = "area_strategy_drafting"
IN_REVIEW: Final = "area_strategy_in_review"
TO_SIGN: Final = "area_strategy_to_sign"
PUBLISHED: Final = "area_strategy_published"
SUPERSEDED: Final = "area_strategy_superseded"


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority. `title`, `owner`, `measure` and `reason` are ids of texts in the records."""

    id: str
    title: str
    owner: str
    due_on: date
    measure: str
    state: str = "not_started"
    reason: str | None = None
    updated_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.state not in ("done", "stopped")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a partner; `comment` is the id of a text."""

    partner: str
    on: date
    comment: str


@dataclass(frozen=True, slots=True)
class Signed:
    """The sign-off of a partner: `name` is the id of the text that names who signed."""

    partner: str
    on: date
    name: str


@dataclass(frozen=True, slots=True)
class Version:
    """A published version. Nothing in it changes, except that the next one supersedes it."""

    number: int
    type: str
    published_on: date
    evidence: str
    as_at: date
    assumptions: Mapping[str, str]
    sections: Mapping[str, str]
    priorities: tuple[Priority, ...]
    sign_offs: tuple[Signed, ...]
    superseded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Strategy:
    """The state of a plan. `sections` holds the id of the text of each; `wanted` is the day of evidence not made yet.

    `lead` writes the plan and gets the reminders; `signer` is the member of staff who signs off for the authority. `signers`
    holds by partner the person outside the authority who signs for it.
    """

    id: str
    type: str
    lead: str
    signer: str
    opened_on: date
    stage: str = DRAFTING
    stage_since: date | None = None
    assumptions: Mapping[str, str] = field(default_factory=dict)
    evidence: str | None = None
    as_at: date | None = None
    wanted: date | None = None
    times_wanted: int = 0
    sections: Mapping[str, str] = field(default_factory=dict)
    priorities: tuple[Priority, ...] = ()
    comments: tuple[Comment, ...] = ()
    sign_offs: tuple[Signed, ...] = ()
    versions: tuple[Version, ...] = ()
    signers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        return self.stage == SUPERSEDED

    @property
    def plan_type(self) -> PlanType:
        return PLAN_TYPES[self.type]

    @property
    def since(self) -> date:
        """Return the day on which its stage began."""
        return self.stage_since or self.opened_on

    @property
    def unwritten(self) -> tuple[str, ...]:
        """Return the titles of the sections that are not written."""
        return tuple(one.title for one in self.plan_type.sections if one.key not in self.sections)

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Return the partners that have not signed off."""
        signed = {one.partner for one in self.sign_offs}
        return tuple(one.key for one in self.plan_type.sign_offs if one.key not in signed)

    @property
    def own_staff(self) -> frozenset[str]:
        """Return the people of the authority whose plan it is."""
        return frozenset({self.lead, self.signer})

    def signs_for(self, person: str | None) -> tuple[str, ...]:
        """Return the partners for which a person outside the authority signs."""
        if person is None or person in self.own_staff:
            return ()
        return tuple(partner for partner, one in self.signers.items() if one == person)

    @property
    def published(self) -> Version | None:
        """Return the version that is in force, or None."""
        return self.versions[-1] if self.versions else None

    def priority(self, priority_id: object) -> Priority | None:
        """Return a priority, or None."""
        return next((one for one in self.priorities if one.id == priority_id), None)


def after(plan: Strategy, act: Act) -> Strategy:
    """Return the plan after an act, which must not have been refused."""
    assert act.on is not None
    told = act.fields
    match act.action:
        case "write_section":
            return replace(plan, sections={**plan.sections, str(told["section"]): str(told["text"])})
        case "set_assumption":
            return replace(
                plan, assumptions={**plan.assumptions, str(told["assumption"]): str(told["value"])}
            )
        case "freeze_evidence":
            return replace(plan, wanted=as_date(told["as_at"]), times_wanted=plan.times_wanted + 1)
        case name if name == FROZEN:
            return replace(plan, evidence=str(told["evidence"]), as_at=as_date(told["as_at"]), wanted=None)
        case "add_priority" | "update_priority":
            return _with_priority(plan, act.action, told, act.on)
        case "change_type":
            return replace(plan, type=str(told["type"]))
        case "name_signer":
            return replace(plan, signers={**plan.signers, str(told["partner"]): str(told["person"])})
        case "record_comment":
            comment = Comment(str(told["partner"]), act.on, str(told["comment"]))
            return replace(plan, comments=(*plan.comments, comment))
        case "record_sign_off":
            signed = Signed(str(told["partner"]), act.on, str(told["name"]))
            return replace(plan, sign_offs=(*plan.sign_offs, signed))
    return _in_stage(plan, act.action, act.on)


def _in_stage(plan: Strategy, action: str, on: date) -> Strategy:
    """Return the plan after an act that moves it to another stage."""
    match action:
        case "start_review":
            return replace(plan, stage=IN_REVIEW, stage_since=on, comments=())
        case "ask_sign_off":
            return replace(plan, stage=TO_SIGN, stage_since=on, sign_offs=())
        case "refuse_sign_off" | "reopen" | "start_refresh":
            return replace(plan, stage=DRAFTING, stage_since=on, sign_offs=())
        case "publish":
            return replace(plan, stage=PUBLISHED, stage_since=on, versions=_with_version(plan, on))
        case "close_plan":
            return replace(plan, stage=SUPERSEDED, stage_since=on, versions=_superseded(plan, on))
    return plan


def _with_priority(plan: Strategy, action: str, told: Mapping[str, Any], on: date) -> Strategy:
    if action == "add_priority":
        title, owner, measure = (str(told[name]) for name in ("title", "owner", "measure"))
        number = len(plan.priorities) + 1
        made = Priority(f"priority-{number}", title, owner, as_date(told["due_on"]), measure)
        return replace(plan, priorities=(*plan.priorities, made))
    reason = told.get("reason")
    changed = tuple(
        replace(
            one,
            state=str(told["state"]),
            reason=str(reason) if reason else None,
            due_on=as_date(told.get("due_on") or one.due_on),
            updated_on=on,
        )
        if one.id == told["priority"]
        else one
        for one in plan.priorities
    )
    return replace(plan, priorities=changed)


def _superseded(plan: Strategy, on: date) -> tuple[Version, ...]:
    return tuple(replace(one, superseded_on=one.superseded_on or on) for one in plan.versions)


def _with_version(plan: Strategy, on: date) -> tuple[Version, ...]:
    assert plan.evidence is not None and plan.as_at is not None
    keys = {one.key for one in plan.plan_type.sections}
    made = Version(
        len(plan.versions) + 1,
        plan.type,
        on,
        plan.evidence,
        plan.as_at,
        dict(plan.assumptions),
        {key: text for key, text in plan.sections.items() if key in keys},
        plan.priorities,
        plan.sign_offs,
    )
    return (*_superseded(plan, on), made)


def said(plan: Strategy, act: Act) -> str:
    """Return the text of an act for the ledger, without anything that a person wrote."""
    told = act.fields
    match act.action:
        case "write_section":
            return f"a section was written: {SECTIONS[str(told['section'])].title}"
        case "set_assumption":
            return f"{ASSUMPTIONS[str(told['assumption'])].title} is assumed to be {told['value']} per cent"
        case "freeze_evidence" | "evidence_frozen":
            return f"{ACTS[act.action].said} as at {date_in_words(told['as_at'])}"
        case "change_type":
            return f"the type of plan was changed to {PLAN_TYPES[str(told['type'])].title}"
        case "record_sign_off" | "refuse_sign_off" | "record_comment" | "name_signer":
            return f"{ACTS[act.action].said}: {SIGN_OFFS[str(told['partner'])].title}"
        case "update_priority":
            return f"{plain(told['priority'])} is {plain(told['state'])}"
        case "publish":
            return f"version {len(plan.versions) + 1} was published"
    return ACTS[act.action].said
