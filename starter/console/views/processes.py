"""Views of processes: the list of a group, one process, and the processes of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from casework.access.permissions import Person
from casework.processes.group import Group
from casework.processes.group_pages import ListPage, Own
from casework.processes.page import Block, Cell, Links, Page, Words
from casework.processes.process_pages import People
from casework.processes.question import Option
from casework.processes.registry import BY_KIND, GROUPS, PROCESSES, has_reviews, of_group
from casework.reforms.reforms import Reform
from office import permits
from office.gate import Gate
from office.process_lists import listings_of
from office.processes import content_for, hidden_groups, process_as_json
from office.reforms import reform as reform_of
from office.several_processes import for_several
from records import listed_processes, processes
from records.database import Database
from starter.console.views import review_planning
from starter.console.views.paging import PageOf, shown_of
from starter.console.views.paging import Wanted as OnePage
from starter.console.views.reader import PageReader
from statute.words import short_date


def listing(reader: PageReader, *, over: bool, wanted: OnePage) -> dict[str, Any]:
    """Return a page of the list of open or ended processes of a group, earliest date first."""
    group, page = reader.group, reader.group.shown.page
    own = page.own if reader.sees_own_only else None
    columns = page.columns[: own.columns if own else None]
    calls = [process for process in of_group(group) if process.pages.called_by is not None]
    may_call = [process.pages.called_by for process in calls if reader.may_not_call(process) is None]
    reform = _reform_of(reader)
    off = reform is not None and not reform.is_on
    shown = _rows(reader, over=over, wanted=wanted, columns=len(columns))
    return {
        "title": own.title if own else reform.name if reform is not None else page.title,
        "label": reform.label if reform is not None and reform.is_on else None,
        "off": off,
        "lists": [] if own or not reader.acts_at_all else listings_of(group),
        "planning": review_planning.links(reader.person, group) if has_reviews(group) and not over else [],
        "several": for_several(group) if may_call and not over else (),
        "list": page,
        "at": group.shown.address,
        "over": over,
        "columns": columns,
        "rows": shown.rows,
        "shown": shown_of(shown, *group.counted),
        "paging": shown.links(_page_address(group, over=over)),
        "is_called": bool(calls),
        "call": may_call[0] if may_call and not off else None,
        "nothing": _nothing(page, own, over=over, may_call=bool(may_call)),
        "without_case": next((one.pages.without_case for one in calls if one.may_have_no_case), None),
    }


def _rows(reader: PageReader, *, over: bool, wanted: OnePage, columns: int) -> PageOf[tuple[Cell, ...]]:
    """Return one page of the rows of the list, in the order of the day that each row gives."""
    group, person = reader.group, reader.id if reader.sees_own_only else None
    chosen = permits.wanted(reader.person, group, over=over, own=reader.sees_own_only)
    with reader.database.read() as session:
        total = listed_processes.number(session, chosen)
        number, last = wanted.within(total)
        found = listed_processes.page(
            session,
            chosen,
            latest_first=over and group.shown.page.over_latest_first,
            limit=wanted.most,
            offset=(number - 1) * wanted.most,
        )
        told = [
            (BY_KIND[row.kind], BY_KIND[row.kind].as_json(content_for(session, reader.person, row), reader.today, person))
            for row in found
        ]  # fmt: skip
        named = [str(row.case_id) for row in found if row.case_id and BY_KIND[row.kind].pages.names_child]
        reader.look_up_children(session, named)
    rows = [process.pages.row(one, reader)[:columns] for process, one in told]
    return PageOf(rows, number, last, total)


def _nothing(page: ListPage, own: Own | None, *, over: bool, may_call: bool) -> str:
    """Return the text of an empty list."""
    if over:
        return page.nothing_over
    if own:
        return own.nothing
    return page.nothing if may_call or page.nothing_to_reader is None else page.nothing_to_reader


def _page_address(group: Group, *, over: bool) -> Callable[[int], str]:
    """Return the address of each page of the list of a group."""
    shown = group.shown
    tab = {shown.page.over: "1"} if over else {}
    return lambda number: f"{shown.address}?{urlencode({**tab, 'page': number})}"


def _reform_of(reader: PageReader) -> Reform | None:
    """Return the reform of the processes of the reader's group as it stands today, or None if they belong to none."""
    key = next((process.reform for process in of_group(reader.group) if process.reform is not None), None)
    if key is None:
        return None
    with reader.database.read() as session:
        return reform_of(session, key, reader.today)


def with_people(page: Page, people: People) -> Page:
    """Return a page with the people of the process below what may be recorded."""
    personal = "; ".join(one for one in (page.personal, people.personal) if one)
    return replace(page, acts=(*page.acts, *people.blocks), personal=personal or None)


def process_view(reader: PageReader, process_id: str) -> dict[str, Any]:
    """Return the data of one process that the person may see. Raises ActRefused if there is none."""
    person = reader.id if reader.sees_own_only else None
    return process_as_json(reader.database, process_id, reader.today, person=person, reader=reader.person)


def in_case(database: Database, person: Person, case: Mapping[str, Any], today: date) -> tuple[Block, ...]:
    """Return the blocks for the processes of a case, by group, that the person may see."""
    case = {**case, **hidden_groups(person, Gate(database, "console"), str(case["case"]))}
    found: list[Block] = []
    for group in (each for each in GROUPS if each.in_cases):
        reader = PageReader(database, person, group, today)
        found += group.shown.in_case(case[group.case_key], reader)
        if offered := tuple(_start_links(group, reader, str(case["case"]))):
            found.append(Links(offered))
    return tuple(found)


def _start_links(group: Group, reader: PageReader, case: str) -> Iterator[Words]:
    """Yield the links with which the person may start a process in a case."""
    for process in of_group(group):
        form = process.pages.called_by
        reform = _reform_of(reader)
        is_on = reform is None or reform.is_on
        if (
            process.called_with is not None
            and form is not None
            and is_on
            and reader.may(process.rights.act, case)
        ):
            yield Words(form.title, href=f"{group.shown.address}/new?case={case}")


def choices(database: Database) -> dict[str, tuple[Option, ...]]:
    """Return the processes to choose from, by noun, of the kinds that serve several cases."""
    found: dict[str, tuple[Option, ...]] = {}
    for process in (each for each in PROCESSES if not each.starts_from):
        with database.read() as session:
            rows = processes.select_processes(session, (process.kind,), by_day=process.group.by_day)
        found[process.noun] = tuple(
            (row.process_id, f"{short_date(row.due_on)} ({row.status})" if row.due_on else row.process_id)
            for row in rows
        )
    return found
