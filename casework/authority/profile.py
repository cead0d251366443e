"""The profile of the authority: what its letters must say about it, and the manager of each service.

It holds nothing about a child. It is loaded from a file and kept in the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from casework.authority.alternative_provision import AlternativeProvision
from casework.dashboard.council import DashboardCouncil
from casework.early_support.policy import EarlySupportPolicy
from casework.money.policy import BandPolicy
from casework.people.email_address import is_email_address
from casework.plans.grades import GRADES
from casework.reforms.reforms import ReformPeriod, check_periods
from casework.reviews.local_days import faults_of

_LOADING = "loading"


def _email_address(written: str, info: ValidationInfo) -> str:
    """Check an address of a profile that is loaded. One that was kept before is checked when a message leaves."""
    if info.context == _LOADING and not is_email_address(written):
        raise ValueError(f"{written!r} is not an e-mail address; write it as name@example.org")
    return written


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
EmailAddress = Annotated[Line, AfterValidator(_email_address)]


class BadProfile(ValueError):  # noqa: N818 - named for what is wrong
    """The content is not a profile; the message says where it is wrong and how to fix it.

    `faults` holds what is wrong at each place, such as `services.school.email`.
    """

    def __init__(self, said: str, faults: Mapping[str, str] | None = None) -> None:
        super().__init__(said)
        self.faults = dict(faults or {})


class Contact(BaseModel):
    """A body that a letter names, and how to contact it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line
    address: tuple[Line, ...] = ()
    telephone: Line | None = None
    email: EmailAddress | None = None
    website: Line | None = None

    @property
    def is_reachable(self) -> bool:
        """Whether it has any contact details."""
        return bool(self.address or self.telephone or self.email or self.website)

    @property
    def said(self) -> str:
        """The name and all contact details, in one line."""
        ways = (self.telephone, self.email, self.website)
        return ", ".join(part for part in (self.name, *self.address, *ways) if part)


class Service(BaseModel):
    """A service that gives advice, and the manager to alert when it is late."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    manager: Line
    email: EmailAddress | None = None


class Mediator(BaseModel):
    """A mediator, who is independent of the authority and of the health body (CFA 2014 s.60), and their contact details."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line
    email: EmailAddress | None = None
    telephone: Line | None = None


class PlanQuality(BaseModel):
    """The local policy on the quality of plans. It is not law.

    A final plan whose grade is below `signature_below` needs a manager's signature. `second_reader_percent` of the versions
    are drawn for a second reader, by `seed`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    signature_below: str | None = None
    second_reader_percent: Annotated[int, Field(ge=0, le=100)] = 0
    seed: Line = "second reader"

    @field_validator("signature_below")
    @classmethod
    def _is_a_grade(cls, written: str | None) -> str | None:
        names = [one.name for one in GRADES]
        if written is not None and written not in names:
            raise ValueError(f"{written!r} is no grade; write one of {', '.join(names)}")
        return written


class Profile(BaseModel):
    """The authority and the bodies that a family can turn to, as its letters name them.

    `social_care` is the head of its own social care officers. `accessibility` answers people who cannot use the pages; by
    default that is the authority itself. `mailboxes` holds the e-mail addresses of its own people, by
    the id of an officer or a team, or by role. `reforms` holds the periods in which a reform is on, off or has other words.
    `early_support` holds the local policy on early support.
    `alternative_provision` holds the approved providers and the local limits of placements with them.
    `reviews` holds the local days of reviews of plans that differ from those of the product.
    `bands` holds the local policy on who is told of a funding band.
    `dashboard` says which local authority this is in published statistics, and which are its neighbours.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    authority: Contact
    mediation_adviser: Contact | None = None
    tribunal: Contact | None = None
    disagreement_resolution: Contact | None = None
    information_and_advice: Contact | None = None
    health_body: Contact | None = None
    social_care: Contact | None = None
    local_offer: Contact | None = None
    accessibility: Contact | None = None
    services: dict[str, Service] = Field(default_factory=dict)
    mediators: dict[str, Mediator] = Field(default_factory=dict)
    mailboxes: dict[str, EmailAddress] = Field(default_factory=dict)
    plan_quality: PlanQuality | None = None
    early_support: EarlySupportPolicy | None = None
    reforms: dict[str, tuple[ReformPeriod, ...]] = Field(default_factory=dict)
    alternative_provision: AlternativeProvision = AlternativeProvision()
    bands: BandPolicy = BandPolicy()
    reviews: dict[str, int] = Field(default_factory=dict)
    dashboard: DashboardCouncil | None = None

    @field_validator("reforms")
    @classmethod
    def _are_known(cls, written: dict[str, tuple[ReformPeriod, ...]]) -> dict[str, tuple[ReformPeriod, ...]]:
        check_periods(written)
        return written

    @field_validator("reviews")
    @classmethod
    def _are_local_days(cls, written: dict[str, int]) -> dict[str, int]:
        faults = [
            InitErrorDetails(
                type=PydanticCustomError("local_day", "{said}", {"said": said}), loc=(name,), input=written
            )
            for name, said in faults_of(written).items()
        ]
        if faults:
            raise ValidationError.from_exception_data("reviews", faults)
        return written

    @property
    def answers_about_accessibility(self) -> Contact:
        """Who answers people who cannot use the pages."""
        return self.accessibility or self.authority


def profile_to_load(content: Any) -> Profile:
    """Return the profile in a parsed file, with its e-mail addresses checked. Raises BadProfile with one sentence."""
    return _profile(content, _LOADING)


def profile_of(content: Any) -> Profile:
    """Return the profile in what was kept. Raises BadProfile with one sentence."""
    return _profile(content, None)


def _profile(content: Any, context: str | None) -> Profile:
    if not isinstance(content, dict):
        raise BadProfile("The profile is not an object; samples/authority.yaml shows its form.")
    try:
        return Profile.model_validate(content, context=context)
    except ValidationError as failure:
        faults = {".".join(str(part) for part in one["loc"]): _said(one) for one in failure.errors()}
        where, said = next(iter(faults.items()))
        raise BadProfile(f"{where} {said}.", faults) from None


def _said(fault: Mapping[str, Any]) -> str:
    """Return what is wrong at a place, and what to do."""
    what = {
        "missing": "is missing; fill it in",
        "extra_forbidden": "is not a part of a profile; leave it out",
    }
    said = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else str(fault["msg"]).lower()
    return what.get(fault["type"], f"is not valid: {said}")
