"""Take over a caseload: check a whole file of cases with their past, say what it makes, and open what is not here yet.

Every fault of the file is found before anything is written. A case is opened as any case that comes with acts: no one is
told of the past, and a case that is here already is not opened again, so that a take-over that was cut off goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from casework.case.facts import LAST_REVIEWED
from casework.case.openings import BEGINNINGS
from casework.case.outlook import Outlook
from casework.case.transition import Opening
from casework.people.child_matching import repeated
from casework.takeover.faults import HEADER, Fault
from casework.takeover.mapping import FileMapping
from casework.takeover.mapping_file import Columns, read_mapping
from casework.takeover.preview import outlook_once_here
from office.caseload_form import Table, unknown_columns
from office.intake import Request, request_in
from office.intake_row import COLUMNS, Form, checked
from office.office import Office, asked_by, open_for_child
from office.plans_in_force import ISSUED, NEEDED, PLAN_COLUMNS, read_plans
from office.plans_in_force import OPENS as IN_FORCE
from office.several_openings import open_all
from records import people
from records.database import Database

CASE_COLUMNS = COLUMNS
"""The columns of a file of cases."""
_NEEDED = ("child_name", "received_on", "team")
_FORM = Form(names_actors=True)


@dataclass(frozen=True, slots=True)
class Placed:
    """A request with the table and the row that it stands in."""

    table: Table
    row: int
    request: Request

    def fault(self, column: str, says: str) -> Fault:
        """Return a fault in this row."""
        return self.table.fault(self.row, column, says)


@dataclass(frozen=True, slots=True)
class Caseload:
    """The requests of the rows without faults, and every fault."""

    placed: tuple[Placed, ...]
    faults: tuple[Fault, ...]

    @property
    def requests(self) -> tuple[Request, ...]:
        """The requests, in the order of the file."""
        return tuple(one.request for one in self.placed)


@dataclass(frozen=True, slots=True)
class Taken:
    """The result of a take-over: the id of each case, in the order of the requests, and how many were opened now."""

    case_ids: tuple[str, ...]
    opened: int

    @property
    def already(self) -> int:
        """How many cases were here before."""
        return len(self.case_ids) - self.opened


def mapping_in(file: str, text: str) -> tuple[dict[str, FileMapping], list[Fault]]:
    """Return how the files of another system become ours, for `cases` and `plans`, and every fault of the mapping file."""
    dates = frozenset({"born_on", "received_on", LAST_REVIEWED, ISSUED})
    cases = Columns(CASE_COLUMNS, _NEEDED, dates)
    return read_mapping(file, text, {"cases": cases, "plans": Columns(PLAN_COLUMNS, NEEDED, dates)})


def read_cases(table: Table, today: date) -> Caseload:
    """Return the cases of a table, with every fault of each row."""
    faults = [*table.faults, *unknown_columns(table, CASE_COLUMNS, _NEEDED)]
    named = {fault.column for fault in faults if fault.row == HEADER}
    placed: list[Placed] = []
    for number, content in table.rows:
        known = {name: value for name, value in content.items() if name in CASE_COLUMNS}
        found = checked(known, today, form=_FORM)
        faults += [table.fault(number, column, says) for column, says in found.faults if column not in named]
        if not found.faults:
            place = f"{table.file}, row {number}"
            request = replace(request_in(found, place), taken_over=True)
            placed.append(Placed(table, number, request))
    return Caseload(tuple(placed), tuple(faults))


def plans_of(table: Table, today: date) -> Caseload:
    """Return the plans in force of a table, with every fault of each row."""
    found, faults = read_plans(table, today)
    return Caseload(tuple(Placed(table, row, request) for row, request in found), tuple(faults))


def in_one(caseloads: Iterable[Caseload], now: datetime, *, second: bool = False) -> Caseload:
    """Return several files as one caseload, with the faults between their rows.

    Two rows may be one case, or two open cases of one child: with `second` the latter is wanted.
    """
    every = tuple(caseloads)
    placed = tuple(one for caseload in every for one in caseload.placed)
    faults = [fault for caseload in every for fault in caseload.faults]
    faults += _same_rows(placed)
    if not second:
        faults += _same_children(placed, now)
    return Caseload(placed, tuple(sorted(faults, key=lambda one: (one.file, one.row))))


def faults_with_records(
    database: Database, caseload: Caseload, by: str, now: datetime, may_name: Callable[[str], bool]
) -> list[Fault]:
    """Return a fault for each row that would be a second open case of a child who has one here.

    `may_name` says whether the person who asks may be told which case that is.
    """
    known, faults = started(database, caseload.requests), list[Fault]()
    for one in caseload.placed:
        if one.request.key in known or one.request.opens == IN_FORCE:
            continue
        with database.read() as session:
            other = open_for_child(session, one.request, by)
        if other is not None and not outlook_of_request(one.request, now).closed:
            named = other.case_id if may_name(other.case_id) else "a case"
            says = (
                f"The child may have {named} open here ({other.because}); leave the row out, or take it over as a second "
                "case with --second."
            )
            faults.append(one.fault("child_name", says))
    return faults


async def take_over(
    office: Office, requests: Sequence[Request], by: str, note: Callable[[], None] = lambda: None
) -> Taken:
    """Open a case for each request that has none here, and return all. `note` is called after each.

    What was begun and not finished is finished. Raises ActRefused or Unconfirmed, after which it may be called again.
    """
    known = await asyncio.to_thread(started, office.database, requests)
    for _ in known:
        note()
    missing = [request for request in requests if request.key not in known]
    opened = await open_all(office, missing, by, second=True, note=note)
    new = dict(zip((request.key for request in missing), opened, strict=True))
    case_ids = tuple(known.get(one.key) or new[one.key][0] for one in requests)
    return Taken(case_ids, sum(is_new for _, is_new in opened))


def started(database: Database, requests: Iterable[Request]) -> dict[str, str]:
    """Return the cases of those requests that were opened here completely, by the key of the request."""
    with database.read() as session:
        return people.started_by_key(session, [request.key for request in requests])


def outlook_of_request(request: Request, now: datetime) -> Outlook:
    """Return the outlook of the case that a request makes."""
    beginning = BEGINNINGS[request.opens]
    fields = {**beginning.fields, **asked_by(request), **request.particulars}
    opening = Opening(
        beginning.event,
        request.received_on,
        fields=fields,
        officer=request.officer,
        team=request.team,
        told_before=True,
    )
    return outlook_once_here(opening, (act for one in request.acts for act in one.each()), now)


def as_json(request: Request, now: datetime, case_id: str | None) -> dict[str, Any]:
    """Return what a request makes: its stage, what is due next, and the case if it is here already."""
    outlook = outlook_of_request(request, now)
    limit = outlook.next_limit
    return {
        "reference": request.reference,
        "opens": request.opens,
        "received_on": request.received_on.isoformat(),
        "team": request.team,
        "stage": str(outlook.stage),
        "closed": outlook.closed,
        "next_due_on": limit.due_on.isoformat() if limit else None,
        "next_due": limit.title if limit else None,
        "overdue": limit is not None and limit.status == "overdue",
        "case": case_id,
    }


def _same_rows(placed: Sequence[Placed]) -> Iterator[Fault]:
    seen: dict[str, Placed] = {}
    for one in placed:
        if (before := seen.setdefault(one.request.key, one)) is not one:
            column = "reference" if one.request.reference else ""
            says = f"It is the same case as row {before.row}; remove one of them, or give each its own reference."
            yield one.fault(column, says)


def _same_children(placed: Sequence[Placed], now: datetime) -> Iterator[Fault]:
    """Yield a fault for each row that is a second open case, or a second plan, of one child.

    A closed case is no second one, and a child may have a plan in force and an open case.
    """
    for kind in (False, True):
        yield from _same_in([one for one in placed if (one.request.opens == IN_FORCE) is kind], now)


def _same_in(placed: Sequence[Placed], now: datetime) -> Iterator[Fault]:
    children = ((one.request.child_name, one.request.born_on) for one in placed)
    for first, second in repeated(children):
        before, one = placed[first], placed[second]
        if before.request.key == one.request.key:
            continue
        both = (before.request, one.request)
        if all(each.opens == IN_FORCE or not outlook_of_request(each, now).closed for each in both):
            says = (
                f"It may be for the same child as row {before.row} (the name is the same, and the dates of birth do not "
                "differ); leave one out, or take over both with --second."
            )
            yield one.fault("child_name", says)
