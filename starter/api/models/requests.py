"""Requests for an assessment, as they come in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from casework.people.census import CODES, LANGUAGE_LENGTH
from casework.people.email_address import is_email_address
from starter.api.models.base import Asked, Code, Day, FieldValue, Told
from starter.api.models.early_support import SupportKept, SupportRecord


def _email_address(written: str) -> str:
    if not is_email_address(written):
        raise ValueError("This is not an e-mail address; write it as name@example.org.")
    return written


Email = Annotated[
    str,
    StringConstraints(max_length=254),
    AfterValidator(_email_address),
    Field(json_schema_extra={"format": "email"}),
]


class EarlierAct(Asked):
    """What was done before the case came here. No one is told about it again."""

    action: Code
    on: Day
    of: str | None = Field(default=None, max_length=200)
    fields: dict[str, FieldValue] = Field(default_factory=dict, max_length=50)


class Request(Asked):
    """One request for an assessment. What is personal in it stays in the records."""

    model_config = ConfigDict(
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {
                    "reference": "MIS-20417",
                    "child_name": "Sample Child",
                    "born_on": "2018-05-14",
                    "source": "parent",
                    "received_on": "2026-03-02",
                    "team": "north",
                }
            ]
        },
    )

    opens: Literal["assessment", "reassessment", "ceasing", "moved_in", "moved_in_request"] = Field(
        default="assessment",
        description="What the case is opened for. `reassessment` and `ceasing` are of a plan that is maintained already. `moved_in` is a plan that another authority transferred, `moved_in_request` a child who moved in during an assessment.",
    )
    reference: str | None = Field(
        default=None, max_length=120, description="Yours, so that the request is known again."
    )
    child_name: str = Field(min_length=1, max_length=200)
    born_on: Day | None = None
    upn: str | None = Field(default=None, max_length=20, description="The unique pupil number.")
    nhs_number: str | None = Field(default=None, max_length=20)
    family: str | None = Field(default=None, max_length=1000, description="Name and address, in lines.")
    email: Email | None = None
    attends: str | None = Field(
        default=None,
        max_length=1000,
        description="Name and address, in lines, of the school, college or early years setting that is attended; “none” for none.",
    )
    address: str | None = Field(
        default=None,
        max_length=1000,
        description="The child's own address in lines, if it is not the family's.",
    )
    sex: str | None = Field(
        default=None, description="M or F.", json_schema_extra={"enum": list(CODES["sex"])}
    )
    ethnicity: str | None = Field(
        default=None,
        description="The code of the Common Basic Data Set.",
        json_schema_extra={"enum": list(CODES["ethnicity"])},
    )
    first_language: str | None = Field(default=None, max_length=LANGUAGE_LENGTH)
    interpreter: bool | None = Field(default=None, description="Whether the family needs an interpreter.")
    looked_after: bool | None = Field(default=None, description="Whether a council looks after the child.")
    primary_need: str | None = Field(
        default=None,
        description="The main need, by the code of the SEN2 return.",
        json_schema_extra={"enum": list(CODES["primary_need"])},
    )
    upn_unknown: str | None = Field(
        default=None,
        description="Why the unique pupil number is not known, by the code of the SEN2 return.",
        json_schema_extra={"enum": list(CODES["upn_unknown"])},
    )
    source: Literal["parent", "young_person", "setting", "health", "social_care", "other"] = "parent"
    received_on: Day = Field(
        description="The day on which it was received: the clock of 20 weeks starts here, or of 15 days for a "
        "re-assessment. Of a decision to cease: the day on which the family was told."
    )
    last_reviewed_on: Day | None = Field(
        default=None,
        description="Needed for `moved_in`: the day on which the plan was made or last reviewed.",
    )
    received_by: Code | None = None
    channel: Literal["post", "email", "portal", "telephone", "in_person"] | None = None
    youth_accommodation: bool = False
    capacity: Literal["has", "lacks", "lacks_and_has_representative"] = "has"
    team: Code
    officer: Code | None = None
    acts: list[EarlierAct] = Field(default_factory=list, max_length=200)


class Requests(Asked):
    """One or several requests: all are started, or none where one is wrong."""

    requests: list[Request] = Field(min_length=1, max_length=25)
    early_support: list[SupportRecord] = Field(
        default_factory=list,
        max_length=1000,
        description="Early support that comes with the requests. It is evidence: without it they are the same requests.",
    )
    second: bool = Field(
        default=False, description="Open a second case for a child who has an open one; else it is refused."
    )


class Opened(Told):
    """The case of a request: opened now, or before where the same request came again."""

    case: str
    reference: str | None
    received_on: date
    opened: bool


class AllOpened(Told):
    """The cases of some requests, in their order."""

    opened: int
    already_open: int
    cases: list[Opened]
    early_support: SupportKept | None = Field(
        default=None,
        description="What was kept of it; null without any, or while early support is switched off.",
    )
