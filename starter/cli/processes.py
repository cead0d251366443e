"""The commands of the processes beside cases, made for each group of the registry: `ehcp panel`, `ehcp dispute`."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casework.processes.commands import Parameter, Verb, verb_of, verb_that_calls, verb_without_case
from casework.processes.group import Group
from casework.processes.page import Line, Tag
from casework.processes.process import Process
from casework.processes.registry import BY_KIND, GROUPS, has_reviews, of_group, process_of
from starter.cli import inclusion_plan, review_planning
from starter.cli.process_without_case import call_for_child
from starter.terminal.data_folder import (
    AsJson,
    By,
    Case,
    DataFolder,
    On,
    Particulars,
    RequestId,
    actor,
    as_caller,
    day,
    in_office,
    let_in,
    set_in,
    today,
)
from starter.terminal.errors import BadUsage

if TYPE_CHECKING:
    from office.office import Office

_STYLES = {"strong": "bold", "quiet": "dim", "late": "red"}
_COMMON = {"by": (By, None), "data": (DataFolder, None), "as_json": (AsJson, False)}


def register(app: typer.Typer) -> None:
    """Add the commands of every group, with those that only one group has."""
    for group in GROUPS:
        made = _commands(group)
        if group.command == inclusion_plan.COMMAND:
            inclusion_plan.add(made)
        if has_reviews(group):
            review_planning.add(made)
        app.add_typer(made, name=group.command)


def _commands(group: Group) -> typer.Typer:
    found = typer.Typer(help=group.help, no_args_is_help=True)
    for process in of_group(group):
        for verb in _verbs(process):
            made = _calls(process, verb) if verb.act is None else _records(process, verb, verb.act)
            found.command(verb.name, help=verb.help)(made)
    for process in of_group(group):
        if process.may_have_no_case:
            verb = verb_without_case(process.acts[str(process.called_with)])
            found.command(verb.name, help=verb.help)(_calls_without_case(process, verb))
    found.command(group.words.list, help=group.words.list_help)(_lists(group))
    found.command("show", help=group.words.show_help)(_shows(group))
    if any(process.listings for process in of_group(group)):
        found.command("export", help=group.words.export_help)(_exports(group))
    if group.words.acts:
        found.command("act", help=group.words.act_help)(_acts(group))
    return found


def _verbs(process: Process[Any]) -> tuple[Verb, ...]:
    if process.verbs is not None:
        return process.verbs
    return tuple(
        verb_that_calls(action) if name == process.called_with else verb_of(action)
        for name, action in process.acts.items()
        if name not in process.hears
    )


def _calls(process: Process[Any], verb: Verb) -> Callable[..., None]:
    """The command that calls a process."""

    def call_one(by: str | None, data: str | None, as_json: bool, **given: Any) -> None:
        from office.process_acts import call

        fields = _fields(verb, given)
        team = fields.pop("team", None)
        case = fields.get("case")
        let_in(data, by, lambda caller: caller.check(process.rights.to_call, case))
        made = in_office(data, lambda office: call(office, process.kind, fields, actor(by), team=team))
        _say(as_json, {process.group.noun: made}, verb.said.format(id=made, **fields))

    return _with_parameters(call_one, {each.field: _taken(each) for each in verb.parameters})


def _calls_without_case(process: Process[Any], verb: Verb) -> Callable[..., None]:
    """The command that calls a process for a child who has no case."""

    def call_one(by: str | None, data: str | None, as_json: bool, **given: Any) -> None:
        made = call_for_child(process, _fields(verb, given), by, data)
        _say(as_json, {process.group.noun: made}, verb.said.format(id=made))

    return _with_parameters(call_one, {each.field: _taken(each) for each in verb.parameters})


def _records(process: Process[Any], verb: Verb, action: str) -> Callable[..., None]:
    """The command that records one act."""
    known, id_argument = process.acts[action], _id_argument(process.group)
    takes: dict[str, tuple[Any, Any]] = {"process_id": (id_argument, inspect.Parameter.empty)}
    if known.of == "case":
        takes["case"] = (Case, inspect.Parameter.empty)
    takes |= {each.field: _taken(each) for each in verb.parameters}
    if verb.on is not None:
        takes["on"] = (On, verb.on)

    def record(
        process_id: str,
        by: str | None,
        data: str | None,
        as_json: bool,
        case: str | None = None,
        on: str = "today",
        **given: Any,
    ) -> None:
        receipt = _recorded(process_id, action, on, case, _fields(verb, given), by, data)
        said = f"Recorded: {known.said} ({receipt.stage.replace('_', ' ')})."
        _say(as_json, receipt.model_dump(mode="json"), said)

    return _with_parameters(record, takes)


def _acts(group: Group) -> Callable[..., None]:
    """The command that records any act by its name."""
    lists = f"`ehcp {group.command} show` lists what may be done."

    def act(
        process_id: str,
        action: str,
        on: str,
        settings: list[str] | None,
        by: str | None,
        request_id: str | None,
        data: str | None,
        as_json: bool,
    ) -> None:
        of, fields = set_in(settings)
        receipt = _recorded(process_id, action, on, of, fields, by, data, request_id)
        stage = receipt.stage.replace("_", " ")
        said = f"Recorded: {process_id} is now {stage} (step {receipt.sequence})."
        _say(as_json, receipt.model_dump(mode="json"), said)

    takes = {
        "process_id": (_id_argument(group), inspect.Parameter.empty),
        "action": (
            Annotated[str, typer.Argument(metavar="ACTION", help=lists)],
            inspect.Parameter.empty,
        ),
        "on": (On, inspect.Parameter.empty),
        "settings": (Particulars, None),
        "by": _COMMON["by"],
        "request_id": (RequestId, None),
    }
    return _with_parameters(act, takes)


def _recorded(
    process_id: str,
    action: str,
    on: str,
    of: str | None,
    fields: dict[str, Any],
    by: str | None,
    data: str | None,
    request_id: str | None = None,
) -> Any:
    """Record an act, and give its receipt. Raises BadUsage or Refused."""
    from office.office import opaque
    from office.process_acts import act_in
    from workflows.messages import ActMessage

    took_effect, process = day(on), process_of(process_id)
    case = of if process is not None and not process.has_case else None
    let_in(data, by, lambda caller: caller.check_process(process_id, action, case, fields))
    message = ActMessage(
        action=action,
        on=took_effect,
        of=of,
        fields=fields,
        by=actor(by),
        request_id=request_id or f"cli-{opaque()}",
    )

    def work(office: Office) -> Awaitable[Any]:
        return act_in(office, process_id, message)

    return in_office(data, work)


def _lists(group: Group) -> Callable[..., None]:
    """The command that lists the processes of a group."""
    words = group.words

    def list_all(
        by: str | None,
        data: str | None,
        as_json: bool,
        case: str | None = None,
        person: str | None = None,
        everything: bool = False,
    ) -> None:
        from office.processes import listed_as_json

        with as_caller(data, by) as (database, caller):
            caller.check(group.rights.see)
            whose = caller.only_their_own(group) or person
            all_ = listed_as_json(database, group, today(), case_id=case, person=whose, reader=caller.person)
            found = [one for one in all_ if caller.may(group.rights.see, one[group.noun])]
        shown = [one for one in found if everything or not words.over or not one["is_over"]]
        if as_json:
            typer.echo(json.dumps({group.path: shown}, indent=2, ensure_ascii=False))
            return
        for one in shown:
            typer.echo(_plainly(_kind_of(group, one).printed.listed(one)))
        if not shown:
            typer.echo(words.nothing_open if found else words.nothing)

    takes: dict[str, tuple[Any, Any]] = {}
    if words.by_case is not None:
        option = typer.Option("--case", metavar="CASE", help=words.by_case)
        takes["case"] = (Annotated[str | None, option], None)
    takes |= _of_person(group)
    if words.over:
        option = typer.Option("--all", help="Those that are over too.")
        takes["everything"] = (Annotated[bool, option], False)
    return _with_parameters(list_all, takes)


def _exports(group: Group) -> Callable[..., None]:
    """The command that writes one of the lists of a group as CSV or JSON."""
    names = [one.name for process in of_group(group) for one in process.listings]

    def export(name: str, by: str | None, data: str | None, as_json: bool) -> None:
        from office.process_lists import as_csv, listed

        if name not in names:
            raise BadUsage(f"There is no list {name!r}; the lists are {', '.join(names)}.")
        with as_caller(data, by) as (_, caller):
            told = listed(caller.gate, caller.person, group, name, today())
        if as_json:
            typer.echo(json.dumps({"list": name, "rows": list(told.rows)}, indent=2, ensure_ascii=False))
        else:
            typer.echo(as_csv(told), nl=False)

    argument = typer.Argument(metavar="LIST", help=f"{', '.join(names)}.")
    return _with_parameters(export, {"name": (Annotated[str, argument], inspect.Parameter.empty)})


def _shows(group: Group) -> Callable[..., None]:
    """The command that shows one process."""

    def show(
        process_id: str, by: str | None, data: str | None, as_json: bool, person: str | None = None
    ) -> None:
        from office.processes import process_as_json

        with as_caller(data, by) as (database, caller):
            caller.check_process(process_id)
            whose = caller.only_their_own(group) or person
            told = process_as_json(database, process_id, today(), person=whose, reader=caller.person)
        if as_json:
            typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            print_lines(_kind_of(group, told).printed.shown(told))

    takes = {"process_id": (_id_argument(group), inspect.Parameter.empty), **_of_person(group)}
    return _with_parameters(show, takes)


def print_lines(lines: Iterable[Line]) -> None:
    """Print lines on a terminal, each in its styles."""
    from rich.console import Console
    from rich.markup import escape

    console = Console()
    for line in lines:
        said = []
        for each in line:
            style = None if isinstance(each, Tag) else _STYLES.get(each.style)
            said.append(f"[{style}]{escape(each.text)}[/{style}]" if style else escape(each.text))
        console.print("".join(said), highlight=False, soft_wrap=True)


def lines_in_case(told: dict[str, Any]) -> Iterable[Line]:
    """What a case tells of the processes beside it, a line for each."""
    for group in (each for each in GROUPS if each.in_cases):
        for one in told[group.case_key]:
            yield _kind_of(group, one).printed.in_case(one)


def _kind_of(group: Group, told: dict[str, Any]) -> Process[Any]:
    """The kind of a process, by what is told of it."""
    kinds = of_group(group)
    return kinds[0] if len(kinds) == 1 else BY_KIND[str(told["kind"])]


def _plainly(line: Line) -> str:
    return "".join(each.text for each in line)


def _say(as_json: bool, content: Any, sentence: str) -> None:
    typer.echo(json.dumps(content, indent=2) if as_json else sentence)


def _fields(verb: Verb, given: dict[str, Any]) -> dict[str, Any]:
    """The particulars that a verb was given. Raises BadUsage."""
    found = {}
    for each in verb.parameters:
        written = given[each.field]
        if written is None or written == []:
            continue
        try:
            found[each.field] = (
                [_read(each, one) for one in written] if each.several else _read(each, written)
            )
        except ValueError as error:
            raise BadUsage(str(error)) from None
    return found


def _read(parameter: Parameter, written: str) -> Any:
    if parameter.is_day:
        return day(written).isoformat()
    return written if parameter.read is None else parameter.read(written)


def _taken(parameter: Parameter) -> tuple[Any, Any]:
    """How typer takes a parameter: its annotation and its default."""
    kind: Any = list[str] if parameter.several else str
    is_open = not parameter.required and parameter.default is None
    help_ = parameter.help or None
    info = (
        typer.Argument(metavar=parameter.metavar, help=help_)
        if parameter.flag is None
        else typer.Option(parameter.flag, metavar=parameter.metavar, help=help_)
    )
    written: Any = kind | None if is_open else kind
    annotation: Any = Annotated[written, info]
    default = (
        parameter.default if parameter.default is not None else None if is_open else inspect.Parameter.empty
    )
    return annotation, default


def _id_argument(group: Group) -> Any:
    return Annotated[str, typer.Argument(metavar=group.words.metavar)]


def _of_person(group: Group) -> dict[str, tuple[Any, Any]]:
    if group.words.of_person is None:
        return {}
    flag, help_ = group.words.of_person
    return {"person": (Annotated[str | None, typer.Option(flag, metavar="ID", help=help_)], None)}


def _with_parameters(run: Callable[..., None], takes: dict[str, tuple[Any, Any]]) -> Callable[..., None]:
    """A command with some parameters and those of all commands: typer reads them from the signature."""
    wanted = takes | {name: taken for name, taken in _COMMON.items() if name not in takes}

    def command(**given: Any) -> None:
        run(**given)

    signature = inspect.Signature(
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in wanted.items()
        ]
    )
    command.__signature__ = signature  # type: ignore[attr-defined]
    command.__annotations__ = {name: annotation for name, (annotation, _) in wanted.items()}
    return command
