"""`ehcp document`, `ehcp backdated` and `ehcp past-work`: the evidence of what was done before it was recorded."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import (
    AsJson,
    By,
    Case,
    DataFolder,
    RequestId,
    as_caller,
    in_office,
    today,
)
from starter.terminal.files import read_bytes, read_text
from statute.words import short_date

if TYPE_CHECKING:
    from office.office import Office


def register(app: typer.Typer) -> None:
    """Add the commands."""
    document = typer.Typer(help="The documents of a case.", no_args_is_help=True)
    document.command("add")(_add)
    document.command("list")(_list)
    app.add_typer(document, name="document")
    app.command("backdated")(_backdated)
    app.command("past-work")(_past_work)


def _add(
    case: Case,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A PDF, Word document, picture or plain text.")
    ],
    confirm: Annotated[
        str | None,
        typer.Option(
            "--confirm",
            metavar="REASON",
            help="Why a document with details of another person belongs to this case. Needs --by.",
        ),
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Add a document to a case. Acts refer to it by its number."""
    from casework.access.permissions import OPERATOR
    from engine.configuration import load
    from office.papers import not_compared_sentence
    from office.uploads import Uploads

    content = read_bytes(file)
    with as_caller(data, by) as (database, caller):
        caller.check(Right.ACT, case)
        caller.check_personal(case)
        uploads = Uploads(database, load(data).data / "uploads")
        kept, new = uploads.keep(case, file.name, content, by or OPERATOR.id, confirm)
    if as_json:
        told = {
            "document": kept.document_id,
            "case": case,
            "name": kept.name,
            "new": new,
            "compared": kept.compared,
        }
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{kept.document_id}: {kept.name}{'' if new else ', already in this case'}.")
    if kept.compared is False:
        typer.echo(not_compared_sentence(kept.name))


def _list(case: Case, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List the documents of a case, newest first."""
    from records import documents

    with as_caller(data, by) as (database, caller):
        caller.check_personal(case)
        with database.read() as session:
            found = documents.documents_of(session, case)
    rows = [
        {"document": one.document_id, "name": one.name, "added_at": one.at.isoformat(), "by": one.by}
        for one in found
    ]
    if as_json:
        typer.echo(json.dumps({"case": case, "documents": rows}, indent=2, ensure_ascii=False))
        return
    for one in rows:
        typer.echo(f"{one['document']}  {one['added_at'][:10]}  {one['name']}")
    if not rows:
        typer.echo(f"No document is kept; add one with `ehcp document add {case} FILE`.")


def _backdated(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List the acts that tell a person and were recorded for an earlier day, with their evidence."""
    from office.back_dating import back_dated
    from office.team_scope import team_scope

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_BACK_DATED)
        with database.read() as session:
            rows = back_dated(session, team_scope(caller.person))
    if as_json:
        typer.echo(json.dumps({"acts": rows}, indent=2, ensure_ascii=False))
        return
    for one in rows:
        evidence = f"{one['told_how']}: {one['evidence']}" if one["evidence"] else "no evidence"
        days = ", ".join(
            f"{said} {short_date(date.fromisoformat(one[name]))}"
            for name, said in (
                ("entered", "for"),
                ("recorded_on", "recorded"),
                ("counts_from", "counts from"),
            )
        )
        typer.echo(
            f"{one['case']}  {one['title']}  {days}; {evidence}; by {one['by'] or 'an unnamed person'}"
        )
    if not rows:
        typer.echo("No act was recorded for an earlier day in the last 3 months.")


def _past_work(
    case: Case,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.(json|csv)", help="One act in each row: action, on, of, and the fields of the act."
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be owed, and record nothing.")
    ] = False,
    by: By = None,
    request_id: RequestId = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Enter several acts of the past at once. Nothing is sent for them; then what is owed now is shown."""
    from office.office import opaque
    from office.past_work import check, enter, owed, owed_now, read_file

    text = read_text(file)
    with as_caller(data, by) as (database, caller):
        caller.check(Right.ACT, case)
        acts = read_file(file.name, text, today())
        for act in acts:
            caller.check_act(case, act.action, act.fields)
        if dry_run:
            after = owed(check(database, case, acts, datetime.now(UTC)).outlook)
    if not dry_run:

        async def work(office: Office) -> list[dict[str, Any]]:
            await enter(office, case, acts, by, request_id or f"past-{opaque()}")
            return await asyncio.to_thread(owed_now, office.database, case, datetime.now(UTC))

        after = in_office(data, work)
    if as_json:
        told = {"case": case, "recorded": 0 if dry_run else len(acts), "owed": after}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    typer.echo(
        f"{'Checked' if dry_run else 'Recorded'}: {len(acts)} acts of the past in {case}. Nothing is sent for them."
    )
    for one in after:
        whose = f" ({one['of']})" if one["of"] else ""
        typer.echo(
            f"Owed: {one['title']}{whose}, {short_date(date.fromisoformat(one['due_on']))}, {one['status']}"
        )
    if not after:
        typer.echo("Nothing is owed now.")
