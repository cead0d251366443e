"""The roll of a school, as its information system sends it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from office.roll_file import COLUMNS, NEEDED
from starter.api.models.base import Asked, Told

MOST_PUPILS = 5000
Value = Annotated[str, StringConstraints(max_length=500)]


class Roll(Asked):
    """Every pupil on the roll, each by the columns of the file."""

    pupils: list[dict[str, Value]] = Field(
        min_length=1,
        max_length=MOST_PUPILS,
        description=f"The columns are {', '.join(COLUMNS)}; {', '.join(NEEDED)} are needed, and others are ignored.",
        json_schema_extra={
            "examples": [[{"Forename": "Lark", "Surname": "Sample", "DateOfBirth": "2018-05-14"}]]
        },
    )


class Loaded(Told):
    """A roll that was loaded: the number of the school, and how many pupils it has."""

    setting: str
    pupils: int
