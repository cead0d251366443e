"""The view of the work page: cases to act on, due this week, waiting on others, unassigned, and all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Role, Scope, Thing, refused, scope_of
from casework.case.acts import CATALOGUE
from casework.case.several_cases import FOR_SEVERAL
from casework.case.stages import Stage
from casework.processes.registry import GROUPS
from office.batches import ASSIGN
from office.case_log import desk_in
from office.processes import kinds_of
from records import case_log, list_columns, people, processes, saved_views, staff, tray
from records.caseload import Seen
from records.cases import CaseRow
from records.tray import PARTS, SORTS, UNASSIGNED, Counts, Part, Wanted, Within
from starter.console.views import labels
from starter.console.views.next_jobs import NextJob, next_jobs
from starter.console.views.paging import Wanted as OnePage
from starter.console.views.paging import page_number, paging
from starter.console.views.without_case import without_case_of
from starter.console.views.work_columns import COLUMNS, LIST, Column, columns_shown

PAGE = 50
"""Cases on one page."""
PRINTED = 500
"""Most cases on a printed list."""
_LONGEST = 60
DUE = {
    "0": "Today or before",
    "7": "In the next week",
    "14": "In the next 2 weeks",
    "28": "In the next 4 weeks",
}
_PART_TITLES: dict[Part, str] = {
    "mine": "For you to do",
    "week": "Due this week",
    "others": "Waiting on others",
    "unassigned": "Unassigned",
    "all": "All open cases",
}
_TEAM_PART_TITLES: dict[Part, str] = _PART_TITLES | {"mine": "For the team to do"}
_EMPTY: dict[Part, str] = {
    "mine": "You have nothing to do now.",
    "week": "Nothing is due in the next 7 days.",
    "others": "No cases are waiting on others.",
    "unassigned": "Every case has an officer.",
    "all": "There are no open cases yet. Open a request to start one.",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The work page that an address asks for."""

    wanted: Wanted
    due: str
    page: int

    def address(self, **changed: Any) -> str:
        """Return this address with changes. It goes back to page 1 unless `page` is given."""
        return "/?" + self.query(**changed)

    def query(self, **changed: Any) -> str:
        """Return the query string of that address."""
        one = self.wanted
        given = {
            "part": one.part, "stage": one.stage, "rag": one.rag, "officer": one.officer, "team": one.team,
            "due": self.due, "sort": one.sort if one.sort != "due" else None,
            "order": "down" if one.descending else None, **changed,
        }  # fmt: skip
        return urlencode({name: value for name, value in given.items() if value not in ("", None)})


def asked(query: Mapping[str, str], person: Person, today: date) -> Asked:
    """Read a query. Unknown values are ignored, so that an old link still shows a list."""

    def text(name: str) -> str | None:
        return query.get(name, "").strip()[:_LONGEST] or None

    part = next((each for each in PARTS if each == query.get("part")), None)
    due = query.get("due", "") if query.get("due", "") in DUE else ""
    return Asked(
        Wanted(
            part=part or ("mine" if owns(person) else "all"),
            stage=text("stage") if text("stage") in set(Stage) else None,
            rag=text("rag") if text("rag") in labels.COLOURS else None,
            officer=text("officer"),
            team=text("team"),
            due_by=today + timedelta(days=int(due)) if due else None,
            sort=next((each for each in SORTS if each == query.get("sort")), "due"),
            descending=query.get("order") == "down",
        ),
        due,
        page_number(query.get("page", "")),
    )


def owns(person: Person) -> bool:
    """Whether the person has cases of their own, which the page then shows first."""
    return Role.CASE_OFFICER in person.roles and not person.roles & {Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE}


def within(person: Person) -> Within:
    """Return which cases the person may see."""
    scope = scope_of(person, Right.SEE_CASELOAD)
    return Within(person.id, None if scope is Scope.ALL else person.teams, owns(person))


