"""The commands of an officer's day: open, act, show, cases, history."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter.terminal.data_folder import (
    AsJson,
    By,
    Case,
    DataFolder,
    On,
    Particulars,
    RequestId,
    as_caller,
    day,
    in_office,
    let_in,
    set_in,
    today,
)
from starter.terminal.errors import BadUsage, Refused
from starter.terminal.wording import WHOSE, how_received, particulars, recipient

if TYPE_CHECKING:
    from office.intake import Request
    from office.office import Office
    from office.staff import Caller

_OPENED_AT_ONCE = 6
"""More than one, since each waits mostly for the server; few, so that the worker's queue stays short."""
_RAG = {"red": "bold red", "amber": "yellow", "green": "green", "closed": "dim"}
_RAG_SHAPE = {"red": "▲ red", "amber": "◆ amber", "green": "● green", "closed": "○ closed"}


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
    """Start a case for each row; a row that was started before is not started again."""
    from casework.access.permissions import Right
    from engine.configuration import load
    from office.intake import BadIntake, read_intake
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

    def known_to_them(office: Office, other: str) -> str | None:
        caller = caller_of(load(data), office.database, by)
        return other if caller.may(Right.SEE_CASE, other) else None

    async def work(office: Office) -> list[dict[str, Any]]:
        from rich.console import Console
        from rich.progress import Progress

        for request in requests:
            if not second and (other := await office.open_for(request)) is not None:
                named = await asyncio.to_thread(known_to_them, office, other.case_id)
                raise Refused(f"{request.place}: {same_child(named, other.because)}")
        with Progress(console=Console(stderr=True), transient=True, disable=as_json) as shown:
            task = shown.add_task("Opening", total=len(requests))
            at_once = asyncio.Semaphore(_OPENED_AT_ONCE)

            async def one(request: Request) -> dict[str, Any]:
                async with at_once:
                    case_id, new = await office.open(request, by=by or "intake", second=second)
                shown.advance(task)
                return {"case": case_id, "reference": request.reference, "opened": new}

            return list(await asyncio.gather(*(one(request) for request in requests)))

    opened = in_office(data, work)
    new = sum(row["opened"] for row in opened)
    if as_json:
        _print({"opened": new, "already_open": len(opened) - new, "cases": opened})
        return
    for row in opened:
        typer.echo(
            f"{row['case']}  {'opened' if row['opened'] else 'already open'}  {row['reference'] or ''}".rstrip()
        )
    typer.echo(f"{new} opened, {len(opened) - new} already open.")


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
        by=by,
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
    """Stage, obligations with status and why, and what may be done next."""
    from casework.access.permissions import Right
    from office.case_view import case_as_json

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASE, case)
        told = case_as_json(database, case, today())
    if as_json:
        _print(told)
    else:
        _print_case(told)


