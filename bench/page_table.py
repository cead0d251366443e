"""The page of what each page of the console costs, with a part for each database: `bench/PAGES.md`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from statute.words import long_date

PAGES = Path(__file__).parent / "PAGES.md"
LEAST_MS = 20.0
"""Pages that cost less are left out."""
PAGE_MS, DASHBOARD_MS = 150, 300
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_INTRODUCTION = f"""# What each page costs

`python -m bench.page_work --cases 60000 --write` fills a database and writes its part of this file; with
`--database postgresql` it writes the other part. The figures are milliseconds of the processor, of the console and of the
database together, and the number of statements. They do not depend on how busy the machine is, but on its processor. The goal is
{PAGE_MS} ms, and {DASHBOARD_MS} ms for the pages of the dashboard and of the figures. Pages under {LEAST_MS:.0f} ms are left out. A page whose address needs a
number, such as that of a case, is not asked.
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page costs a person."""

    page: str
    who: str
    milliseconds: float
    statements: int

    @property
    def goal(self) -> int:
        """The most milliseconds that it should cost."""
        return DASHBOARD_MS if self.page.startswith(("/dashboard", "/manager/measures")) else PAGE_MS

    @property
    def is_met(self) -> bool:
        """Whether it costs no more than that."""
        return self.milliseconds <= self.goal


def write(database: str, cases: int, day: date, costs: Sequence[Cost], file: Path = PAGES) -> None:
    """Write the part of one database; the part of the other stays."""
    parts = {**parts_of(file), DATABASES[database]: _part(DATABASES[database], cases, day, costs)}
    ordered = (parts[name] for name in DATABASES.values() if name in parts)
    file.write_text("\n".join((_INTRODUCTION, *ordered)), encoding="utf-8")


def parts_of(file: Path) -> Mapping[str, str]:
    """Return the parts of the file by the name of their database; nothing if there is no file yet."""
    if not file.exists():
        return {}
    found = re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {part.split(",")[0].strip(): f"## {part}" for part in found}


def _part(name: str, cases: int, day: date, costs: Sequence[Cost]) -> str:
    shown = sorted(
        (one for one in costs if one.milliseconds > LEAST_MS), key=lambda one: (-one.milliseconds, one.page)
    )
    missed = sum(not one.is_met for one in costs)
    total = f"{len(costs)} pages were asked, {len(costs) - missed} of them within their goal."
    rows = "\n".join(
        f"| `{one.page}` | {one.who} | {one.milliseconds:.0f} | {one.statements} | {'yes' if one.is_met else '**no**'} |"
        for one in shown
    )
    return f"""## {name}, {cases:,} open cases

{long_date(day)}, {os.cpu_count()} processors. {total}

| Page | Asked as | ms | Statements | Goal met |
|---|---|---|---|---|
{rows}
"""
