"""`ehcp dispute`: mediations and appeals."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter.terminal.place import (
    AsJson,
    By,
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

if TYPE_CHECKING:
    from office.office import Office

Dispute = Annotated[str, typer.Argument(metavar="DISPUTE")]
Mediator = Annotated[
    str | None, typer.Option("--mediator", metavar="ID", help="As this mediator sees it: their own alone.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    dispute = typer.Typer(help="Mediations and appeals.", no_args_is_help=True)
    dispute.command("list")(_list)
    dispute.command("show")(_show)
    dispute.command("act")(_act)
    app.add_typer(dispute, name="dispute")


def _list(
    case: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="Only the disputes of this case.")
    ] = None,
    mediator: Mediator = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that are over too.")] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """The disputes that are open, the last changed first."""
    from casework.access.permissions import Right
    from office.disputes import disputes_as_json

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_DISPUTE)
        all_ = disputes_as_json(database, today(), case_id=case, mediator=caller.mediator or mediator)
        found = [one for one in all_ if caller.may(Right.SEE_DISPUTE, one["dispute"])]
    shown = [one for one in found if everything or not one["is_over"]]
    if as_json:
        typer.echo(json.dumps({"disputes": shown}, indent=2, ensure_ascii=False))
        return
    for one in shown:
        until = min((each["until"] for each in (*one["family"], *one["others"])), default="")
        typer.echo(f"{one['dispute']}  {one['stage'].replace('_', ' ')}  {until}".rstrip())
    if not shown:
        typer.echo(
            "No dispute is open." if not found else "No dispute is open; --all shows those that are over."
        )


def _show(
    dispute: Dispute,
    mediator: Mediator = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """A dispute: how it stands, what either side may still do and until when, and what happened."""
    from office.disputes import dispute_as_json

    with as_caller(data, by) as (database, caller):
        caller.check_dispute(dispute)
        told = dispute_as_json(database, dispute, today(), mediator=caller.mediator or mediator)
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        _print(told)


def _act(
    dispute: Dispute,
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help="`ehcp dispute show` lists what may be done.")
    ],
    on: On,
    settings: Particulars = None,
    by: By = None,
    request_id: RequestId = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Record what happens in a dispute; its case is told."""
    from office.disputes import act_in_dispute
    from office.office import opaque
    from workflows.messages import ActMessage

    took_effect = day(on)
    of, fields = set_in(settings)
    message = ActMessage(
        action=action, on=took_effect, of=of, fields=fields, by=by, request_id=request_id or f"cli-{opaque()}"
    )

    let_in(data, by, lambda caller: caller.check_dispute(dispute, action))

    def work(office: Office) -> Awaitable[Any]:
        return act_in_dispute(office, dispute, message)

    receipt = in_office(data, work)
    if as_json:
        typer.echo(json.dumps(receipt.model_dump(mode="json"), indent=2))
    else:
        typer.echo(f"Recorded: {dispute} is now {receipt.stage.replace('_', ' ')} (step {receipt.sequence}).")


def _arranged(told: dict[str, Any]) -> list[str]:
    """Who mediates or what the Tribunal directed, and what came of it, in lines."""
    accepted = " (accepted)" if told.get("accepted") else " (invited)"
    said = {
        "Mediator": f"{told['mediator']}{accepted}" if told.get("mediator") else None,
        "Offers": ", ".join(told.get("proposed") or ()) if not told.get("session_on") else None,
        "Decides for the authority": told.get("decision_maker"),
        "Session": told.get("session_on"),
        "Outcome": told.get("outcome"),
        "Agreed on": ", ".join(told.get("agreed_on") or ()).replace("_", " "),
        "Response by": told.get("response_by"),
        "Evidence by": told.get("evidence_by"),
        "Hearing": told.get("hearing_on"),
        "Ended": (told.get("ended_why") or "").replace("_", " "),
    }
    return [f"{name}: {value}" for name, value in said.items() if value]


def _print(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console()

    def say(line: str) -> None:
        console.print(line, highlight=False, soft_wrap=True)

    say(f"[bold]{told['dispute']}[/bold]  {told['stage'].replace('_', ' ')}, case {told['case']}")
    when = f" on {told['decided_on']}" if told["decided_on"] else ""
    say(f"About: {escape(told['about_in_words'])}{when}")
    for line in _arranged(told):
        say(escape(line))
    for side, title in (("family", "What the family may still do"), ("others", "What others must do")):
        if told[side]:
            say(f"\n{title}")
        for one in told[side]:
            overdue = " [red]overdue[/red]" if one["status"] == "overdue" else ""
            say(f"  by {one['until']}{overdue}  {escape(one['title'])} ({escape(one['who'])})")
            say(f"    [dim]{escape(one['because'])}[/dim]")
    say("\nWhat happened")
    for line in told["ledger"]:
        by = f" [dim](by {escape(line['by'])})[/dim]" if line["by"] else ""
        say(f"  {line['on']}  {escape(line['text'])}{by}")
    if told["actions"]:
        say("\nWhat may be done now")
    for action in told["actions"]:
        wanted = "".join(
            f" --set {field['name']}={field['name'].upper()}"
            for field in action["fields"]
            if field["required"]
        )
        say(f"  {action['title']}: ehcp dispute act {told['dispute']} {action['action']} --on DATE{wanted}")
