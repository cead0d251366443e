"""The kinds of published file, as `file_kinds.yaml` has them, and which kind a file is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from casework.dashboard.metric import DATA_SETS, DataSet
from statute.strict_reading import yaml_from

_CONTENT: Final[dict[str, Any]] = yaml_from(
    Path(__file__).with_name("file_kinds.yaml").read_text(encoding="utf-8")
)
PLAIN: Final = "plain"
"""The kind of a table that names the metric and series of each row."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FigureColumns(_Part):
    """The columns of one series: `number` divided by `of`, or a `value`, or what is `said`, in the rows of `where`.

    `says` is an outcome in words for all rows of `where`.
    """

    metric: str
    series: str
    number: str = ""
    of: str = ""
    value: str = ""
    said: str = ""
    says: str = ""
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    add: bool = False
    times: float = 1


class AreaColumns(_Part):
    """The columns that name an area where a file has other columns than Explore education statistics."""

    code: str = ""
    name: str = ""
    authorities_only: bool = False


class SchoolColumns(_Part):
    """The columns of a file with one row for each school."""

    urn: str
    authority: str
    type: str
    grade: str


class FileKind(_Part):
    """A kind of published file: its title, its data set, the columns it is known by, and its figures."""

    id: str
    title: str
    data_set: str = Field(alias="set")
    needs: tuple[str, ...] = ()
    areas: AreaColumns | None = None
    period: str = "time_period"
    sheets: Literal["", "allocations_by_year", "appeal_rates", "high_needs"] = ""
    schools: SchoolColumns | None = None
    figures: tuple[FigureColumns, ...]

    @property
    def source(self) -> DataSet | None:
        """Return the data set of the file; None where its rows may be of any."""
        return DATA_SETS.get(self.data_set)


KINDS: Mapping[str, FileKind] = {
    one.id: one for one in (FileKind.model_validate(held) for held in _CONTENT["kinds"])
}
"""Every kind of file by its id."""
LEVELS: Mapping[str, str] = {name.casefold(): level for name, level in _CONTENT["levels"].items()}
"""The levels that Explore education statistics writes, and ours. Rows of other levels are left out."""
TOTAL_COLUMNS: Final = frozenset(" ".join(name.split("_")) for name in _CONTENT["total_columns"])
"""The columns that divide a number, as `plain_name` writes them."""


def plain_name(column: str) -> str:
    """Return the name of a column as names are compared: without case, full stops, underscores and doubled spaces."""
    return " ".join(column.replace("_", " ").replace(".", " ").casefold().split())


def lacking(kind: FileKind, header: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that a kind needs and a table does not have."""
    names = {plain_name(one) for one in header}
    return tuple(column for column in kind.needs if plain_name(column) not in names)


def kind_of(header: Iterable[str]) -> FileKind | None:
    """Return the kind of a table with these columns: of those that fit, the one that needs most. None if none fits."""
    columns = tuple(header)
    fitting = [kind for kind in KINDS.values() if kind.needs and not lacking(kind, columns)]
    return max(fitting, key=lambda kind: len(kind.needs), default=None)


def kinds_for(metric: str, data_set: str) -> tuple[FileKind, ...]:
    """Return the kinds of file that have figures of a metric from a data set."""
    return tuple(
        kind
        for kind in KINDS.values()
        if kind.data_set == data_set and any(one.metric == metric for one in kind.figures)
    )
