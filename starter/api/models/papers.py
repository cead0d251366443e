"""Plans and tailored lists."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from casework.plans.plan import Plan
from casework.settings.settings import NEEDS
from starter.api.models.base import Asked, Told
from starter.api.models.cases import PlanInCase

Need = Annotated[str, StringConstraints(max_length=20), Field(json_schema_extra={"enum": list(NEEDS)})]


class PlanToSave(Plan):
    """A plan to save. `confirmed_because` says why a plan with details of another person is for this child."""

    confirmed_because: Annotated[str, StringConstraints(min_length=10, max_length=1000)] | None = None


class Finding(Told):
    """Something that is unlawful or weak in a plan, where, and by what."""

    kind: Literal["unlawful", "weak"]
    section: str
    says: str
    cite: str


class Note(Told):
    """What others have still to do about a plan: it stops nothing."""

    kind: Literal["note"]
    section: str
    says: str
    cite: str


class Saved(Told):
    """A version of a plan that was kept, and what the checks find in it as a draft."""

    plan: str
    case: str
    version: int
    new: bool = Field(description="False where nothing changed since the version before.")
    findings: list[Finding]
    notes: list[Note]
    code: str = Field(
        description="Give it as findings_seen with the act whose plan has findings that you accept."
    )


class Findings(Told):
    """What the checks find in a version."""

    plan: str
    final: bool
    findings: list[Finding]
    notes: list[Note]
    code: str = Field(
        description="Give it as findings_seen with the act whose plan has findings that you accept."
    )


class PlanTold(Told):
    """A version of a plan, whole. Personal."""

    plan: str
    case: str
    version: int
    saved_at: datetime
    by: str | None
    hash: str
    content: Plan


class Versions(Told):
    """The versions of a case's plan, oldest first."""

    case: str
    versions: list[PlanInCase]


class ListWanted(Asked):
    """What a list is made for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"needs": ["ASD", "SLCN"], "origin": "900001", "miles": 8}]}
    )

    needs: list[Need] = Field(
        min_length=1, max_length=len(NEEDS), description="Kinds of need, the main one first."
    )
    origin: str = Field(
        max_length=40,
        pattern=r"^\d{1,9}(,\d{1,9})?$",
        description="From where: the number (URN) of a setting, or EASTING,NORTHING in metres of the national grid.",
    )
    age: int | None = Field(default=None, ge=0, le=25, description="In years, if no birth is recorded.")
    miles: float = Field(default=10.0, gt=0, le=100, description="How far, in a straight line.")
    most: int = Field(default=12, ge=1, le=50, description="How many settings at most.")
    asked_for: list[Annotated[str, StringConstraints(min_length=1, max_length=200)]] = Field(
        default_factory=list, max_length=20, description="Settings that the family asks for, by URN or name."
    )


class MadeFor(Told):
    """What a list was made for."""

    age: int
    needs: list[str]
    easting: int
    northing: int
    miles: float
    most: int
    asked_for: list[str]


class Entry(Told):
    """A setting on a list, and why."""

    urn: str | None
    name: str
    kind: str | None
    miles: float | None
    by: str
    reasons: list[str]
    cautions: list[str]
    consulted: bool = Field(
        description="Whether it has been consulted. False: nothing is known of a place there."
    )


class NearMiss(Told):
    """A setting that is not on a list, and why not."""

    urn: str
    name: str
    miles: float
    why_not: str


class TailoredList(Told):
    """A list as it was made. It advises; it narrows no right."""

    list: str
    case: str
    made_at: datetime
    made_for: MadeFor
    data_as_at: date | str
    entries: tuple[Entry, ...]
    near_misses: tuple[NearMiss, ...]
    rights: str
