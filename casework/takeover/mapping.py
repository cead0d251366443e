"""How the columns and codes of another system's export become ours: which column holds what, and which dates are acts. Pure.

cases:
  dates: day/month/year
  columns:
    reference: Case ID
    child_name: [Forename, Surname]
    family: {lines: [Parent, Street, Town, Postcode]}
    source: {from: Asked by, codes: {Parent/carer: parent, School: setting}}
    team: {always: north}
  acts:
    - {act: assessment_agreed, day: Decision date, when: {Decision: [Yes, Agreed]}}
    - {act: advice_requested, day: EP asked, of: educational_psychologist}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from casework.takeover.past_acts import joined, quoted

DATES: Mapping[str, tuple[int, int, int]] = {
    "year-month-day": (1, 2, 3),
    "day/month/year": (3, 2, 1),
    "month/day/year": (3, 1, 2),
}
"""How an export may write dates: the places of year, month and day among its three numbers."""
_NUMBERS = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_SPACE, _LINE = " ", "\n"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: columns of the export, joined, or always the same. `codes` gives our code for each of theirs."""

    columns: tuple[str, ...] = ()
    join: str = _SPACE
    codes: Mapping[str, str] | None = None
    always: str | None = None

    def value(self, row: Mapping[str, str]) -> str | None:
        """Return the value in a row; None if it is empty. Raises ValueError if the value has no code."""
        if self.always is not None:
            return self.always
        told = self.join.join(row[name].strip() for name in self.columns if row.get(name, "").strip())
        if not told or self.codes is None:
            return told or None
        if told not in self.codes:
            raise ValueError(
                f"{told!r} has no code in the mapping; add it to the codes, or correct the value."
            )
        return self.codes[told]


@dataclass(frozen=True, slots=True)
class ActSource:
    """An act that a date in the column `day` of the export stands for. `when` names the values that other columns must have."""

    act: str
    day: str
    of: Source | None = None
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    fields: Mapping[str, Source] = field(default_factory=dict)

    def is_in(self, row: Mapping[str, str]) -> bool:
        """Whether a row holds the act."""
        return bool(row.get(self.day, "").strip()) and all(
            row.get(name, "").strip() in wanted for name, wanted in self.when.items()
        )

    @property
    def columns(self) -> Iterator[str]:
        """The columns that it reads."""
        yield self.day
        yield from self.when
        for source in (*self.fields.values(), *((self.of,) if self.of else ())):
            yield from source.columns


@dataclass(frozen=True, slots=True)
class FileMapping:
    """How one file of an export becomes ours. `dated` are our columns that hold dates."""

    columns: Mapping[str, Source]
    acts: tuple[ActSource, ...] = ()
    dates: str = next(iter(DATES))
    dated: frozenset[str] = frozenset()
    dated_fields: frozenset[tuple[str, str]] = frozenset()

    @property
    def read(self) -> frozenset[str]:
        """The columns of the export that it reads. Others have no meaning for us."""
        found = {name for source in self.columns.values() for name in source.columns}
        return frozenset(found | {name for act in self.acts for name in act.columns})

    def theirs(self, column: str) -> str:
        """Return their column for one of ours, to name in a fault."""
        source = self.columns.get(column)
        return " and ".join(source.columns) if source is not None and source.columns else column

    def row(self, content: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """Return a row in our columns, and what has no code with its column."""
        told: dict[str, str] = {}
        faults: list[tuple[str, str]] = []
        for name, source in self.columns.items():
            try:
                value = source.value(content)
            except ValueError as error:
                faults.append((self.theirs(name), str(error)))
                continue
            if value is not None:
                told[name] = self._day(value) if name in self.dated else value
        acts: list[tuple[str, str]] = []
        for act in self.acts:
            if act.is_in(content):
                try:
                    acts.append(self._act(act, content))
                except ValueError as error:
                    faults.append((act.day, f"{act.act}: {error}"))
        if acts:
            told["acts"] = joined(text for _, text in sorted(acts, key=lambda one: one[0]))
        return told, faults

    def _act(self, act: ActSource, content: Mapping[str, str]) -> tuple[str, str]:
        """Return an act with its day before it, so that acts can be put in order."""
        day = self._day(content[act.day].strip())
        told = {"of": act.of.value(content) if act.of is not None else None}
        for name, source in act.fields.items():
            value = source.value(content)
            told[name] = self._day(value) if value and (act.act, name) in self.dated_fields else value
        words = [f"{name}={quoted(value)}" for name, value in told.items() if value]
        return day, " ".join((act.act, quoted(day), *words))

    def _day(self, written: str) -> str:
        """Return a date as we write it; any other text as it is, so that it is told as no date."""
        found = _NUMBERS.fullmatch(written)
        if found is None:
            return written
        year, month, day = (found[place] for place in DATES[self.dates])
        return f"{year}-{month:0>2}-{day:0>2}" if len(year) == 4 else written
