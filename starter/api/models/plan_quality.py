"""The quality of a version of a plan: its grades, second readings and signatures."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from casework.plans.grades import GRADES
from casework.plans.quality import section_titles
from starter.api.models.base import Asked, Text, Told

Grade = Annotated[str, Field(json_schema_extra={"enum": [one.name for one in GRADES]})]
Letter = Annotated[str, Field(json_schema_extra={"enum": list(section_titles())})]


class Check(Told):
    """A check of the list: how many meet it, of how many."""

    id: str
    title: str
    met: int
    of: int


class Section(Told):
    """The grade of a section, with its score in per cent and its checks that apply."""

    letter: str
    title: str
    score: int
    grade: str
    checks: list[Check]


class Reading(Told):
    """What a second reader found."""

    by: str | None
    at: datetime
    grades: dict[str, str]
    says: str | None


class Signature(Told):
    """A manager's signature on a version with a low grade, with the reason."""

    by: str | None
    at: datetime
    grade: str
    because: str | None


class Quality(Told):
    """A version with its grades. Personal: the readings and reasons may name the child."""

    plan: str
    case: str
    version: int
    checklist: str
    score: int
    grade: str
    sections: list[Section]
    drawn_for_second_reader: bool
    needs_signature: bool = Field(
        description="By local policy a final plan with this grade needs a signature."
    )
    readings: list[Reading]
    signatures: list[Signature]


class SecondReading(Asked):
    """What a second reader found: a grade for each section that has one."""

    grades: dict[Letter, Grade] = Field(max_length=20)
    says: Annotated[Text, Field(max_length=1000)] = ""


class ReasonToSign(Asked):
    """Why a manager signs a version with a low grade."""

    because: Annotated[Text, Field(min_length=1, max_length=1000)]
