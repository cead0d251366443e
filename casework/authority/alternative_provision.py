"""What an authority says of alternative provision in its profile: the providers that it approved, and its local limits."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
PROVIDER_TYPES = {
    "NFE": "Non-maintained further education",
    "OOT": "One-to-one tuition",
    "OTH": "Other provider that is not registered",
    "WBP": "Work-based placement",
}
"""The types of a provider without a number, by the codes of the census."""
_WAYS = ("urn", "ukprn", "setting_type")


class Provider(BaseModel):
    """An approved provider: exactly one of URN, UKPRN and type of setting, and the day on which each of its checks runs out.

    `is_registered` is whether it is registered as a school.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line
    urn: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None
    ukprn: Annotated[str, Field(pattern=r"^\d{8}$")] | None = None
    setting_type: Literal["NFE", "OOT", "OTH", "WBP"] | None = None
    company_number: Annotated[str, Field(pattern=r"^[A-Z0-9]{2}\d{6}$")] | None = None
    postcode: Line | None = None
    is_registered: bool = False
    checks: dict[Line, date] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_one(self) -> Provider:
        if sum(getattr(self, way) is not None for way in _WAYS) != 1:
            raise ValueError(f"{self.name!r} needs exactly one of {', '.join(_WAYS)}")
        return self

    @property
    def checked_until(self) -> date | None:
        """The first day on which one of its checks runs out; None if it has no checks."""
        return min(self.checks.values(), default=None)


class AlternativeProvision(BaseModel):
    """The approved providers by their id, and the local limits that differ from those of the product."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    providers: dict[str, Provider] = Field(default_factory=dict)
    limits: dict[str, Annotated[int, Field(ge=1, le=104)]] = Field(default_factory=dict)
