"""The content of an education, health and care plan, section by section (SEND Regulations 2014 reg 12).

Each row holds a need, the provision that meets it and the outcome, as in the standard template of the Change Programme.
The letters of the sections stay separately identifiable. All of this is personal data: it stays in the records and never
goes through a workflow.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
MaybeCode = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9_.-]{0,63})?$")]
More = Annotated[dict[Code, Text], Field(max_length=20)]

AREAS: dict[str, str] = {
    "communication_and_interaction": "Communication and interaction",
    "cognition_and_learning": "Cognition and learning",
    "social_emotional_and_mental_health": "Social, emotional and mental health",
    "sensory_and_physical": "Sensory and physical",
}
"""The four areas of need of the SEND Code (6.28 to 6.35), by their names in a file."""


class BadPlan(ValueError):  # noqa: N818 - named for what is wrong
    """The content is not a plan; the message says where it is wrong and how to fix it."""


class Part(BaseModel):
    """The base of every part of a plan: immutable, and unknown names are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(Part):
    """A phrase of advice that a row quotes, with its source: the document, the adviser and the day of the advice.

    `document` is empty if the advice is not kept as a document. `advice` is the entry of Section K.
    """

    text: Text
    document: MaybeCode = ""
    adviser: Line = ""
    on: date | None = None
    advice: MaybeCode = ""


class Provision(Part):
    """What is provided, who provides it, how often, for how long, and who pays for it.

    `advice` holds the entries of Section K behind it. `more` holds the columns that a template adds.
    """

    what: Text
    who: Line = ""
    how_often: Line = ""
    how_long: Line = ""
    who_pays: Line = ""
    advice: tuple[Code, ...] = ()
    more: More = Field(default_factory=dict)


class Row(Part):
    """A need, its provision and its outcome. `adulthood` is whether it prepares for adulthood (reg 12(3)).

    `id` stays the same from version to version. `more` holds the columns that a template adds.
    """

    need: Text
    provision: tuple[Provision, ...] = ()
    outcome: Text = ""
    adulthood: bool = False
    id: MaybeCode = ""
    quotes: tuple[Quote, ...] = ()
    more: More = Field(default_factory=dict)


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
    id: MaybeCode = ""
    quotes: tuple[Quote, ...] = ()
    more: More = Field(default_factory=dict)


class Person(Part):
    """A contact for the plan: a parent, a carer, or the young person."""

    name: Line
    relationship: Line = ""
    address: Text = ""
    telephone: Line = ""
    email: Line = ""


class Front(Part):
    """The front of the standard template: the people and services involved.

    `contacts` holds the main contact first. A flag is None if it is not known.
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
    """Section A: the child or young person, and the views of them and their family."""

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
    """Section J: the personal budget, if there is one."""

    amount: Line = ""
    for_what: Text = ""
    arrangements: Text = ""


class Advice(Part):
    """An entry of Section K: advice or information, the day it was given, and the document that holds it, if any."""

    id: Code
    of: Code
    author: Line = ""
    on: date
    document: MaybeCode = ""


class Plan(Part):
    """A whole plan: the front, then sections A (about), B, F and E (areas), C and G (health), D, H1 and H2 (social care), I, J, K."""

    front: Front = Front()
    about: About
    # Pydantic accepts a Literal made of names; the type checker wants literals.
    areas: dict[Literal[tuple(AREAS)], Area] = Field(default_factory=dict)  # type: ignore[valid-type]
    health: tuple[Row, ...] = ()
    social_care: tuple[SocialRow, ...] = ()
    placement: Placement = Placement()
    budget: Budget | None = None
    advice: tuple[Advice, ...] = ()


_ADDED = frozenset({"id", "quotes", "who_pays", "more", "document"})
"""Fields that came after the first release. An empty one is not stored, so a plan that did not change keeps its hash."""


def content_of(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON, as its version stores it."""
    content: dict[str, Any] = _without_empty_added(plan.model_dump(mode="json"))
    return content


def _without_empty_added(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_empty_added(each) for name, each in value.items() if each or name not in _ADDED
        }
    return [_without_empty_added(each) for each in value] if isinstance(value, list) else value


def plan_of(content: Any) -> Plan:
    """Return the plan in a parsed file. Raises BadPlan with one sentence on where it is wrong and how to fix it."""
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
            return f"{where} is not a part of a plan; `ehcp plan template` shows the parts."
        case "missing":
            return f"{where} is missing; fill it in."
        case "literal_error":
            return f"{where} is not an area of need; the areas are {', '.join(AREAS)}."
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return f"{where} is not a date; write it as YYYY-MM-DD, such as 2026-03-04."
        case "string_pattern_mismatch":
            return f"{where} is not a code; use letters, digits, and any of _ . - without spaces."
    return f"{where}: {first['msg'][0].lower()}{first['msg'][1:]}."
