"""`ehcp token`: the tokens with which programs sign in to the API."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from starter.terminal.data_folder import AsJson, By, DataFolder, actor, as_caller
from starter.terminal.errors import BadUsage


def register(app: typer.Typer) -> None:
    """Add the commands."""
    token = typer.Typer(help="Tokens with which programs sign in to the API.", no_args_is_help=True)
    token.command("create")(_create)
    token.command("list")(_list)
    token.command("revoke")(_revoke)
    app.add_typer(token, name="token")


def _create(
    person: Annotated[
        str, typer.Option("--person", metavar="ID", help="Whose it is; what it does is recorded as theirs.")
    ],
    roles: Annotated[
        list[str], typer.Option("--role", metavar="ROLE", help="case_officer, mediator, analyst, admin, ...")
    ],
    teams: Annotated[list[str] | None, typer.Option("--team", metavar="ID", help="Their teams.")] = None,
    rights: Annotated[
        list[str] | None,
        typer.Option(
            "--right", metavar="RIGHT", help="Narrow it to these rights; without any it has all of its roles."
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What the token is for.")] = None,
    days: Annotated[int, typer.Option("--days", metavar="N", help="How long it lasts.")] = 90,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Make a token, and print it this once."""
    from casework.access.permissions import Person, Right, Role
    from office.tokens import create, token_as_json

    for what, written, known in (("role", roles, list(Role)), ("right", rights or [], list(Right))):
        for one in written:
            if one not in known:
                raise BadUsage(f"There is no {what} {one!r}; choose from {', '.join(known)}.")
    whose = Person(
        person,
        name or person,
        frozenset(map(Role, roles)),
        frozenset(teams or ()),
        frozenset(map(Right, rights)) if rights else None,
    )
    now = datetime.now(UTC)
    with as_caller(data, by) as (database, caller):
        caller.check(Right.ADMINISTER)
        made, secret = create(database, whose, days, caller.person, now)
    if as_json:
        typer.echo(json.dumps({**token_as_json(made, now), "secret": secret}, indent=2))
        return
    typer.echo(secret)
    typer.echo(
        f"Token {made.token_id} is good until {made.expires_at:%Y-%m-%d}; it is not shown again.", err=True
    )


def _list(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Every token, the newest first; never a secret."""
    from casework.access.permissions import Right
    from office.tokens import token_as_json
    from records.tokens import every

    now = datetime.now(UTC)
    with as_caller(data, by) as (database, caller):
        caller.check(Right.ADMINISTER)
        with database.read() as session:
            found = [token_as_json(one, now) for one in every(session)]
    if as_json:
        typer.echo(json.dumps({"tokens": found}, indent=2))
        return
    for one in found:
        used = f"used {one['last_used_at'][:10]}" if one["last_used_at"] else "never used"
        rights = f" only {', '.join(one['rights'])}" if one["rights"] is not None else ""
        typer.echo(
            f"{one['token']}  {one['status']:<7}  {one['person']} ({', '.join(one['roles'])}{rights})  "
            f"until {one['expires_at'][:10]}, {used}  {one['name']}"
        )
    if not found:
        typer.echo("There is no token; make one with `ehcp token create`.")


def _revoke(
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="Its id, as `ehcp token list` shows it.")],
    by: By = None,
    data: DataFolder = None,
) -> None:
    """End a token at once."""
    from casework.access.permissions import Right
    from office.tokens import revoke

    with as_caller(data, by) as (database, caller):
        caller.check(Right.ADMINISTER)
        revoke(database, token, actor(by), datetime.now(UTC))
    typer.echo(f"Revoked: {token}.")
