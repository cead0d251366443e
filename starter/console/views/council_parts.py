"""The parts of the council's own details, each with the fields of its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.authority.alternative_provision import PROVIDER_TYPES
from casework.case.acts import ADVISERS
from casework.plans.grades import GRADES
from casework.reforms.reforms import NAMES
from casework.reviews.local_days import local_days
from statute.words import capital


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `name` is its name in the details; `type` is that of the input, or one of council_fields.

    A whole number has a lowest and a highest value.
    """

    name: str
    label: str
    type: str = "text"
    hint: str = ""
    autocomplete: str = "off"
    options: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the details: its name in them, its title, what it is for, and its fields.

    With a `key`, it has rows, each under its key. `fixed` are the rows that the form always has, by key with their title.
    `rows_at` is where the rows are in the part, if other fields (`beside`) are next to them. With `repeats` a key may have
    several rows, which the details hold as a list.
    """

    name: str
    title: str
    hint: str
    fields: tuple[Field, ...]
    key: Field | None = None
    fixed: tuple[tuple[str, str], ...] = ()
    rows_at: str = ""
    beside: tuple[Field, ...] = ()
    repeats: bool = False

    @property
    def has_rows(self) -> bool:
        """Whether it has rows."""
        return self.key is not None


CONTACT = (
    Field("name", "Name"),
    Field(
        "address", "Postal address (optional)", "lines", "Each part on its own line, with the postcode last"
    ),
    Field("telephone", "Telephone number (optional)", "tel"),
    Field("email", "Email address (optional)", "email"),
    Field("website", "Website (optional)", "text", "Such as www.example.org"),
)
_EMAIL, _NAME = Field("email", "Email address (optional)", "email"), Field("name", "Name")
_CONTACTS = (
    ("authority", "Your council", "Letters and pages name it"),
    ("mediation_adviser", "Mediation adviser", "Letters about a decision tell the family how to reach it"),
    ("tribunal", "Tribunal", "Letters about a right of appeal say where to appeal"),
    ("disagreement_resolution", "Disagreement resolution", "Letters tell the family that they can use it"),
    (
        "information_and_advice",
        "Information and advice",
        "Your special educational needs information and advice service",
    ),
    ("health_body", "Health body", "The body that commissions health provision gets copies of plans"),
    ("social_care", "Head of social care", "Requests for social care advice go to this person"),
    ("local_offer", "Local offer", "Letters say where the family finds it"),
    (
        "accessibility",
        "Help with these pages",
        "Answers people who cannot use the pages. If it is empty, your council does",
    ),
)
PARTS: tuple[Part, ...] = (
    *(Part(name, title, hint, CONTACT) for name, title, hint in _CONTACTS),
    Part(
        "services",
        "Services that give advice",
        "The manager of each service is alerted if its advice is late",
        (Field("manager", "User ID of the manager"), _EMAIL),
        key=Field("service", "Service"),
        fixed=tuple((code, capital(name)) for code, name in ADVISERS.items() if code != "parent"),
    ),
    Part(
        "mediators",
        "Mediators",
        "A new mediation invites the mediator with the fewest open mediations",
        (_NAME, _EMAIL, Field("telephone", "Telephone number (optional)", "tel")),
        key=Field("id", "User ID"),
    ),
    Part(
        "mailboxes",
        "Mailboxes of your staff",
        "Alerts and digests go to these addresses",
        (Field("email", "Email address", "email"),),
        key=Field("who", "User ID, team or role", hint="Such as officer-1, north or team_manager"),
    ),
    Part(
        "plan_quality",
        "Quality of plans",
        "Your own policy. It is not law",
        (
            Field(
                "signature_below",
                "Below which grade does a final plan need a manager’s signature?",
                "list",
                options=(
                    ("", "No grade: no signature is needed"),
                    *((one.name, one.title) for one in GRADES),
                ),
            ),
            Field(
                "second_reader_percent", "How many of 100 versions go to a second reader?", "number", most=100
            ),
            Field("seed", "Word that decides which versions are drawn"),
        ),
    ),
    Part(
        "early_support",
        "Early support",
        "Your own policy. It is not law. Without a number no second screen falls due",
        (
            Field(
                "rescreen_weeks",
                "After how many weeks does a second screen fall due? (optional)",
                "number",
                least=1,
                most=104,
            ),
        ),
    ),
    Part(
        "reviews",
        "Annual reviews",
        "Your own policy. It is not law, and no deadline moves",
        tuple(
            Field(
                name,
                f"{day.question} (optional)",
                "number",
                f"If you leave it empty, it is {day.value} ({day.basis})",
                least=day.least,
                most=day.most,
            )
            for name, day in local_days().items()
        ),
    ),
    Part(
        "bands",
        "Letters about bands",
        "Your own policy. It is not law",
        (
            Field(
                "copy_to_family",
                "Does the family get a copy of the letter that tells the school its band?",
                "flag",
            ),
        ),
    ),
    Part(
        "reforms",
        "Reforms",
        "Switch a reform off, on again, or call it by another name, from a day on. No date of the law moves",
        (
            Field("starts", "From which day?", "day", "Such as 1 September 2026"),
            Field("switched_on", "Is it on?", "flag"),
            Field("name", "Other name (optional)"),
            Field("label", "Other words that say what it is (optional)", hint="Such as Our policy, not law"),
        ),
        key=Field("reform", "Reform", "list", options=(("", "No reform: the row is empty"), *NAMES.items())),
        repeats=True,
    ),
    Part(
        "alternative_provision",
        "Alternative provision",
        "The providers that you approved, and your own limits. The limits are not law",
        (
            _NAME,
            Field("urn", "URN, if it has one"),
            Field("ukprn", "UKPRN, if it has no URN"),
            Field(
                "setting_type",
                "Type, if it has neither",
                "list",
                options=(("", "It has a number"), *PROVIDER_TYPES.items()),
            ),
            Field("company_number", "Company number (optional)"),
            Field("postcode", "Postcode (optional)"),
            Field("is_registered", "Is it registered as a school?", "flag"),
            Field(
                "checks",
                "When do its checks run out? (optional)",
                "days",
                "One check on each line with its last day, such as safeguarding: 31 July 2027",
            ),
        ),
        key=Field("provider", "Short name for lists", hint="Such as bridge-centre"),
        rows_at="providers",
        beside=(
            Field(
                "limits",
                "Your own limits (optional)",
                "numbers",
                "One on each line, such as longest weeks: 12",
            ),
        ),
    ),
    Part(
        "dashboard",
        "Dashboard",
        "Which local authority you are in published statistics, and who you compare yourselves with",
        (
            Field("authority", "Local authority", hint="Its name, or its code such as E09000007"),
            Field(
                "neighbours",
                "Statistical neighbours (optional)",
                "lines",
                "The name or code of each local authority on its own line",
            ),
            Field(
                "health_areas",
                "Areas of the health service (optional)",
                "lines",
                "Each on its own line, as the files of NHS England name them",
            ),
        ),
    ),
)
BY_NAME: Mapping[str, Part] = {one.name: one for one in PARTS}
