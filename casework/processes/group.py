"""Groups of processes that people find in one place: a command, a path of the API, a list in the console."""

from __future__ import annotations

from dataclasses import dataclass

from casework.access.permissions import Right
from casework.processes.commands import Command
from casework.processes.group_pages import GroupPages, ListPage
from casework.processes.shapes import PLAINLY, Described


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights that a person needs to see a process and to act in it.

    `own_acts` holds the acts open to a person who sees only their own processes; None means every act.
    `people_see_cases` is whether the people of a process may also see its cases. `hides_others` is whether a person who
    sees only their own is not told that another exists. `call` is the right to begin one, where it is not `act`.
    """

    see: Right = Right.SEE_CASE
    act: Right = Right.ACT
    own_acts: frozenset[str] | None = None
    people_see_cases: bool = False
    hides_others: bool = False
    not_yours: str = "You may not record this: it is for the authority."
    call: Right | None = None

    @property
    def to_call(self) -> Right:
        """The right that a person needs to begin one."""
        return self.call or self.act


@dataclass(frozen=True, slots=True)
class Group:
    """Where people find one or more kinds of process.

    `noun` names one of them; `called`, where it is another word, is what a list calls one. `at` is the preposition for an act ("at" a sitting, "in" a dispute). `command`, `path` and
    `pages` are the names in the command, the API and the console; `lists` is the command that lists them. `case_key` is
    their key in the JSON of a case. `by_day` is whether lists are sorted by the latest day, not by case; `in_cases` is whether they concern cases at all. `terminal` is the
    command, `list_page` and `page_type` are the pages of the console, and `described` is the text in the API description.
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
    in_cases: bool = True
    terminal: Command | None = None
    list_page: ListPage | None = None
    page_type: type[GroupPages] = GroupPages
    described: Described = PLAINLY
    called: str | None = None

    @property
    def counted(self) -> tuple[str, str]:
        """What one and several of them are called after a number."""
        return self.called or self.noun.replace("_", " "), self.path.replace("-", " ")

    @property
    def words(self) -> Command:
        """The command of the group."""
        return self.terminal or Command(self.noun.upper())

    @property
    def shown(self) -> GroupPages:
        """The pages of the group in the console."""
        page = self.list_page or ListPage.of(self.title)
        return self.page_type(page, f"/{self.pages}", self.noun)
