"""What other processes may know of a maintained plan, and what a plan begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.case.law_pin import LawPin
from statute.facts import Event

_NOUN = "maintained"


@dataclass(frozen=True, slots=True)
class PlanLife:
    """What other processes may know of a maintained plan: days, codes and opaque ids only.

    `version` is the paper or version of the plan in force. The review cycle that is owed runs from `cycle_began_on` to
    `cycle_ends_on`, its last day; `last_review_on` is the day on which the decision of the last completed review was sent. `after_transfer` is
    whether the cycle is that of the first review after a transfer, and `reviewed_before_on` the day of the last review by the
    other authority, if it is known.
    `school_year` is the national curriculum year in which the child is taught in the school year that contains today
    (Reception is 0, Nursery is -1); None if it is not known. `disputed` is whether an appeal or mediation about a decision
    on this plan is open, or the time for it is running after a decision to cease. `last_year` is whether the
    person reaches the highest age for a plan in this school year, or has reached it. `low_age` and `high_age` are the ages of
    the setting on the settings register; None if they are not known.
    """

    id: str
    case: str
    law: LawPin | None = None
    facts: tuple[Event, ...] = ()
    version: str | None = None
    cycle_ends_on: date | None = None
    cycle_began_on: date | None = None
    last_review_on: date | None = None
    after_transfer: bool = False
    reviewed_before_on: date | None = None
    school_year: int | None = None
    setting: str | None = None
    attends_no_setting: bool = False
    under_five: bool = False
    last_year: bool = False
    detained: bool = False
    disputed: bool = False
    ended_on: date | None = None
    low_age: int | None = None
    high_age: int | None = None


@dataclass(frozen=True, slots=True)
class FromPlan:
    """A process that a plan begins.

    `key` makes its id and is unique in its kind and plan, such as the year in which its cycle ends. It begins on the day
    `on`, or at once if that has passed, with these JSON fields besides `case` and `plan`.
    """

    key: str
    on: date
    fields: Mapping[str, Any] = field(default_factory=dict)


def plan_id_of(case_id: str) -> str:
    """Return the id of the plan that a case begins."""
    return case_id.replace("case", _NOUN, 1)


def id_from_plan(noun: str, plan_id: str, key: str) -> str:
    """Return the id of a process of a kind that a plan begins with a key."""
    return f"{plan_id.replace(_NOUN, noun, 1)}-{key}"
