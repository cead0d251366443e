"""How a command shows the processes of a group and records in them: its verbs, and what it prints, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casework.case.actions import Action, Field
from casework.processes.form import plain
from casework.processes.page import Line, Words, words
from statute.words import capital

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument of a verb, or an option where it has a `flag`, and the particular that it gives.

    `default` is taken where nothing is written. `read` makes the value of what is written, and raises ValueError with one
    sentence; a day is read as every command reads days.
    """

    field: str
    help: str
    flag: str | None = None
    metavar: str | None = None
    required: bool = True
    several: bool = False
    default: str | None = None
    is_day: bool = False
    read: Callable[[str], Any] | None = None


@dataclass(frozen=True, slots=True)
class Verb:
    """One word of a command: it records an act, or calls a process where `act` is None.

    `on` is the day that is taken where none is written; without one no day is asked, and today is taken. `said` is printed
    by a verb that calls: its words in braces are the id and the fields of the opening.
    """

    name: str
    act: str | None
    help: str
    parameters: tuple[Parameter, ...] = ()
    on: str | None = None
    said: str = "Called: {id}."


@dataclass(frozen=True, slots=True)
class Command:
    """The command of a group: what its ids are called, and its words for listing, showing and recording.

    `acts` is whether an act can be recorded by its name. `by_case` adds an option for the processes of one case;
    `of_person` is the option with which an id is taken as somebody who sees only their own, with its help. `over` is whether
    those that are over are shown only when they are asked for. `nothing` is printed where there are none, `nothing_open` where
    all are over.
    """

    metavar: str
    list: str = "list"
    list_help: str = "Those that are open, the last changed first."
    show_help: str = "One of them: how it stands, and what happened."
    acts: bool = True
    act_help: str = "Record what happens in it."
    by_case: str | None = "Only those of this case."
    of_person: tuple[str, str] | None = None
    over: bool = True
    nothing: str = "None is open."
    nothing_open: str = "None is open; --all shows those that are over."


class Printed:
    """What a command prints of one kind of process. What stands here holds for every kind that says nothing else."""

    def __init__(self, noun: str, command: str) -> None:
        self.noun, self.command = noun, command

    def listed(self, told: Told) -> Line:
        """Its line in a list."""
        return words(f"{told[self.noun]}  {self.stage(told)}")

    def in_case(self, told: Told) -> Line:
        """Its line where a case is shown."""
        return words(f"{capital(self.noun)} {told[self.noun]}: {self.stage(told)}")

    def stage(self, told: Told) -> str:
        """How it stands, without the name of its kind."""
        return plain(str(told["stage"]).removeprefix(f"{told['kind']}_"))

    def shown(self, told: Told) -> Iterable[Line]:
        """All of it, line by line."""
        yield (Words(str(told[self.noun]), "strong"), Words(f"  {self.stage(told)}, case {told['case']}"))
        yield from self.history(told)
        yield from self.offered(told)

    def history(self, told: Told) -> Iterable[Line]:
        """What happened."""
        yield words("\nWhat happened")
        for line in told["ledger"]:
            by = (Words(f" (by {line['by']})", "quiet"),) if line["by"] else ()
            yield (Words(f"  {line['on']}  {line['text']}"), *by)

    def offered(self, told: Told) -> Iterable[Line]:
        """What may be recorded now, and how."""
        if told["actions"]:
            yield words("\nWhat may be done now")
        for one in told["actions"]:
            wanted = "".join(
                f" --set {each['name']}={each['name'].upper()}" for each in one["fields"] if each["required"]
            )
            act = f"ehcp {self.command} act {told[self.noun]} {one['action']} --on DATE{wanted}"
            yield words(f"  {one['title']}: {act}")


def verb_of(action: Action) -> Verb:
    """The verb of an act that none is declared for."""
    parameters = tuple(_parameter(field) for field in action.fields)
    return Verb(action.name.replace("_", "-"), action.name, f"{action.title}.", parameters, on="today")


def verb_that_calls(action: Action) -> Verb:
    """The verb with which people call a process in a case."""
    case = Parameter("case", "", metavar="CASE")
    on = Parameter(
        "on",
        "The day it took effect: YYYY-MM-DD, today, today-3.",
        "--on",
        "DATE",
        default="today",
        is_day=True,
    )
    parameters = tuple(_parameter(field) for field in action.fields)
    return Verb(action.name.replace("_", "-"), None, f"{action.title}.", (case, *parameters, on))


def _parameter(field: Field) -> Parameter:
    asks = field.asks or capital(plain(field.name))
    return Parameter(
        field.name,
        f"{asks}: {', '.join(field.choices)}." if field.choices else f"{asks}.",
        flag=f"--{field.name.replace('_', '-')}",
        metavar="DATE" if field.kind == "date" else field.name.upper(),
        required=field.required,
        several=field.is_list,
        is_day=field.kind == "date",
    )