def tray_page(
    session: Session, person: Person, ask: Asked, today: date, *, most: int = PAGE
) -> dict[str, Any]:
    """Return the context of the work page. `named` is the number of children's names on it, for the access log."""
    scope, wanted = within(person), ask.wanted
    counted = tray.counts(session, scope, wanted, today)
    number, last = OnePage(ask.page, most).within(counted.shown)
    ask = replace(ask, page=number)
    found = tray.rows(session, scope, wanted, today, limit=most, offset=(ask.page - 1) * most)
    staff_names = staff.names(session)
    may_read = [row.case_id for row in found if _may_be_named(person, row)]
    names, tasks = tray.names_of(session, may_read), case_log.next_tasks(session, may_read)
    jobs = next_jobs(session, person, found, today)
    views = saved_views.views_of(session, person.id)
    show_officer = wanted.part in ("all", "unassigned") or not owns(person)
    chosen = list_columns.columns_of(session, person.id, LIST)
    columns = columns_shown(chosen, show_officer=show_officer)
    references = (
        people.references_of(session, names) if any(one.key == "reference" for one in columns) else {}
    )
    return {
        "title": "Your work" if owns(person) else "Work",
        "parts": _parts(counted, wanted.part, owns(person)),
        "wanted": wanted,
        "due": ask.due,
        "due_options": [{"value": value, "text": text} for value, text in DUE.items()],
        "options": _options(counted.offered, staff_names),
        "chosen": _chosen(ask, staff_names),
        "clear": f"/?part={wanted.part}",
        "shown": _shown(counted.shown, counted.parts[wanted.part], ask.page, most),
        "total": counted.parts[wanted.part],
        "rows": [
            _row(row, names, staff_names, jobs[row.case_id], today)
            | {"reference": references.get(row.case_id), "tasks": tasks.get(row.case_id)}
            for row in found
        ],
        **_own_tasks(session, person, today),
        "named": len(names),
        "heads": _heads(ask, columns),
        "orders": [
            {"value": sort, "text": text}
            for sort, text in (("case", "Case"), *((one.sort, one.title) for one in columns))
            if sort
        ],
        "columns": [one.key for one in columns],
        "column_choices": [(one.key, one.title) for one in COLUMNS],
        "paging": paging(ask.page, last, lambda number: ask.address(page=number)),
        **_beside_the_list(session, person),
        "views": views,
        "query": ask.query(),
        "first_case": "/first-case?" + ask.query(page=ask.page if ask.page > 1 else None),
        "print_link": "/print?" + ask.query(),
        "back": ask.address(),
        "for_several": _for_several(person) if found else [],
        "listed": counted.shown,
        "may_save": counted.parts["all"] > 0,
        "may_open": scope_of(person, Right.OPEN_CASE) is not None,
        "empty": _EMPTY[wanted.part],
        "today": today,
    }


def _own_tasks(session: Session, person: Person, today: date) -> dict[str, int]:
    """Return how many open tasks and new mentions wait for the person, and how many of the tasks are late."""
    waiting = desk_in(session, person)
    return {
        "tasks": len(waiting.tasks),
        "late_tasks": sum(one.due_on < today for one in waiting.tasks),
        "mentions": len(waiting.mentions),
    }


def _parts(counted: Counts, current: Part, own: bool) -> list[dict[str, Any]]:
    """Return the tabs of the page, each with its number of cases."""
    titles = _PART_TITLES if own else _TEAM_PART_TITLES
    return [
        {
            "href": f"/?part={part}",
            "text": titles[part],
            "count": counted.parts[part],
            "current": part == current,
        }
        for part in PARTS
    ]


def _for_several(person: Person) -> list[dict[str, str]]:
    """Return what the person may record in several cases at once."""
    acts = FOR_SEVERAL if scope_of(person, Right.ACT) is not None else ()
    assigns = (ASSIGN,) if scope_of(person, Right.ASSIGN) is not None else ()
    return [{"value": name, "text": CATALOGUE[name].title} for name in (*assigns, *acts)]


def walked(session: Session, person: Person, ask: Asked, today: date, most: int) -> list[str]:
    """Return the ids of the cases of a list in order, from the page that is asked for."""
    found = tray.rows(session, within(person), ask.wanted, today, limit=most, offset=(ask.page - 1) * PAGE)
    return [row.case_id for row in found]


def _beside_the_list(session: Session, person: Person) -> dict[str, Any]:
    """Return the open processes that no list of open cases shows."""
    return {"outliving": _outliving(session, person), "without_case": without_case_of(session, person)}


