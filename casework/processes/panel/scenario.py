"""A sitting of a scenario.

It is one object in "sittings": `sits_on` and `listed_on`, `about` ("assess" or "plan"), `papers_on` if papers were ready,
`present` (the services that were there), and the advice: `recommendation`, `reason`, `dissent`, `signed_on`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from casework.case.actions import Act
from casework.processes.panel.case_acts import RECOMMENDATIONS
from casework.processes.panel.quorum import ROLES
from casework.processes.panel.sitting import ABOUT, SIGN_OFF_DAYS
from casework.processes.scenario_process import Planned, PlannedStep, day_of
from statute.errors import BadFacts
from statute.words import listed

PAPERS_DAYS = 7
"""Calendar days before a sitting by which papers are due by default."""
_CHAIR = "member-education"
_DAY = timedelta(days=1)
_DATES = ("sits_on", "listed_on", "papers_on", "signed_on")
_NAMES = (*_DATES, "about", "present", "recommendation", "reason", "dissent")


def planned_sitting(place: int, row: Any, case_id: str, opened_on: date) -> Planned:
    """A sitting of a scenario, from its row and its place in the list. Raises BadFacts with one sentence."""
    where = f"Sitting {place}"
    if not isinstance(row, Mapping):
        raise BadFacts(f"{where} is not an object with a sits_on.")
    if unknown := [name for name in row if name not in _NAMES]:
        raise BadFacts(f"{where}: {unknown[0]!r} is not known; a sitting has {listed(_NAMES)}.")
    days = {name: day_of(f"{where}: {name}", row[name]) for name in _DATES if name in row}
    if "sits_on" not in days or "listed_on" not in days:
        raise BadFacts(f"{where} needs sits_on and listed_on.")
    if not opened_on <= days["listed_on"] <= days["sits_on"]:
        raise BadFacts(
            f"{where}: a case must be listed after its request and before the sitting; correct listed_on."
        )
    about = row.get("about", "plan")
    if about not in ABOUT:
        raise BadFacts(f"{where}: about is {about!r}; choose from {listed(ABOUT)}.")
    present = row.get("present")
    if present is not None and (not isinstance(present, list) or any(each not in ROLES for each in present)):
        raise BadFacts(f"{where}: present must be a list of {listed(ROLES)}.")
    if "recommendation" in row and (row["recommendation"] not in RECOMMENDATIONS or not row.get("reason")):
        raise BadFacts(
            f"{where}: recommendation must be one of {listed(RECOMMENDATIONS, 'or')}, with a reason."
        )
    papers_by = max(days["listed_on"], days["sits_on"] - timedelta(days=PAPERS_DAYS))
    fields = {
        "sits_on": days["sits_on"].isoformat(),
        "papers_by": papers_by.isoformat(),
        "chair": _CHAIR,
        "members": [{"id": _member(role), "role": role} for role in ROLES],
    }
    steps = sorted(
        _steps(row, days, papers_by, case_id, about), key=lambda step: (step.on, step.act is not None)
    )
    return Planned(fields, days["listed_on"], _CHAIR, tuple(steps))


def _steps(
    row: Mapping[str, Any], days: Mapping[str, date], papers_by: date, case_id: str, about: str
) -> Iterator[PlannedStep]:
    def step(on: date, action: str, case: str | None = None, **fields: Any) -> PlannedStep:
        return PlannedStep(on, Act(action, on, case, fields))

    sits = days["sits_on"]
    yield step(days["listed_on"], "list_case", case_id, about=about)
    if "papers_on" in days:
        yield step(days["papers_on"], "papers_ready", case_id)
    if (present := row.get("present")) is not None:
        yield step(sits, "record_attendance", present=[_member(role) for role in present])
    if "recommendation" in row:
        said = {name: row[name] for name in ("recommendation", "reason", "dissent") if row.get(name)}
        yield step(sits, "recommend", case_id, **said)
        yield step(days.get("signed_on", sits), "sign_off")
    for on in (papers_by + _DAY, sits + _DAY, sits + (SIGN_OFF_DAYS + 1) * _DAY):
        yield PlannedStep(on, None)


def _member(role: str) -> str:
    return f"member-{role.replace('_', '-')}"
