"""The content of an education, health and care plan, section by section (SEND Regulations 2014 reg 12).

A need stands in one row with the provision that meets it and the outcome that it is for, as in the standard template
of the Change Programme; the letters of the sections stay separately identifiable. Everything here is personal: it is
kept in the records, and never travels through a workflow.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]

AREAS: dict[str, str] = {
    "communication_and_interaction": "Communication and interaction",
    "cognition_and_learning": "Cognition and learning",
    "social_emotional_and_mental_health": "Social, emotional and mental health",
    "sensory_and_physical": "Sensory and physical",
}
"""The four areas of need of the SEND Code (6.28 to 6.35), by their names in a file."""


class BadPlan(ValueError):  # noqa: N818 - named for what is wrong
    """The content is not a plan: the sentence says where, and what to mend."""


class Part(BaseModel):
    """Immutable, and strict: a name that is not known is a mistake in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Provision(Part):
    """What is provided, who does it, how often and for how long; `advice` names the entries of Section K it rests on."""

    what: Text
    who: Line = ""
    how_often: Line = ""
    how_long: Line = ""
    advice: tuple[Code, ...] = ()


class Row(Part):
    """A need, the provision for it, and the outcome that it is for; whether it prepares for adulthood (reg 12(3))."""

    need: Text
    provision: tuple[Provision, ...] = ()
    outcome: Text = ""
    adulthood: bool = False


class Area(Part):
    """One area of special educational need: Sections B, F and E."""

    strengths: Text = ""
    rows: tuple[Row, ...] = ()


class SocialRow(Part):
    """A social care need (D) with the provision of Section H1 (CSDPA 1970 s.2, under 18) and of H2 (any other)."""

    need: Text
    h1: tuple[Provision, ...] = ()
    h2: tuple[Provision, ...] = ()
    outcome: Text = ""
    adulthood: bool = False


class Person(Part):
    """Somebody to be reached about the plan: a parent, a carer, or the young person."""

    name: Line
    relationship: Line = ""
    address: Text = ""
    telephone: Line = ""
    email: Line = ""


class Front(Part):
    """The front of the standard template: who is who, and which services are involved.

    `contacts` are the main contact and any other, in that order. Flags are None where nobody has said.
    """

    sex: Line = ""
    ethnicity: Line = ""
    first_language: Line = ""
    parents_first_language: Line = ""
    contacts: Annotated[tuple[Person, ...], Field(max_length=4)] = ()
    present_setting: Line = ""
    lead_health_professional: Line = ""
    nhs_number: Line = ""
    known_to_social_care: bool | None = None
    other_professionals: tuple[Line, ...] = ()
    looked_after: Literal["now", "before", "never"] | None = None
    one_page_profile: bool | None = None
    moved_in_with_a_plan: bool | None = None


class About(Part):
    """Section A: the child or young person, and what they and their family say."""

    name: Line
    preferred_name: Line = ""
    born_on: date | None = None
    history: Text = ""
    communication: Text = ""
    views_of_child: Text = ""
    views_of_family: Text = ""
    strengths: Text = ""
    interests: Text = ""
    aspirations: Text = ""


class Placement(Part):
    """Section I: the setting and its number in the register, and the type of setting. Empty in a draft (s.38(5))."""

    setting: Line = ""
    urn: Line = ""
    type: Line = ""

    @property
    def is_empty(self) -> bool:
        return not (self.setting or self.urn or self.type)


class Budget(Part):
    """Section J: the personal budget, where there is one."""

    amount: Line = ""
    for_what: Text = ""
    arrangements: Text = ""


class Advice(Part):
    """An entry of Section K: advice or information that was gathered, and when it was given."""

    id: Code
    of: Code
    author: Line = ""
    on: date


class Plan(Part):
    """A whole plan. Front; sections: A about; B, F, E areas; C, G health; D, H1, H2 social care; I; J; K."""

    front: Front = Front()
    about: About
    # A Literal of names that stand elsewhere: pydantic takes it, and the type checker wants them written out.
    areas: dict[Literal[tuple(AREAS)], Area] = Field(default_factory=dict)  # type: ignore[valid-type]
    health: tuple[Row, ...] = ()
    social_care: tuple[SocialRow, ...] = ()
    placement: Placement = Placement()
    budget: Budget | None = None
    advice: tuple[Advice, ...] = ()


def plan_of(content: Any) -> Plan:
    """The plan of a content. Raises BadPlan with one sentence: where it is wrong, and what to mend."""
    if not isinstance(content, dict):
        raise BadPlan("The plan is not an object with sections; `ehcp plan template` prints one to fill in.")
    try:
        return Plan.model_validate(content)
    except ValidationError as failure:
        raise BadPlan(_sentence(failure)) from None


def _sentence(failure: ValidationError) -> str:
    first = failure.errors()[0]
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    match first["type"]:
        case "extra_forbidden":
            return f"{where} is not a part of a plan; `ehcp plan template` shows those that are."
        case "missing":
            return f"{where} is missing; fill it in."
        case "literal_error":
            return f"{where} is not an area of need; the areas are {', '.join(AREAS)}."
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return f"{where} is not a date; write it as YYYY-MM-DD, such as 2026-03-04."
        case "string_pattern_mismatch":
            return f"{where} is not a code; use letters, digits, and any of _ . - without spaces."
    return f"{where}: {first['msg'][0].lower()}{first['msg'][1:]}."