_MOST_OUTLIVING = 10


def _outliving(session: Session, person: Person) -> list[dict[str, Any]]:
    """Return the open processes of closed cases, by group. No list of open cases shows them."""
    scope = within(person)
    whose = Seen(scope.person, scope.teams)
    numbers = processes.count_outliving(session, whose)
    found = []
    for group in GROUPS:
        number = sum(numbers.get(kind, 0) for kind in kinds_of(group))
        if number and scope_of(person, group.rights.see) is not None:
            ids = processes.outliving(session, kinds_of(group), whose, _MOST_OUTLIVING)
            at = group.shown.address
            found.append({"one": group.noun, "several": group.path, "at": at, "ids": ids, "number": number})
    return found


def _may_be_named(person: Person, row: CaseRow) -> bool:
    """Whether the page may show the name of the child. Cases sealed to this person are not in the list."""
    return refused(person, Right.SEE_PERSONAL, Thing(officer=row.officer, team=row.team)) is None


def _row(
    row: CaseRow, names: Mapping[str, str], people: Mapping[str, str], job: NextJob, today: date
) -> dict[str, Any]:
    return {
        "id": row.case_id,
        "name": names.get(row.case_id),
        "rag": row.rag,
        "stage": row.stage,
        "due_on": row.next_due_on,
        "days": (row.next_due_on - today).days if row.next_due_on else None,
        "due": row.next_due_title,
        "job": job,
        "team": row.team,
        "received_on": row.received_on,
        "officer": people.get(row.officer, row.officer) if row.officer else None,
    }


def _shown(number: int, of: int, page: int, most: int) -> str:
    cases = f"{number:,} {'case' if number == 1 else 'cases'}"
    total = cases if number == of else f"{cases} of {of:,}"
    if number <= most:
        return total
    return f"{total}: {(page - 1) * most + 1:,} to {min(page * most, number):,}"


def _options(
    offered: Mapping[str, Mapping[str, int]], people: Mapping[str, str]
) -> dict[str, list[dict[str, str]]]:
    texts: dict[str, Callable[[str], str]] = {
        "stage": labels.stage,
        "rag": labels.rag,
        "officer": lambda one: "Not assigned" if one == UNASSIGNED else people.get(one, one),
        "team": lambda one: "No team" if one == UNASSIGNED else one,
    }
    order: dict[str, Callable[[str], Any]] = {
        "stage": lambda one: list(Stage).index(Stage(one)),
        "rag": list(labels.COLOURS).index,
    }
    return {
        name: [
            {"value": value, "text": f"{texts[name](value)} ({numbers[value]:,})"}
            for value in sorted(numbers, key=order.get(name, texts[name]))
        ]
        for name, numbers in offered.items()
    }


def _chosen(ask: Asked, people: Mapping[str, str]) -> list[dict[str, str]]:
    one = ask.wanted
    found = []
    if one.stage:
        found.append({"text": f"Stage: {labels.stage(one.stage)}", "href": ask.address(stage=None)})
    if one.rag:
        found.append({"text": f"Status: {labels.rag(one.rag)}", "href": ask.address(rag=None)})
    if one.officer:
        named = "not assigned" if one.officer == UNASSIGNED else people.get(one.officer, one.officer)
        found.append({"text": f"Officer: {named}", "href": ask.address(officer=None)})
    if one.team:
        found.append({"text": f"Team: {one.team}", "href": ask.address(team=None)})
    if ask.due:
        found.append({"text": f"Due: {DUE[ask.due].lower()}", "href": ask.address(due=None)})
    return found


def _heads(ask: Asked, columns: Sequence[Column]) -> list[dict[str, Any]]:
    one = ask.wanted
    heads = []
    for sort, text in (("case", "Case"), *((column.sort, column.title) for column in columns)):
        here = one.sort == sort
        heads.append(
            {
                "text": text,
                "sorted": ("descending" if one.descending else "ascending") if here else "none",
                "href": ask.address(
                    sort=sort if sort != "due" else None,
                    order="down" if here and not one.descending else None,
                )
                if sort
                else None,
            }
        )
    return heads
