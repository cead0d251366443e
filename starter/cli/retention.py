"""`ehcp retention`: what is due, legal holds, and destruction by two people; `ehcp erase-key` destroys one case's key."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import (
    AsJson,
    By,
    Case,
    DataFolder,
    Reason,
    as_caller,
    ask_for,
    in_office,
    today,
)
from starter.terminal.errors import BadUsage

if TYPE_CHECKING:
    from casework.retention.retention import Kind
    from office.office import Office
    from records.database import Database

T = TypeVar("T")
_RETENTION = typer.Typer(
    help="How long records are kept, and their destruction by two people.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for name, command in (
        ("due", _due),
        ("schedule", _schedule),
        ("hold", _hold),
        ("release", _release),
        ("propose", _propose),
        ("approve", _approve),
        ("certificate", _certificate),
    ):
        _RETENTION.command(name)(command)
    app.add_typer(_RETENTION, name="retention")
    app.command("erase-key")(_erase_key)


def _due(
    within: Annotated[
        int, typer.Option("--within", metavar="DAYS", min=0, max=40_000, help="Days to look ahead.")
    ] = 0,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show the review list: what may be destroyed, what is held beyond its time, and what was proposed."""
    from office.retention import review_list

    rows = _in_records(
        data, by, lambda database: review_list(database, today() + timedelta(days=within), today())
    )
    if as_json:
        _print({"due": rows})
        return
    for row in rows:
        who = f" by {row['proposed_by']}" if row["proposed_by"] else ""
        typer.echo(f"{row['case']}  {row['standing']}{who}  {row['because'] or 'it is open.'}")
        for held in row["holds"]:
            typer.echo(f"    held, {held}")
    typer.echo(f"{len(rows)} to review.")


def _schedule(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE.yaml]", help="A new schedule, from now on.")
    ] = None,
    by: By = None,
    reason: Reason = "",
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show how long records are kept; with a file, replace the schedule and give a reason."""
    import yaml

    from office.retention import keep_schedule, schedule

    with as_caller(data, by) as (database, caller):
        caller.check(Right.DESTROY)
        if file is not None:
            try:
                content = yaml.safe_load(file.read_text(encoding="utf-8"))
            except (OSError, ValueError, RecursionError, yaml.YAMLError):
                raise BadUsage(
                    f"{file} cannot be read as YAML; see docs/operate/operations.md for a schedule."
                ) from None
            keep_schedule(database, content, by or "", reason)
        told = schedule(database)
    if as_json:
        _print(told)
        return
    for name in ("with_plan", "without_plan"):
        periods = " and ".join(f"{each['years']} years from {each['since']}" for each in told[name])
        typer.echo(f"{name.replace('_', ' ').capitalize()}: {periods}, the longest of them.")
    given = f", given by {told['by']} on {told['at'][:10]}" if told["by"] else ""
    typer.echo(f"Why: {told['reason']}{given}")


def _hold(case: Case, by: By = None, reason: Reason = "", data: DataFolder = None) -> None:
    """Put a case under a legal hold: nothing in it is destroyed until the hold is released."""
    from office.retention import hold

    placed = _in_records(data, by, lambda database: hold(database, case, by or "", reason))
    typer.echo(f"{case} is held; `ehcp retention release {placed.hold_id}` ends it.")


def _release(
    hold: Annotated[str, typer.Argument(metavar="HOLD", help="The id of the hold.")],
    by: By = None,
    reason: Reason = "",
    data: DataFolder = None,
) -> None:
    """End a legal hold."""
    from office.retention import release

    ended = _in_records(data, by, lambda database: release(database, hold, by or "", reason))
    typer.echo(f"{ended.case_id} is no longer held by {hold}.")


def _propose(
    case: Case,
    by: By = None,
    reason: Reason = "",
    erase: Annotated[
        bool,
        typer.Option(
            "--erase", help="Destroy it early, even if it is open; for example, records of the wrong child."
        ),
    ] = False,
    data: DataFolder = None,
) -> None:
    """Propose to destroy the personal data of a case. Another person approves it."""
    _proposed(data, case, "erasure" if erase else "retention", by, reason)


def _approve(case: Case, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Approve another person's proposal and carry it out. It cannot be undone."""
    told = _approved(data, case, by)
    if as_json:
        _print(told)
    else:
        _print_certificate(told)


def _certificate(case: Case, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Show the certificate of a destruction."""
    from office.retention import certificate

    told = _in_records(data, by, lambda database: certificate(database, case))
    if as_json:
        _print(told)
    else:
        _print_certificate(told)


def _erase_key(
    case: Case,
    by: By = None,
    reason: Reason = "",
    approve: Annotated[
        bool, typer.Option("--approve", help="Approve another person's proposal and carry it out.")
    ] = False,
    data: DataFolder = None,
) -> None:
    """Destroy the key of one case, so that no one can read what Temporal stores of it. The records stay.

    Needs two people. A case that is open is ended, since its workflow cannot go on without its key.
    """
    if approve:
        _print_certificate(_approved(data, case, by))
    else:
        _proposed(data, case, "key", by, reason)


def _proposed(data: str | None, case: str, kind: Kind, by: str | None, reason: str) -> None:
    from office.retention import propose

    proposed = _in_records(data, by, lambda database: propose(database, case, kind, by or "", reason))
    how = f"ehcp erase-key {case} --approve" if kind == "key" else f"ehcp retention approve {case}"
    typer.echo(f"Proposed: {proposed.because} Another person carries it out with `{how} --by ID`.")


def _approved(data: str | None, case: str, by: str | None) -> dict[str, Any]:
    from engine.configuration import load
    from engine.connection import data_keys_of
    from office.retention import Folders, approve

    ask_for(data, by, Right.DESTROY)
    settings = load(data)

    async def work(office: Office) -> dict[str, Any]:
        keys = data_keys_of(settings)
        try:
            folders = Folders(settings.outbox, settings.data / "uploads")
            return await approve(office, keys, folders, case, by or "")
        finally:
            keys.database.close()

    return in_office(data, work)


def _in_records(data: str | None, by: str | None, work: Callable[[Database], T]) -> T:
    with as_caller(data, by) as (database, caller):
        caller.check(Right.DESTROY)
        return work(database)


def _print(document: Any) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def _print_certificate(told: dict[str, Any]) -> None:
    rows = ", ".join(
        f"{count} of {table.replace('_', ' ')}" for table, count in told["rows"].items() if count
    )
    lines = [
        "CERTIFICATE OF DESTRUCTION",
        f"Certificate  {told['certificate']}",
        f"Case         {told['case']}",
        f"Why          {told['because']}",
        f"             {told['reason']}",
        f"Proposed by  {told['proposed_by']}, {told['proposed_at'][:16].replace('T', ' ')} UTC",
        f"Approved by  {told['approved_by']}, {(told['approved_at'] or '')[:16].replace('T', ' ')} UTC",
        f"Destroyed    {told['destroyed_at'][:16].replace('T', ' ')} UTC",
        f"Records      {rows or 'none'}",
        f"Files        {told['files']}",
        f"Keys         {told['keys']}, with them all that Temporal stored",
        f"Ended        {', '.join(told['workflows_ended']) or 'nothing that was open'}",
        f"Kept         {told['kept']}",
        f"SHA-256      {told['hash']}",
    ]
    typer.echo("\n".join(lines))
