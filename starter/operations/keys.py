"""`ehcp keys`: the keys of the cases and those that wrap them; and the codec server, which reads with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, Case, DataFolder, Reason, ask_for, records
from starter.terminal.errors import BadUsage, Refused

if TYPE_CHECKING:
    from engine.configuration import Settings
    from engine.data_keys import DataKeys

_KEYS = typer.Typer(help="The keys of the cases, and the keys that wrap them.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    _KEYS.command("list")(_list)
    _KEYS.command("new")(_new)
    _KEYS.command("rewrap")(_rewrap)
    _KEYS.command("rotate")(_rotate)
    app.add_typer(_KEYS, name="keys")
    app.command("codec-server")(_serve)
    app.command("codec-token")(_token)


@contextmanager
def _keys(data: str | None) -> Iterator[tuple[Settings, DataKeys]]:
    from engine.configuration import load
    from engine.connection import data_keys_of
    from engine.errors import EngineError

    settings = load(data)
    try:
        with records(data):  # one sentence where there are none
            keys = data_keys_of(settings)
            yield settings, keys
            keys.database.close()
    except EngineError as error:
        raise Refused(str(error)) from None


def _list(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """How many keys of cases each key-encryption key wraps."""
    from records.data_keys import counts

    ask_for(data, by, Right.SEE_OPERATIONS)
    with _keys(data) as (_, keys), keys.database.read() as session:
        active, wraps = keys.wrapper.active, counts(session)
    if as_json:
        typer.echo(json.dumps({"active": active, "wraps": wraps}, indent=2))
        return
    typer.echo(f"{active} wraps new keys.")
    for kek_id, count in sorted(wraps.items()):
        typer.echo(f"{kek_id}  wraps {count} key{'' if count == 1 else 's'} of cases")


def _new(by: By = None, data: DataFolder = None) -> None:
    """Add a new key-encryption key to the key file and make it the active one; the others stay until all is rewrapped."""
    from engine.keys import new_active

    ask_for(data, by, Right.OPERATE)
    with _keys(data) as (settings, _):
        if settings.keys is not None or settings.key_wrapper is not None:
            raise Refused(
                "The keys are not in a file here: give a new one where EHCP_KEYS or the key management service has them, "
                "then `ehcp keys rewrap`."
            )
        ring = new_active(settings.key_file)
    typer.echo(
        f"{ring.active} wraps from now on; programs that share the file learn of it when they meet it. Then "
        f"`ehcp keys rewrap`. Keep a copy of {settings.key_file} where the backups of the database are not."
    )


def _rewrap(by: By = None, reason: Reason = "", data: DataFolder = None) -> None:
    """Wrap every case's key with the active key-encryption key; nothing that Temporal stores is touched."""
    who = _named(by, reason)
    ask_for(data, by, Right.OPERATE)
    with _keys(data) as (_, keys):
        count = keys.rewrap()
        _note(keys, who, f"rewrap of {count} keys", keys.wrapper.active, reason)
        active = keys.wrapper.active
    typer.echo(
        f"{count} key{'' if count == 1 else 's'} wrapped again; {active} now wraps all of them. Earlier key-encryption keys are needed "
        "for what was stored before cases had keys of their own, and for backups."
    )


def _rotate(
    case: Case,
    by: By = None,
    reason: Reason = "",
    data: DataFolder = None,
) -> None:
    """Give a case another key; what its earlier key encrypted stays readable."""
    who = _named(by, reason)
    ask_for(data, by, Right.OPERATE)
    with _keys(data) as (_, keys):
        made = keys.rotate(case)
        _note(keys, who, "rotate key", case, reason)
    typer.echo(
        f"{case} is encrypted with {made.key_id} from now on; programs that run know it within a minute."
    )


def _named(by: str | None, reason: str) -> str:
    if by is None or not by.strip() or not reason.strip():
        raise BadUsage("Say who you are (--by) and why (--reason); both are written down.")
    return by.strip()


def _note(keys: DataKeys, by: str, what: str, subject: str, reason: str) -> None:
    from records import operations

    with keys.database.write() as session:
        operations.note(session, operations.Operation(datetime.now(UTC), by, what, subject, reason))


def _token(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The token file; it holds only hashes.")],
    person: Annotated[str, typer.Option("--person", "--by", metavar="ID", help="Whose token it is.")],
    role: Annotated[list[str], typer.Option("--role", metavar="ROLE", help="auditor or ops may decode.")],
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=366, help="How long it lasts.")] = 90,
) -> None:
    """Create a codec server token for a person. It is shown only once."""
    from office.refusals import ActRefused
    from starter.operations.codec_tokens import TokenFile

    try:
        typer.echo(TokenFile(file).add(person, role, days))
    except ActRefused as error:
        raise Refused(str(error)) from None


def _serve(
    tokens: Annotated[Path, typer.Option("--tokens", metavar="FILE", help="Made by `ehcp codec-token`.")],
    origin: Annotated[
        list[str] | None, typer.Option("--origin", metavar="URL", help="The address of a Temporal UI.")
    ] = None,
    address: Annotated[
        list[str] | None,
        typer.Option(
            "--address", metavar="URL", help="An address that people use for it, if not this machine."
        ),
    ] = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port to listen on.")
    ] = 8091,
    data: DataFolder = None,
) -> None:
    """Serve decoding to the Temporal UI and the `temporal` command, for those who sign in and give a reason."""
    import uvicorn

    from engine.codec import EncryptingCodec
    from engine.connection import ring_of
    from office.refusals import ActRefused
    from starter.operations.codec_server import decoding_server
    from starter.operations.codec_tokens import TokenFile

    verifier = TokenFile(tokens)
    try:
        verifier("")
    except ActRefused as error:
        raise Refused(str(error)) from None
    with _keys(data) as (settings, keys):
        codec = EncryptingCodec(ring_of(settings), keys)
        addresses = [f"http://{host}:{port}", *(address or [])]
        app = decoding_server(keys.database, codec, verifier, origin or [], addresses)
        typer.echo(f"Decoding on http://{host}:{port}; Ctrl-C stops it.")
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)
