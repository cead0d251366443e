"""The commands of those who run the program: inspect, stuck, retry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter.cli.place import AsJson, DataFolder, in_office, let_in

if TYPE_CHECKING:
    from starter.office import Office

By = Annotated[str, typer.Option("--by", metavar="ID", help="Who does it; it is written down.")]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; it is written down. Name nobody in it.")
]
Workflow = Annotated[
    str, typer.Argument(metavar="CASE", help="A case, or a sitting or dispute beside one, by its id.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("inspect")(_inspect)
    app.command("stuck")(_stuck)
    app.command("retry")(_retry)


def _inspect(case: Workflow, data: DataFolder = None, as_json: AsJson = False) -> None:
    """How a case's workflow stands: what it waits for, which build ran it last, its history in words."""
    from starter.operations import inspect

    told = in_office(data, lambda office: inspect(office, case))
    if as_json:
        _print(told)
    else:
        _print_inspected(told)


def _stuck(data: DataFolder = None, as_json: AsJson = False) -> None:
    """What does not go on, and for each what mends it."""
    from starter.operations import stuck

    found = in_office(data, stuck)
    if as_json:
        _print({"stuck": found})
        return
    for each in found:
        typer.echo(f"{each['workflow']}  {each['what']} Since {each['since'][:19].replace('T', ' ')} UTC.")
        typer.echo(f"    {each['remedy']}")
    typer.echo(f"{len(found)} stuck." if found else "Nothing is stuck.")


def _retry(
    case: Workflow, by: By = "", reason: Reason = "", data: DataFolder = None, as_json: AsJson = False
) -> None:
    """Try at once what is tried again later; who did it and why is written down."""
    from casework.access import Right
    from starter.operations import retry

    let_in(data, by or None, lambda caller: caller.check(Right.OPERATE))

    async def work(office: Office) -> dict[str, Any]:
        return await retry(office, case, by, reason)

    done = in_office(data, work)
    if as_json:
        _print(done)
    else:
        typer.echo(
            f"Tried again: {', '.join(done['retried']).replace('_', ' ')} of {case}. See `ehcp stuck`."
        )


def _print(document: Any) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def _print_inspected(told: dict[str, Any]) -> None:
    build, records = told["build"], told["records"]
    lines = [
        f"{told['workflow']}  {told['what']}",
        f"{told['status'].capitalize()} since {_minute(told['started_at'])}; {told['events']} events, {told['bytes']} bytes.",
        f"Waits for  {told['waits_for']}",
    ]
    if build:
        lines.append(
            f"Last build {build['id']} on {build['worker']}, {_minute(build['at'])} ({build['behaviour']})."
        )
    if records:
        stage = records["stage"].replace("_", " ")
        lines.append(f"Records    {stage}, step {records['sequence']}, {records['lines']} lines.")
        if records["beside"]:
            lines.append(f"Beside it  {', '.join(records['beside'])}")
    for each in told["activities"]:
        again = f", again at {_minute(each['next_attempt_at'])}" if each["next_attempt_at"] else ""
        failure = f", failed with {each['failure']}" if each["failure"] else ""
        lines.append(f"Activity   {each['kind']}, attempt {each['attempt']}{failure}{again}.")
    lines += [f"Unanswered {each['title']}, since {_minute(each['since'])}." for each in told["updates"]]
    lines += [f"Problem    {each['what']}\n           {each['remedy']}" for each in told["problems"]]
    lines += ["", "What happened"]
    lines += [f"{each['number']:>5}  {_minute(each['at'])}  {each['said']}" for each in told["history"]]
    typer.echo("\n".join(lines))


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")
