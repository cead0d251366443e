"""The local policy on early support. It is not law, and no right depends on it."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from casework.early_support.support_record import POLICY

REFORM: Final = "early_language_support"
"""The key of the reform that switches early support on and off."""


class EarlySupportPolicy(BaseModel):
    """What an authority asks for. Without `rescreen_weeks` no re-screen is early, and none falls due."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rescreen_weeks: Annotated[int, Field(ge=1, le=104)] | None = POLICY["rescreen_weeks"]


SHIPPED = EarlySupportPolicy()
"""The policy that holds where an authority has none of its own."""
