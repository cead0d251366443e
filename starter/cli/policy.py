"""`ehcp policy`: the council's policy in one file: show it, check a file, say what it changes, and put it in force."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, Reason, actor, as_caller, today
from starter.terminal.errors import Refused

if TYPE_CHECKING:
    from office.policy_changes import Difference
    from office.policy_file import PolicyFile

File = Annotated[Path, typer.Argument(metavar="FILE.yaml", help="samples/policy.yaml shows its form.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    policy = typer.Typer(
        help="The council's policy: teams, alerts, targets, capacity, retention.", no_args_is_help=True
    )
    for name, command in (("show", _show), ("check", _check), ("diff", _diff), ("apply", _apply)):
        policy.command(name)(command)
    app.add_typer(policy, name="policy")


def _show(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Print the policy in force as a policy file."""
    import yaml

    from office.policy_changes import document
    from records.local_policy import count_to_tell, version_now

    with as_caller(data, by) as (database, caller):
        caller.check(Right.KEEP_PROFILE)
        with database.read() as session:
            found, version, waiting = document(session), version_now(session), count_to_tell(session)
    if as_json:
        typer.echo(json.dumps({"version": version, "cases_to_tell": waiting, "policy": found}, indent=2))
        return
    typer.echo(f"# Version {version}. {waiting} cases have still to be told of its steps.")
    typer.echo(yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=120), nl=False)


def _check(file: File, as_json: AsJson = False) -> None:
    """Say every fault of a policy file, with its line and how to mend it."""
    _read(file, as_json)
    typer.echo(json.dumps({"faults": []}) if as_json else f"{file} has no faults.")


def _diff(file: File, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Say what a policy file does to open cases, and which values it changes. Nothing is written."""
    from office.policy_changes import difference

    made = _read(file, as_json)
    with as_caller(data, by) as (database, caller):
        caller.check(Right.KEEP_PROFILE)
        with database.read() as session:
            found = difference(session, made, today())
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=2, ensure_ascii=False))
        return
    _print(found)


def _apply(
    file: File, by: By = None, reason: Reason = "", data: DataFolder = None, as_json: AsJson = False
) -> None:
    """Put a policy file in force. Open cases are told of changed steps by the worker."""
    from office.policy_changes import apply
    from office.refusals import ActRefused

    made = _read(file, as_json)
    with as_caller(data, by) as (database, caller):
        caller.check(Right.KEEP_PROFILE)
        try:
            version = apply(database, made, actor(by), reason, datetime.now(UTC), today())
        except ActRefused as refusal:
            raise Refused(str(refusal)) from None
    if as_json:
        told = {"version": version.version, "by": version.by, "effects": version.effects}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    typer.echo(f"Version {version.version} of the policy is in force.")
    for one in version.effects:
        typer.echo(one)


def _read(file: Path, as_json: bool) -> PolicyFile:
    """Return the policy in a file. Its faults end the command."""
    from office.policy_file import LARGEST, BadPolicy, read_policy
    from office.refusals import ActRefused

    def beside(name: str) -> bytes:
        path = file.parent / name
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise ActRefused(f"{name!r} is not beside the policy file; put it there and give its name.")
        try:
            with path.open("rb") as opened:
                return opened.read(LARGEST + 1)
        except OSError:
            raise ActRefused(f"{name!r} cannot be read; put it beside the policy file.") from None

    try:
        with file.open("rb") as opened:
            return read_policy(opened.read(LARGEST + 1), beside)
    except OSError:
        raise Refused(f"{file} cannot be read; give the name of a policy file.") from None
    except BadPolicy as bad:
        if as_json:
            typer.echo(json.dumps({"faults": [asdict(one) for one in bad.faults]}, indent=2))
        else:
            for one in bad.faults:
                typer.echo(str(one))
        count = len(bad.faults)
        raise Refused(f"{file} has {count} {'fault' if count == 1 else 'faults'}.") from None


def _print(found: Difference) -> None:
    typer.echo("What it does to open cases:")
    for effect in found.effects:
        typer.echo(f"  {effect}")
    typer.echo("What it changes:" if found.changes else "It changes no value.")
    for one in found.changes:
        typer.echo(f"  {one.place}: {one.before or 'nothing'} -> {one.after or 'nothing'}")
