"""The console pages of a group of processes: their list, and their part of a case's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casework.processes.page import Block, Box, Heading, Paragraph, Words, paragraph, tag_of
from casework.processes.reader import Reader
from statute.words import capital


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. `label` comes before the value on a narrow screen."""

    title: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """The list for a person who sees only their own: its title, its number of columns, and the text if it is empty."""

    title: str
    back: str
    columns: int
    nothing: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list: its title, its tabs (open and closed) with their captions, and its columns.

    `order` is its place in the navigation, `back` the text of the link to it, `over` the word for closed processes in its
    address. `nothing` and `nothing_over` are the texts of an empty list; `nothing_to_reader`, if given, replaces
    `nothing` for a person who may not call a process. `stages` holds each stage in words, for the page of a case.
    """

    title: str
    back: str
    columns: tuple[Column, ...]
    nothing: str
    order: int = 100
    about_tabs: str = "Whether they are open"
    tabs: tuple[str, str] = ("Open", "Closed")
    captions: tuple[str, str] = ("Open", "Closed")
    nothing_over: str = "None is closed yet."
    nothing_to_reader: str | None = None
    own: Own | None = None
    over: str = "over"
    over_latest_first: bool = False
    stages: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, title: str) -> ListPage:
        """The default list of a group."""
        return cls(title, f"Back to {title.lower()}", columns_of("About"), "None is open.")


def columns_of(first: str) -> tuple[Column, ...]:
    """The columns of a list: the process under a title of its own, its status, its next date and its case."""
    return (Column(first), Column("Status"), Column("Next date", "Next"), Column("Case", "Case"))


class GroupPages:
    """The pages of a group. Groups override what differs."""

    none_in_case: str = "None yet."
    """The text on the page of a case that has none."""

    def __init__(self, page: ListPage, address: str, noun: str) -> None:
        self.page, self.address, self.noun = page, address, noun

    def in_case(self, told: Sequence[Mapping[str, Any]], reader: Reader) -> tuple[Block, ...]:
        """The group's part of a case's page, from its part of the case's JSON."""
        found = self.blocks_in_case(told, reader) or (paragraph(self.none_in_case),)
        return (Heading(self.page.title), *found)

    def blocks_in_case(self, told: Sequence[Mapping[str, Any]], reader: Reader) -> tuple[Block, ...]:
        """The processes of the group on the page of their case."""
        return tuple(self.one_in_case(one, reader) for one in told)

    def one_in_case(self, one: Mapping[str, Any], reader: Reader) -> Block:
        """One process on the page of its case."""
        process_id = str(one[self.noun])
        title, tag = reader.shown(process_id) or (
            capital(f"{self.noun} {process_id}"),
            tag_of(str(one["kind"]), str(one["stage"]), bool(one["is_over"]), self.page.stages),
        )
        return Box((Words(title, href=f"{self.address}/{process_id}"),), (Paragraph((tag,)),))
