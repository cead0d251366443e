"""Begin the processes of the sample caseload, once: a second start finds them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starter.terminal.data_folder import in_office
from statute.strict_reading import yaml_from

if TYPE_CHECKING:
    from office.office import Office


def begin_processes(data: str, file: Path, now_on: date) -> int:
    """Begin what a file lists, and return how many it began. Raises Refused."""
    listed = yaml_from(file.read_text(encoding="utf-8"))

    async def work(office: Office) -> int:
        return sum([await _begin(office, place, one, now_on) for place, one in enumerate(listed, start=1)])

    return in_office(data, work)


async def _begin(office: Office, place: int, one: Mapping[str, Any], today: date) -> bool:
    """Begin one process with its acts; return False if it is there already, or if its case is not."""
    from casework.processes.registry import BY_KIND
    from office.calling_without_case import call_without_case, pupil_from
    from office.gate import Gate
    from office.process_acts import act_in, call
    from office.sample_people import sample_people
    from records import people, processes
    from workflows.messages import ActMessage

    process, first = BY_KIND[one["kind"]], one["acts"][0]
    asked = {"on": _day(first["day"], today).isoformat(), **_fields(first["fields"], today)}
    unique = f"sample-{place}"
    with office.database.read() as session:
        if "child" in one:
            known = processes.has_team_without_case(session, process.kind)
            case = None
        else:
            case = people.case_with_reference(session, one["reference"])
            known = case is None or bool(processes.select_processes(session, (process.kind,), case_id=case))
    if known:
        return False
    if case is None:
        child = one["child"]
        pupil = pupil_from(child["name"], _day(child["born_on"], today), None, child["team"])
        gate = Gate(office.database, "cli")
        made = await call_without_case(
            office, gate, sample_people()[one["by"]], process, pupil, asked, unique
        )
    else:
        made = await call(office, process.kind, {"case": case, **asked}, one["by"], process_id=unique)
    for number, act in enumerate(one["acts"][1:], start=1):
        message = ActMessage(
            action=act["act"],
            on=_day(act["day"], today),
            fields=_fields(act["fields"], today),
            by=one["by"],
            request_id=f"{made}-{number}",
        )
        await act_in(office, made, message)
    return True


def _fields(written: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return the fields of an act, with each relative day as a date."""
    relative = ("today+", "today-", "monday-")
    return {
        name: _day(value, today).isoformat() if str(value).startswith(relative) else value
        for name, value in written.items()
    }


def _day(written: str, today: date) -> date:
    """Return a day; monday-1 is the Monday of last week."""
    from office.written_days import day_written

    if written.startswith("monday-"):
        monday = today - timedelta(days=today.weekday())
        return monday - timedelta(weeks=int(written.removeprefix("monday-")))
    return day_written(written, today)
