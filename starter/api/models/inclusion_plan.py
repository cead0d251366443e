"""The frozen evidence of a plan for the local area."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from starter.api.models.base import Told


class EvidenceRow(Told):
    """A row of a table: its name, and a cell for each column. A hidden number is null."""

    name: str
    cells: tuple[str | int | None, ...]


class EvidenceTable(Told):
    """A table of the evidence. `absent` is why it could not be made; it then has no rows."""

    id: str
    title: str
    of: str = Field(description="What a row is.")
    columns: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]
    source: str
    note: str
    absent: str


class EvidenceTold(Told):
    """Evidence as it was frozen. The id is made from everything else, so equal evidence has the same id."""

    id: str
    as_at: date
    rule_pack: str
    assumptions: dict[str, str] = Field(
        description="What the forecast assumes, in per cent; empty if counted."
    )
    tables: tuple[EvidenceTable, ...]
