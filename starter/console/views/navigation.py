"""The navigation of the console: a few links on every page, and one page that groups the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casework.access.permissions import Person, Right, scope_of
from casework.processes.registry import GROUPS, has_reviews

TEAM, COUNCIL, MORE = "/manager", "/council", "/more"
_MOST = 7
"""The most links at the top of a page: with one more, they wrap to a second row at the width of a laptop."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the navigation: its address, its link and the rights of which one is enough to see it."""

    href: str
    text: str
    rights: tuple[Right, ...]


_LISTS = (
    Place("/today", "Today", (Right.ACT,)),
    Place("/", "Work", (Right.SEE_CASELOAD,)),
    Place(TEAM, "Team", (Right.ASSIGN,)),
)
_TOOLS = (
    Place("/search", "Find a case", (Right.SEE_CASE,)),
    Place("/letters", "Letters", (Right.ACT,)),
    Place("/calendar", "Calendar", (Right.SEE_PANEL, Right.ACT_IN_DISPUTE)),
)
_OF_REVIEWS = tuple(one for one in GROUPS if has_reviews(one))
_GROUPS: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        "Work beside a case",
        (
            *(Place(one.shown.address, one.shown.page.title, (one.rights.see,)) for one in GROUPS),
            *(
                Place(f"{one.shown.address}/planner", "Year planner of reviews", (Right.ACT,))
                for one in _OF_REVIEWS
            ),
            Place("/early-support", "Early support", (Right.OPEN_CASE,)),
        ),
    ),
    (
        "Performance",
        (
            Place("/dashboard", "Dashboard", (Right.SEE_CASELOAD,)),
            Place("/manager/measures", "Figures", (Right.SEE_CASELOAD,)),
            *(
                Place(f"{one.shown.address}/counts", "Review counts", (Right.SEE_CASELOAD,))
                for one in _OF_REVIEWS
            ),
        ),
    ),
    (
        "Set up and access",
        (
            Place("/registers", "Schools, closures and rolls", (Right.ADMINISTER,)),
            Place(COUNCIL, "Council details", (Right.KEEP_PROFILE,)),
            Place("/operations", "Operations", (Right.SEE_OPERATIONS,)),
            Place("/access", "Access log", (Right.SEE_ACCESS_LOG,)),
            Place("/access/sessions", "Sessions", (Right.END_SESSIONS,)),
        ),
    ),
)


def navigation(person: Person | None, path: str) -> list[dict[str, Any]]:
    """Return the links at the top of each page for a person; the link of the current page is active.

    A person with few pages gets them all. A person with more gets the pages of every day, and "More" leads to the others.
    Without a list of their own, the first of the others is the page that they begin with.
    """
    lists, tools = list(_seen(person, _LISTS)), list(_seen(person, _TOOLS))
    others = [place for _, places in more_pages(person) for place in places]
    lists = lists or others[:1]
    pages = dict.fromkeys([*lists, *others, *tools])
    shown = [(place.href, place.text) for place in pages]
    here = _current(path, [*shown, (MORE, "More")])
    if len(shown) > _MOST:
        shown = [*((place.href, place.text) for place in (*lists, *tools)), (MORE, "More")]
        here = here if here in dict(shown) else MORE if here else ""
    return [{"href": href, "text": text, "active": href == here} for href, text in shown]


def more_pages(person: Person | None) -> list[tuple[str, list[Place]]]:
    """Return the pages of a person beyond those of every day, by group."""
    groups = [(name, list(_seen(person, places))) for name, places in _GROUPS]
    return [(name, places) for name, places in groups if places]


def _seen(person: Person | None, places: tuple[Place, ...]) -> Iterator[Place]:
    return (
        place
        for place in places
        if person is not None and any(scope_of(person, right) for right in place.rights)
    )


def _current(path: str, links: list[tuple[str, str]]) -> str:
    """Return the address of the link that a page belongs to; empty if it belongs to none."""
    if path.startswith(COUNCIL) and COUNCIL not in dict(links):
        path = TEAM  # a person who may only read the details comes from the page of the team
    return max(
        (href for href, _ in links if path == href or path.startswith(f"{href.rstrip('/')}/")),
        key=len,
        default="",
    )
