"""`ehcp versions`: which builds run and what each holds; roll forward, try a build on some, roll back."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, Reason, ask_for, in_office

if TYPE_CHECKING:
    from office.office import Office

Deployment = Annotated[
    str | None,
    typer.Option("--deployment", metavar="NAME", help="The deployment (default EHCP_DEPLOYMENT, or ehcp)."),
]
Build = Annotated[str, typer.Argument(metavar="BUILD", help="The name of the build.")]
_VERSIONS = typer.Typer(help="The builds that run, and what each holds.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    _VERSIONS.command("list")(_list)
    _VERSIONS.command("current")(_current)
    _VERSIONS.command("ramp")(_ramp)
    app.add_typer(_VERSIONS, name="versions")


def _named(deployment: str | None) -> str:
    from engine.configuration import load

    return deployment or load().deployment or "ehcp"


def _list(
    deployment: Deployment = None, by: By = None, data: DataFolder = None, as_json: AsJson = False
) -> None:
    """Every version, and how many open cases each holds."""
    from office.operations.versions import versions

    ask_for(data, by, Right.SEE_OPERATIONS)
    name = _named(deployment)
    told = in_office(data, lambda office: versions(office, name))
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    for each in told["versions"]:
        share = told["ramping"]
        ramped = (
            f", {share['percent']:g} percent of the cases"
            if share and share["build"] == each["build"]
            else ""
        )
        typer.echo(
            f"{each['build']}  {each['status']}{ramped}, since {each['since'][:16].replace('T', ' ')} UTC, "
            f"{each['open']} open{': ' + ', '.join(each['some'][:3]) if each['some'] else ''}"
        )
    if told["current"] is None:
        typer.echo(
            "None is current: the server routes to workers without a version. `ehcp versions current BUILD`."
        )


def _current(
    build: Build, by: By = None, reason: Reason = "", deployment: Deployment = None, data: DataFolder = None
) -> None:
    """Let every case go on under a build. To roll back, name the build before. Ask `ehcp replay --all` of it first."""
    from office.operations.versions import make_current

    name = _named(deployment)
    _done(data, by, lambda office: make_current(office, name, build, by or "", reason))
    typer.echo(f"{build} is current: every case goes on under it with its next task.")


def _ramp(
    build: Build,
    percent: Annotated[float, typer.Argument(metavar="PERCENT", help="0 takes all back.")],
    by: By = None,
    reason: Reason = "",
    deployment: Deployment = None,
    data: DataFolder = None,
) -> None:
    """Let a share of the cases go on under a build."""
    from office.operations.versions import ramp

    name = _named(deployment)
    _done(data, by, lambda office: ramp(office, name, build, percent, by or "", reason))
    typer.echo(f"{percent:g} percent of the cases go on under {build}.")


def _done(data: str | None, by: str | None, work: Callable[[Office], Awaitable[Any]]) -> None:
    ask_for(data, by, Right.OPERATE)
    in_office(data, work)
