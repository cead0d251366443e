"""The models of a placement in the API: it has a case, or the record of a child who had none."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from casework.processes.shapes import Action, HappenedInIt, Shapes, Told


class PlacementInShort(Told):
    """A placement in a list."""

    model_config = ConfigDict(extra="allow")

    placement: str
    case: str | None = Field(description="The case in which the pupil was referred; null if there was none.")
    child: str | None = Field(description="The record of a pupil who had no case; null for the others.")
    kind: str
    stage: str
    is_over: bool


class PlacementWhole(PlacementInShort):
    """A placement in full."""

    sequence: int = Field(description="The number of the last step; also the ETag.")
    actions: list[Action]
    ledger: list[HappenedInIt]


SHAPES = Shapes(short=PlacementInShort, whole=PlacementWhole)
"""The models of a placement."""
