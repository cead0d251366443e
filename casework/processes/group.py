"""Processes that people look for in one place: a noun of the command, a path of the API, a list of the console."""

from __future__ import annotations

from dataclasses import dataclass

from casework.access.permissions import Right
from casework.processes.commands import Command
from casework.processes.group_pages import GroupPages, ListPage
from casework.processes.shapes import PLAINLY, Described


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights it takes to see a process and to act in it.

    `own_acts` are the acts of those who see only their own; None means every act. `people_see_cases` holds where the
    people of a process may also see the cases that it concerns. `hides_others` holds where one who may see only their
    own is not told that another exists.
    """

    see: Right = Right.SEE_CASE
    act: Right = Right.ACT
    own_acts: frozenset[str] | None = None
    people_see_cases: bool = False
    hides_others: bool = False
    not_yours: str = "You may not record this: it is for the authority."


@dataclass(frozen=True, slots=True)
class Group:
    """Where people find one or several kinds of process.

    `noun` is what one of them is called, `at` how an act is placed ("at a sitting", "in a dispute"); `command`, `path`
    and `pages` are the names in the command, the API and the console; `lists` the command that lists them.
    `case_key` is the key of a case's JSON under which the case shows them. `by_day` holds where the latest day comes first in
    lists, not the case. `terminal` says what the command offers, `list_page` and `page_type` how the console shows them, and
    `described` what the description of the API says.
    """

    noun: str
    title: str
    help: str
    command: str
    path: str
    pages: str
    lists: str
    case_key: str
    rights: Rights = Rights()
    at: str = "in"
    by_day: bool = False
    terminal: Command | None = None
    list_page: ListPage | None = None
    page_type: type[GroupPages] = GroupPages
    described: Described = PLAINLY

    @property
    def words(self) -> Command:
        """What the command offers."""
        return self.terminal or Command(self.noun.upper())

    @property
    def shown(self) -> GroupPages:
        """How the console shows them."""
        page = self.list_page or ListPage.of(self.title)
        return self.page_type(page, f"/{self.pages}", self.noun)
