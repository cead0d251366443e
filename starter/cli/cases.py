"""The commands of an officer's day: open, act, show, cases, history."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter.cli.case_output import RAG, print_case, print_caseload, print_history
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
from starter.terminal.errors import BadUsage, Refused
from starter.terminal.progress import progress

if TYPE_CHECKING:
    from office.intake import Request
    from office.office import Office
    from office.staff import Caller


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("open")(_open)
    app.command("act")(_act)
    app.command("show")(_show)
    app.command("cases")(_cases)
    app.command("history")(_history)


def _open(
    intake: Annotated[Path, typer.Argument(metavar="INTAKE.(json|csv)", help="One request in each row.")],
    second: Annotated[
        bool,
        typer.Option("--second", help="Open a second case for a child who has, or may have, an open one."),
    ] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Start a case for each row. A repeated row is not started twice."""
    from casework.access.permissions import Right
    from engine.configuration import load
    from office.bad_intake import BadIntake
    from office.intake import read_intake
    from office.office import same_child
    from office.staff import caller_of

    try:
        requests = read_intake(intake, today(), second=second)
    except BadIntake as error:
        raise BadUsage(str(error)) from None

    def may_open(caller: Caller) -> None:
        for team in sorted({request.team for request in requests}, key=str):
            caller.check_team(Right.OPEN_CASE, team)

    let_in(data, by, may_open)

    def may_name(office: Office, other: str) -> str | None:
        caller = caller_of(load(data), office.database, by)
        return other if caller.may(Right.SEE_CASE, other) else None

    async def work(office: Office) -> list[dict[str, Any]]:
        for request in requests:
            if not second and (other := await office.open_for(request, actor(by))) is not None:
                named = await asyncio.to_thread(may_name, office, other.case_id)
                raise Refused(f"{request.place}: {same_child(named, other.because)}")
        return await _open_all(office, requests, actor(by), second, quiet=as_json)

    opened = in_office(data, work)
    new = sum(row["opened"] for row in opened)
    if as_json:
        _print({"opened": new, "already_open": len(opened) - new, "cases": opened})
        return
    for row in opened:
        typer.echo(
            f"{row['case']}  {'opened' if row['opened'] else 'already open'}  {row['reference'] or ''}".rstrip()
        )
        if row["letters_wait_for"]:
            typer.echo(f"    Letters to the family wait for {row['letters_wait_for']}.")
    typer.echo(f"{new} opened, {len(opened) - new} already open.")


async def _open_all(
    office: Office, requests: Sequence[Request], by: str, second: bool, *, quiet: bool
) -> list[dict[str, Any]]:
    """Open a case for each request, several at once, and show the progress unless quiet."""
    from office.several_openings import open_all

    with progress("Opening", len(requests), quiet=quiet) as advance:
        opened = await open_all(office, requests, by, second=second, note=advance)
    return [
        {
            "case": case_id,
            "reference": request.reference,
            "opened": new,
            "letters_wait_for": request.letters_wait_for if new else None,
        }
        for request, (case_id, new) in zip(requests, opened, strict=True)
    ]


def _act(
    case: Case,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="`ehcp show CASE` lists what may be done.")],
    on: On,
    settings: Particulars = None,
    by: By = None,
    request_id: RequestId = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Record an officer's action."""
    from office.office import opaque
    from workflows.messages import ActMessage

    took_effect = day(on)
    of, fields = set_in(settings)
    let_in(data, by, lambda caller: caller.check_act(case, action, fields))

    message = ActMessage(
        action=action,
        on=took_effect,
        of=of,
        fields=fields,
        by=actor(by),
        request_id=request_id or f"cli-{opaque()}",
    )

    async def work(office: Office) -> Any:
        return await office.act(case, message)

    receipt = in_office(data, work)
    if as_json:
        _print(receipt.model_dump(mode="json"))
        return
    typer.echo(f"Recorded: {case} is now {receipt.stage.replace('_', ' ')} (step {receipt.sequence}).")
    for warning in receipt.warnings:
        typer.echo(f"Note: {warning}")


def _show(
    case: Case,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show the stage, the obligations with their status and reason, and what can be done next."""
    from casework.access.permissions import Right
    from office.case_view import case_as_json

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASE, case)
        told = case_as_json(database, case, today())
    if as_json:
        _print(told)
    else:
        print_case(told)


def _cases(
    stage: Annotated[
        str | None, typer.Option("--stage", metavar="S", help="Only cases in this stage.")
    ] = None,
    rag: Annotated[
        str | None, typer.Option("--rag", metavar="R", help="red, amber, green or closed.")
    ] = None,
    due_within: Annotated[
        int | None,
        typer.Option(
            "--due-within",
            metavar="DAYS",
            help="Only cases with a limit due within this many days, or overdue.",
        ),
    ] = None,
    officer: Annotated[
        str | None, typer.Option("--officer", metavar="ID", help="Only this officer's cases.")
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """List the caseload, most urgent first."""
    from datetime import timedelta

    from casework.case.stages import Stage
    from office.caseload_rows import row_as_json
    from records.cases import Filters, select_cases

    if stage is not None and stage not in set(Stage):
        raise BadUsage(f"There is no stage {stage!r}; choose from {', '.join(Stage)}.")
    if rag is not None and rag not in RAG:
        raise BadUsage(f"There is no colour {rag!r}; choose from {', '.join(RAG)}.")
    if due_within is not None and not 0 <= due_within <= 10_000:
        raise BadUsage("--due-within is a number of days from 0 to 10000.")
    until = today() + timedelta(days=due_within) if due_within is not None else None
    with as_caller(data, by) as (database, caller):
        with database.read() as session:
            found = select_cases(session, Filters(stage, rag, until, officer))
        rows = [row_as_json(row) for row in caller.listed(found)]
    if as_json:
        _print({"cases": rows})
    else:
        print_caseload(rows)


def _history(
    case: Case,
    events: Annotated[bool, typer.Option("--events", help="Add Temporal's own events.")] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show the ledger of a case, oldest first, and what was sent."""
    from casework.access.permissions import Right
    from office.case_view import ledger_as_json, notices_as_json

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASE, case)
        personal = caller.may_personal(case)
        lines = ledger_as_json(database, case, personal=personal, reader=caller.person)
        sent = notices_as_json(database, case)
    told: dict[str, Any] = {"case": case, "ledger": lines, "notices": sent}
    if events:
        from office.temporal_events import events_as_json

        async def work(office: Office) -> list[dict[str, Any]]:
            return await events_as_json(office.client, case)

        told["events"] = in_office(data, work)
    if as_json:
        _print(told)
    else:
        print_history(told)


def _print(document: Any) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
