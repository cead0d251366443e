"""The parts of a rule pack: rules, grounds, facts, clocks, states of a person and what closes a limit."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["verified_text", "verified_secondary", "derived", "memory", "proposed"]
Counted = Literal[
    "weeks_after",
    "days_after",
    "months_after",
    "months_beginning_with",
    "weeks_beginning_with",
    "at_least_days_beginning_with",
    "weeks_before",
    "working_days_before",
    "months_before",
    "before_fixed_date",
    "working_days_after",
    "working_days_beginning_with",
    "school_days_beginning_with",
    "tribunal_working_days_after",
    "appeal_window",
    "transfer_day",
    "later_of_review_and_transfer",
]
"""The conventions that give a clock its last day (statute.periods)."""
Asked = Literal[
    "months_look_back",
    "school_leaving_date",
    "school_days_after",
    "academic_year_end",
    "age",
    "at_once",
    "at_the_same_time",
    "as_soon_as_practicable",
    "before_the_act",
    "while_the_plan_is_open",
    "as_other_rules",
    "starts_the_clock",
    "none",
]
"""Conventions without a clock: the process or statute.rights checks them, or there is no period."""
Convention = Literal[Counted, Asked]
COMPUTED: frozenset[str] = frozenset(get_args(Counted))

GroundType = Literal[
    "closure_school",
    "closure_early_years",
    "exceptional_personal",
    "exceptional",
    "absence",
    "missed_appointment",
    "tribunal_extension",
]


ChasedUntil = Literal["done", "decided"]
"""When escalation of a clock stops: once it is done, or once the decision on the plan is made."""


class Data(BaseModel):
    """A part of a pack. It cannot be changed, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Counting(Data):
    """How a rule's period is counted; `n` is in the unit that the convention names.

    The period runs from the day of the starting fact, unless `from_field` names a field of that fact with a different day
    (`later_of`: only if that day is later), or `from_case` is set: then it runs from the day on which the case began.
    """

    convention: Convention
    n: int | None = None
    month: int | None = None
    day: int | None = None
    from_months: int | None = None
    certificate_months: int | None = None
    transfer_months: int | None = None
    from_field: str | None = None
    later_of: bool = False
    from_case: bool = False
    rules: tuple[str, ...] = ()


class Ground(Data):
    """One ground in a regulation that excuses one limit.

    `also_written` holds the names of the same circumstances in a regulation that this one refers to.
    """

    id: str
    written: tuple[str, ...]
    also_written: tuple[str, ...] = ()
    ground: GroundType
    citation: str
    condition: str
    least_days: int | None = None
    confidence: Confidence | None = None


class Phrase(Data):
    """A few words of an instrument that support a rule, with the paragraph and the web address."""

    says: str
    at: str
    address: str


class Rule(Data):
    """One rule of law, guidance or policy, with its source and how far it has been verified."""

    id: str
    title: str
    kind: str
    citation: str
    trigger: str
    trigger_day_counts: bool | None
    counting: Counting
    duty_holder: str
    duty_holder_in_full: str
    action: str
    breach: str
    effect: Literal["none", "excuses", "extends"]
    confidence: Confidence
    sources: tuple[str, ...]
    arithmetic: str | None = None
    notice_must_contain: str | None = None
    exceptions: tuple[Ground, ...] = ()
    no_exceptions: str | None = None
    notes: str | None = None
    phrases: tuple[Phrase, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None

    @property
    def verified(self) -> bool:
        """Whether the rule was read in the instrument or in a reliable account of it."""
        return self.confidence in ("verified_text", "verified_secondary")


class EventDefinition(Data):
    """A fact that a case may hold: its words, what `of` names, and its fields."""

    said: str
    of: str | None = None
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    one_of: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    joined: str | None = None


class Counts(Data):
    """When a fact counts for a clock: by its own fields, and by earlier facts."""

    when: dict[str, Any] = Field(default_factory=dict)
    unless: dict[str, Any] = Field(default_factory=dict)
    after: dict[str, dict[str, Any]] = Field(default_factory=dict)
    unless_after: tuple[str, ...] = ()
    not_since: tuple[str, ...] = ()


class ClockDefinition(Data):
    """Which facts start and end the clock of one rule; the pack file explains each key."""

    rule: str
    kind: Literal["limit", "floor", "window", "guidance", "target"] = Field(alias="as")
    started_by: tuple[str, ...] = Field(alias="from", min_length=1)
    act: str
    done: str
    role: str | None = None
    chased_until: ChasedUntil = "done"
    keeps_case_open: bool = True
    shown_in_dispute: bool = False
    carries_out_outcome: bool = False
    whose: Literal["adviser", "setting", "process"] = "adviser"
    after_window: str = ""
    shape: Literal["limit", "window"] | None = None
    starts: Literal["case", "each", "each_of", "first"] = "each"
    met_by: tuple[str, ...] = ()
    in_state: str | None = None
    not_in_state: str | None = None
    when: dict[str, Any] = Field(default_factory=dict)
    and_when: dict[str, Any] = Field(default_factory=dict)
    unless: dict[str, Any] = Field(default_factory=dict)
    followed_by: dict[str, dict[str, Any]] = Field(default_factory=dict)
    unless_followed_by: dict[str, dict[str, Any]] = Field(default_factory=dict)
    starts_if: Counts | None = None
    met_if: dict[str, tuple[Counts, ...]] = Field(default_factory=dict)
    shown_by: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    used: Literal["before", "after"] = "after"
    floor_of: tuple[str, ...] = ()
    extended_by: str | None = None
    closed_by: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    otherwise_means: str = ""
    survives: tuple[str, ...] = ()
    ordered_by: str | None = None
    directed_by: str | None = None
    applied_by: dict[str, str] = Field(default_factory=dict)
    grounds_of: str | None = None
    title: str | None = None
    citation: str | None = None
    duty_holder: str | None = None
    counting: Counting | None = None


class Supersession(Data):
    """One way in which running limits are closed or opened again, and the facts that do it."""

    by: dict[str, tuple[str, ...] | str]
    why: str
    excluding: dict[str, Any] = Field(default_factory=dict, alias="except")


class StateDefinition(Data):
    """A state of a person, such as detention, with the facts that begin it and end it."""

    begins: dict[str, dict[str, Any]]
    ends: dict[str, dict[str, Any]]


class NeverAGround(Data):
    """Claims that no regulation allows, recognised by their words or by the paragraph named, and the answers to them."""

    words: tuple[str, ...]
    why: str
    paragraphs: dict[str, str] = Field(default_factory=dict)
