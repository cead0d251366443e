"""The command of a group of processes, as data: its verbs, and what it prints."""

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
    """An argument of a verb, or an option if it has a `flag`, and the field that it sets.

    `default` is the value if none is given. `read` parses the value and raises ValueError with one sentence. If `is_day`,
    the value is parsed as a day.
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
    """One verb of a command: it records an act, or calls a process if `act` is None.

    `on` is the default day; if it is None, the verb has no day option and uses today. `said` is what a verb that calls a
    process prints: its placeholders are the id and the fields of the opening.
    """

    name: str
    act: str | None
    help: str
    parameters: tuple[Parameter, ...] = ()
    on: str | None = None
    said: str = "Called: {id}."


@dataclass(frozen=True, slots=True)
class Command:
    """The command of a group: the name of its ids, and the help and messages of its verbs.

    `acts` is whether an act can be recorded by its name. `by_case` is the help of the option for the processes of one
    case. `of_person` is an option, and its help, that shows only what a person with limited rights sees. `over` is whether
    closed processes need --all. `nothing` is printed if there are none, `nothing_open` if all are closed.
    """

    metavar: str
    list: str = "list"
    list_help: str = "List the open ones, most recently changed first."
    show_help: str = "Show one: its status, and what happened."
    export_help: str = "Write a list for a return or a table, as CSV."
    acts: bool = True
    act_help: str = "Record what happened."
    by_case: str | None = "Only those of this case."
    of_person: tuple[str, str] | None = None
    over: bool = True
    nothing: str = "None is open."
    nothing_open: str = "None is open; --all shows the closed ones."


class Printed:
    """What a command prints about one kind of process. Kinds override what differs."""

    def __init__(self, noun: str, command: str) -> None:
        self.noun, self.command = noun, command

    def listed(self, told: Told) -> Line:
        """The line of a process in a list."""
        return words(f"{told[self.noun]}  {self.stage(told)}")

    def in_case(self, told: Told) -> Line:
        """The line of a process where its case is shown."""
        return words(f"{capital(self.noun)} {told[self.noun]}: {self.stage(told)}")

    def stage(self, told: Told) -> str:
        """The stage in words, without the name of the kind."""
        return plain(str(told["stage"]).removeprefix(f"{told['kind']}_"))

    def shown(self, told: Told) -> Iterable[Line]:
        """Everything about one process, line by line."""
        where = f"case {told['case']}" if told["case"] else "no case"
        yield (Words(str(told[self.noun]), "strong"), Words(f"  {self.stage(told)}, {where}"))
        yield from self.history(told)
        yield from self.offered(told)

    def history(self, told: Told) -> Iterable[Line]:
        """The lines of the ledger."""
        yield words("\nWhat happened")
        for line in told["ledger"]:
            by = (Words(f" (by {line['by']})", "quiet"),) if line["by"] else ()
            yield (Words(f"  {line['on']}  {line['text']}"), *by)

    def offered(self, told: Told) -> Iterable[Line]:
        """The acts that may be recorded now, each with its command."""
        if told["actions"]:
            yield words("\nWhat you can record now")
        for one in told["actions"]:
            wanted = "".join(
                f" --set {each['name']}={each['name'].upper()}" for each in one["fields"] if each["required"]
            )
            act = f"ehcp {self.command} act {told[self.noun]} {one['action']} --on DATE{wanted}"
            yield words(f"  {one['title']}: {act}")


def verb_of(action: Action) -> Verb:
    """The default verb of an act."""
    parameters = tuple(_parameter(field) for field in action.fields)
    return Verb(action.name.replace("_", "-"), action.name, f"{action.title}.", parameters, on="today")


def verb_that_calls(action: Action) -> Verb:
    """The verb that calls a process in a case."""
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


def verb_without_case(action: Action) -> Verb:
    """The verb that calls a process for a child who has no case."""
    name = Parameter("name", "The name of the child or young person.", metavar="NAME")
    born = Parameter("born_on", "The date of birth: YYYY-MM-DD.", "--born-on", "DATE", is_day=True)
    upn = Parameter("upn", "The unique pupil number.", "--upn", "UPN", required=False)
    team = Parameter(
        "team", "The team that works on it; yours, if you are in one only.", "--team", "TEAM", required=False
    )
    on = Parameter("on", "The day it took effect.", "--on", "DATE", default="today", is_day=True)
    parameters = tuple(_parameter(field) for field in action.fields)
    help_ = f"{action.title} for a child who has no case."
    return Verb(
        f"{action.name.replace('_', '-')}-without-case", None, help_, (name, born, upn, team, *parameters, on)
    )


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
