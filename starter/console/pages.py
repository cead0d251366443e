"""What each page shows, made ready for its template."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from casework.stages import SAID, Stage
from records import cases
from records.database import Database
from starter.console.csrf import csrf_field
from starter.console.weeks import weeks_of
from starter.reading import case_as_json, ledger_as_json
from statute.words import capital, short_date

PAGE = 50
"""Cases on one page of the caseload."""

COLOURS = {
    "red": "Past a limit",
    "amber": "Due soon",
    "green": "In time",
    "closed": "Closed",
}
"""What each colour says, so that nobody needs to see the colour."""

STATUSES = {
    "running": "Running",
    "met": "Met in time",
    "late": "Met late",
    "overdue": "Overdue",
    "excused": "Late, excused",
    "superseded": "No longer applies",
    "open": "Open to the family",
    "closed": "Window closed",
}

_ENV = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENV.filters["day"] = lambda day: (
    short_date(date.fromisoformat(day) if isinstance(day, str) else day) if day else ""
)
_ENV.filters["stage"] = lambda stage: capital(str(stage).replace("_", " "))
_ENV.filters["sentence"] = capital
_ENV.globals.update(colours=COLOURS, statuses=STATUSES, csrf_field=csrf_field)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person asked the caseload for; empty means all."""

    stage: str = ""
    rag: str = ""
    officer: str = ""
    team: str = ""
    due_within: int | None = None
    after: str = ""

    def query(self, **changed: Any) -> str:
        """The address of the caseload with these filters, and some changed."""
        given = asdict(replace(self, **changed))
        given["due"] = given.pop("due_within")
        return "/?" + urlencode({name: value for name, value in given.items() if value not in ("", None)})


def caseload_page(database: Database, filters: Filters, due_by: date | None, today: date) -> str:
    """The caseload: counts, filters and the cases by their next last day."""
    with database.read() as session:
        counted = cases.counts(session)
        rows = cases.select_cases(
            session,
            stage=filters.stage or None,
            rag=filters.rag or None,
            officer=filters.officer or None,
            team=filters.team or None,
            due_by=due_by,
            after=filters.after or None,
            limit=PAGE + 1,
        )
    return _ENV.get_template("caseload.html").render(
        rows=rows[:PAGE],
        more=filters.query(after=rows[PAGE - 1].case_id) if len(rows) > PAGE else None,
        filters=filters,
        counted=counted,
        total=sum(counted["stage"].values()),
        stages=[stage for stage in Stage if counted["stage"].get(stage)],
        today=today,
        days_left=lambda row: (row.next_due_on - today).days if row.next_due_on else None,
    )


def case_page(database: Database, case_id: str, today: date) -> str:
    """One case: where it stands in its twenty weeks, its obligations and why, and all that happened. Raises NoSuchCase."""
    case = case_as_json(database, case_id, today)
    lines = ledger_as_json(database, case_id)
    running = ("overdue", "running", "open")
    ordered = sorted(
        case["obligations"],
        key=lambda one: (running.index(one["status"]) if one["status"] in running else 9, one["due_on"]),
    )
    return _ENV.get_template("case.html").render(
        case=case,
        said=SAID[Stage(case["stage"])],
        current=[one for one in ordered if one["status"] in running],
        past=[one for one in ordered if one["status"] not in running],
        lines=list(reversed(lines)),
        weeks=weeks_of(case, today),
        today=today,
    )


def message_page(title: str, text: str) -> str:
    """A page that says one thing."""
    return _ENV.get_template("message.html").render(title=title, text=text)
