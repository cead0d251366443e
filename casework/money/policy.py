"""The local policy on who is told of a band. It is part of the authority's profile."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class BandPolicy(BaseModel):
    """The local policy on bands. `copy_to_family` is whether the family gets a copy of the letter that tells a setting its band."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    copy_to_family: bool = False