def _cases(
    stage: Annotated[
        str | None, typer.Option("--stage", metavar="S", help="Only cases in this stage.")
    ] = None,
    rag: Annotated[
        str | None, typer.Option("--rag", metavar="R", help="red, amber, green or closed.")
    ] = None,
    due_within: Annotated[
        int | None,
        typer.Option("--due-within", metavar="DAYS", help="With a limit due in so many days, or overdue."),
    ] = None,
    officer: Annotated[
        str | None, typer.Option("--officer", metavar="ID", help="Only this officer's cases.")
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """The caseload, the most urgent first."""
    from datetime import timedelta

    from casework.case.stages import Stage
    from office.case_view import row_as_json
    from records.cases import CaseFilter, select_cases

    if stage is not None and stage not in set(Stage):
        raise BadUsage(f"There is no stage {stage!r}; choose from {', '.join(Stage)}.")
    if rag is not None and rag not in _RAG:
        raise BadUsage(f"There is no colour {rag!r}; choose from {', '.join(_RAG)}.")
    if due_within is not None and not 0 <= due_within <= 10_000:
        raise BadUsage("--due-within is a number of days from 0 to 10000.")
    until = today() + timedelta(days=due_within) if due_within is not None else None
    with as_caller(data, by) as (database, caller):
        with database.read() as session:
            found = select_cases(session, CaseFilter(stage, rag, until, officer))
        rows = [row_as_json(row) for row in caller.listed(found)]
    if as_json:
        _print({"cases": rows})
    else:
        _print_caseload(rows)


def _history(
    case: Case,
    events: Annotated[bool, typer.Option("--events", help="Add Temporal's own events.")] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """The ledger of a case, oldest first, and what was sent in it."""
    from casework.access.permissions import Right
    from office.case_view import ledger_as_json, notices_as_json

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASE, case)
        lines = ledger_as_json(database, case, personal=caller.may_personal(case))
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
        _print_history(told)


def _print(document: Any) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


def _print_case(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from casework.case.openings import BEGINNINGS

    console = Console()
    colour = _RAG[told["rag"]]
    console.print(
        f"[bold]{told['case']}[/bold]  [{colour}]{_RAG_SHAPE[told['rag']]}[/{colour}]  {told['stage_in_words']}",
        highlight=False,
    )
    owner = f"officer {told['officer']}" if told["officer"] else "no officer"
    console.print(
        f"{BEGINNINGS[told['opens']].on} {told['received_on'] or 'on a day not recorded'}{how_received(told)}, team {told['team'] or 'none'}, {owner}",
        highlight=False,
    )
    if told["right_holder"]:
        console.print(f"The right is {WHOSE[told['right_holder']]}.", highlight=False)
    if told["youth_accommodation"]:
        console.print("In relevant youth accommodation: SI 2015/62 applies.", highlight=False)
    table = Table(box=None, pad_edge=False)
    for column in ("Last day", "Status", "Late", "Limit"):
        table.add_column(column, no_wrap=column != "Limit")
    for one in told["obligations"]:
        of = f" ({one['of']})" if one["of"] else ""
        red = one["status"] in ("late", "overdue")
        status = f"[red]{one['status']}[/red]" if red else one["status"]
        late = str(one["days_late"]) if one["days_late"] else ""
        table.add_row(one["due_on"], status, late, escape(one["title"] + of))
    console.print(table)
    for one in told["obligations"]:
        if one["status"] in ("running", "overdue", "open") and one["closed_on"] is None:
            console.print(f"• {escape(one['because'])}", highlight=False)
    if told["advice_to_ask"]:
        console.print(
            f"Advice is still to be asked of {', '.join(told['advice_to_ask'])} (reg 6(1)).", highlight=False
        )
    _print_papers(console, told)
    if told["actions"]:
        console.print("\nWhat may be done now:", highlight=False)
        for action in told["actions"]:
            of = f" --set of={action['of'].upper()}" if action["of"] else ""
            console.print(
                f"  {action['title']}: ehcp act {told['case']} {action['action']} --on DATE{of}",
                highlight=False,
                soft_wrap=True,
            )


def _print_papers(console: Any, told: dict[str, Any]) -> None:
    from rich.markup import escape

    from casework.case.acts import CATALOGUE
    from starter.cli.processes import lines_in_case, print_lines

    for one in told["decisions"]:
        by = f"by {one['by']}" if one["by"] else "nobody is named who decided"
        since = f"; changed since by {one['changed_by']} on {one['changed_on']}" if one["changed_by"] else ""
        said = CATALOGUE[one["decision"]].said
        console.print(
            f"Decided {one['on'] or 'on a day not recorded'}: {said}, {escape(by)}{since}",
            highlight=False,
            soft_wrap=True,
        )
    for one in told["plans"]:
        console.print(
            f"Plan version {one['version']}: {one['plan']}, saved {one['saved_at'][:10]}", highlight=False
        )
    for one in told["letters_waiting"]:
        lacks = escape("; ".join(one["lacks"]))
        console.print(
            f"[yellow]The letter of {one['on']} to {escape(recipient(one['to_role'], one['of']))} "
            f"({one['kind'].replace('_', ' ')}) waits[/yellow]: it lacks {lacks}",
            highlight=False,
            soft_wrap=True,
        )
    for one in told["letters_to_see_to"]:
        console.print(
            f"[yellow]The {one['channel']} of {one['on']} ({one['kind'].replace('_', ' ')}) needs you[/yellow]: "
            f"{escape(one['problem'] or one['status'])} [dim]{one['dispatch']}[/dim]",
            highlight=False,
            soft_wrap=True,
        )
    for one in told["consulted"]:
        answer = (one["answer"] or "answered").replace("_", " ") if one["answered_on"] else "no answer yet"
        ground = f" ({one['ground'].replace('_', ' ')})" if one["ground"] else ""
        console.print(
            f"Consulted {escape(one['setting'])} on {one['asked_on'] or 'a day not recorded'}: {answer}{ground}",
            highlight=False,
        )
    print_lines(lines_in_case(told))
    for one in told["lists"]:
        console.print(
            f"Tailored list {one['list']}: {'sent ' + one['sent_on'] if one['sent_on'] else 'not sent'}",
            highlight=False,
        )


def _print_caseload(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("Case", "", "Stage", "Next limit", "Due", "Officer"):
        table.add_column(column, no_wrap=column in ("Case", "", "Due", "Officer"))
    for row in rows:
        colour = _RAG[row["rag"]]
        table.add_row(
            row["case"],
            f"[{colour}]{_RAG_SHAPE[row['rag']]}[/{colour}]",
            row["stage"].replace("_", " "),
            escape(row["next_due"] or ""),
            row["next_due_on"] or "",
            escape(row["officer"] or ""),
        )
    console = Console()
    console.print(table)
    console.print(f"{len(rows)} case{'' if len(rows) == 1 else 's'}.", highlight=False)


def _print_history(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console()
    console.print(f"[bold]{told['case']}[/bold]", highlight=False)
    for line in told["ledger"]:
        note = f" [yellow]{escape(line['note'])}[/yellow]" if line["note"] else ""
        console.print(
            f"{line['on'] or 'not recorded':<13}{escape(line['text'])}{note} [dim]{line['stage']}[/dim]",
            highlight=False,
            soft_wrap=True,
        )
        if said := particulars(line):
            console.print(f"{'':<13}[dim]{escape(said)}[/dim]", highlight=False, soft_wrap=True)
    if told["notices"]:
        console.print("\n[bold]What was sent[/bold]", highlight=False)
    for one in told["notices"]:
        to = recipient(one["relationship"] or one["to_role"], one["of"])
        by = f", {one['provider']}" if one["provider"] else ""
        said = f": {one['words'][-1]['word']}" if one["words"] else ""
        console.print(
            f"{one['on']:<13}{one['kind'].replace('_', ' ')}, {one['channel']} to {escape(to)}: "
            f"{one['status'].replace('_', ' ')}{by}{said} [dim]{one['dispatch']}[/dim]",
            highlight=False,
            soft_wrap=True,
        )
        if one["problem"]:
            console.print(
                f"{'':<13}[yellow]{escape(one['problem'])}[/yellow]", highlight=False, soft_wrap=True
            )
    if "events" in told:
        console.print("\n[bold]Temporal's own events[/bold]", highlight=False)
        for event in told["events"]:
            console.print(
                f"{event['number']:>5} {event['at'][:19]} {event['event']} {escape(event['summary'])}",
                highlight=False,
                soft_wrap=True,
            )
