"""`ehcp access`: seals, break-glass access, and the access log."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from starter.terminal.data_folder import AsJson, By, Case, DataFolder, Reason, as_caller


def register(app: typer.Typer) -> None:
    """Add the commands."""
    access = typer.Typer(help="Seals, break-glass access and the access log.", no_args_is_help=True)
    access.command("seal")(_seal)
    access.command("unseal")(_unseal)
    access.command("grants")(_grants)
    access.command("break-glass")(_break_glass)
    access.command("log")(_log)
    access.command("end-sessions")(_end_sessions)
    app.add_typer(access, name="access")


def _seal(
    case: Case,
    reason: Reason,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="ID", help="Another person who may see it; repeat for more."),
    ] = None,
    by: By = None,
    data: DataFolder = None,
) -> None:
    """Seal a case: only its officer and the people you name can see it."""
    from office.seal import seal

    with as_caller(data, by) as (_, caller):
        seal(caller.gate, caller.person, case, reason, frozenset(names or ()))
    typer.echo(f"Sealed: {case}. `ehcp access grants {case}` shows who was named.")


def _unseal(case: Case, by: By = None, data: DataFolder = None) -> None:
    """Remove the seal from a case."""
    from office.seal import unseal

    with as_caller(data, by) as (_, caller):
        unseal(caller.gate, caller.person, case)
    typer.echo(f"Unsealed: {case}.")


def _grants(case: Case, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List who may read a case in addition to people whose role allows it."""
    from datetime import UTC, datetime

    from casework.access.permissions import Right
    from records.access import grants_of, is_sealed

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEAL, case)
        with database.read() as session:
            sealed = is_sealed(session, case)
            found = grants_of(session, case, datetime.now(UTC))
    told: dict[str, Any] = {
        "case": case,
        "sealed": sealed,
        "grants": [
            {
                "person": one.person,
                "kind": one.kind,
                "reason": one.reason,
                "by": one.by,
                "at": one.at.isoformat(),
                "until": one.until.isoformat() if one.until else None,
            }
            for one in found
        ],
    }
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{case} is {'sealed' if sealed else 'not sealed'}.")
    for one in told["grants"]:
        until = f" until {one['until'][:16]}" if one["until"] else ""
        typer.echo(f"{one['person']}  {one['kind'].replace('_', ' ')}{until}: {one['reason']}")


def _break_glass(case: Case, reason: Reason, by: By = None, data: DataFolder = None) -> None:
    """Read a case for one day that you may not otherwise see. Its manager reads your reason."""
    from office.break_glass import break_glass

    with as_caller(data, by) as (_, caller):
        given = break_glass(caller.gate, caller.person, case, reason)
    until = given.until.isoformat()[:16] if given.until else ""
    typer.echo(f"You may read {case} until {until} UTC. Your access and your reason are in the log.")


def _log(
    person: Annotated[
        str | None, typer.Option("--person", metavar="ID", help="Only what this person did.")
    ] = None,
    of: Annotated[
        str | None, typer.Option("--of", metavar="ID", help="Only what was done to this case or dispute.")
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show the access log, newest first: who was let in and who was refused."""
    from casework.access.permissions import Right
    from records.access import entries

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_ACCESS_LOG)
        with database.read() as session:
            found = entries(session, person=person, thing=of)
    if as_json:
        told = [
            {
                "at": one.at.isoformat(),
                "person": one.person,
                "roles": one.roles,
                "right": one.right,
                "thing": one.thing,
                "allowed": one.allowed,
                "why": one.why,
                "via": one.via,
            }
            for one in found
        ]
        typer.echo(json.dumps({"log": told}, indent=2, ensure_ascii=False))
        return
    for one in found:
        said = "allowed" if one.allowed else "refused"
        what = f"{one.right.replace('_', ' ')}{f' of {one.thing}' if one.thing else ''}"
        typer.echo(f"{one.at.isoformat()[:16]}  {one.person}  {said}  {what}  {one.why or ''}".rstrip())
    if not found:
        typer.echo("The log is empty.")


def _end_sessions(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Their id, as the log names them.")],
    reason: Reason,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """End all sessions and API tokens of a person now. They can sign in again, with the roles they have then."""
    from office.end_sessions import end_sessions

    with as_caller(data, by) as (_, caller):
        ended = end_sessions(caller.gate, caller.person, person, reason)
    if as_json:
        typer.echo(
            json.dumps({"person": person, "sessions": ended.sessions, "tokens": ended.tokens}, indent=2)
        )
        return
    typer.echo(f"{person}: {ended.sessions} session{'' if ended.sessions == 1 else 's'} ended.")
    for token in ended.tokens:
        typer.echo(
            f"Token {token} revoked. Make another with `ehcp token create` if a program still needs one."
        )
    typer.echo("They can sign in again, with the roles that they have then.")
