"""Where the console shows the processes of a group: their list, and their part of the page of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.processes.page import Block, Box, Heading, Paragraph, Tag, Words, paragraph
from casework.processes.reader import Reader
from statute.words import capital


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list; `label` stands before the value on a narrow screen."""

    title: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What the list is called by those who see only their own, how many of its columns they see, and what they read where
    nothing is in it.
    """

    title: str
    back: str
    columns: int
    nothing: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list: its title, its tabs and their captions (what is open, and what is over), and its columns.

    `order` is its place in the navigation, `back` the words of the link to it, `over` the word of the address of what is
    over. `nothing` and `nothing_over` are said where the list is empty; `nothing_to_reader`, if given, to those who may not
    call one.
    """

    title: str
    back: str
    columns: tuple[Column, ...]
    nothing: str
    order: int = 100
    about_tabs: str = "Whether they are open"
    tabs: tuple[str, str] = ("Open", "Over")
    captions: tuple[str, str] = ("Those that are open", "Those that are over")
    nothing_over: str = "None is over yet."
    nothing_to_reader: str | None = None
    own: Own | None = None
    over: str = "over"
    over_latest_first: bool = False

    @classmethod
    def of(cls, title: str) -> ListPage:
        """The list of a group that declares only its title."""
        columns = (Column("About"), Column("Status"), Column("Next date", "Next"), Column("Case", "Case"))
        return cls(title, f"Back to {title.lower()}", columns, "None is open.")


class GroupPages:
    """Where a group is shown. What stands here holds for every group that says nothing else."""

    def __init__(self, page: ListPage, address: str, noun: str) -> None:
        self.page, self.address, self.noun = page, address, noun

    def in_case(self, told: Sequence[Mapping[str, Any]], reader: Reader) -> tuple[Block, ...]:
        """Its part of the page of a case, by what the case tells of the group."""
        found = tuple(self.one_in_case(one, reader) for one in told)
        return (Heading(self.page.title), *(found or (paragraph("There is none."),)))

    def one_in_case(self, one: Mapping[str, Any], reader: Reader) -> Block:
        """One of them on the page of its case."""
        process_id = str(one[self.noun])
        link = Words(capital(f"{self.noun} {process_id}"), href=f"{self.address}/{process_id}")
        stage = str(one["stage"]).removeprefix(f"{one['kind']}_").replace("_", " ")
        tag = Tag("closed" if one["is_over"] else "running", capital(stage))
        return Box((link,), (Paragraph((tag,)),))
