"""`ehcp simulate`: a scenario on virtual time."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter.terminal.data_folder import AsJson
from starter.terminal.errors import BadUsage, Refused
from starter.terminal.wording import particulars
from statute.strict_reading import Repeated, json_from

if TYPE_CHECKING:
    from rich.console import Console


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("simulate")(_simulate)


def _simulate(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO.json", help="What happens in a case; - reads standard input.")
    ],
    as_json: AsJson = False,
) -> None:
    """The real workflows on virtual time: what happened, when, and who was told."""
    from engine.errors import EngineError
    from records.errors import RecordsError
    from starter.simulate.simulation import scenario_of, simulate
    from statute.errors import BadFacts, OutsideCalendar

    content = _content(scenario)
    try:
        told = asyncio.run(simulate(scenario_of(content)))
    except BadFacts as error:
        raise BadUsage(str(error)) from None
    except (EngineError, RecordsError, OutsideCalendar) as error:
        raise Refused(str(error)) from None
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        _print(told)


def _content(name: str) -> Any:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadUsage(
            f"{name} cannot be read: {(error.strerror or 'no reason is given').lower()}."
        ) from None
    try:
        return json_from(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadUsage(f"{name} is not text in UTF-8; save it as UTF-8.") from None
    except Repeated as error:
        raise BadUsage(f"{name} cannot be read. {error}") from None
    except (ValueError, RecursionError):
        raise BadUsage(f"{name} is not JSON; check its commas and quotes.") from None


def _print(told: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    console.print(
        f"[bold]{told['case']}[/bold] on {told['until']}: {told['stage'].replace('_', ' ')}, {told['rag']}",
        highlight=False,
    )
    console.print("\n[bold]What happened, and who was told[/bold]")
    happened = [
        (line["recorded_at"][:10], line["on"], line["text"], line["note"], particulars(line))
        for line in told["ledger"]
    ]
    notices = [(notice["on"], notice) for notice in told["notices"]]
    for recorded, on, text, note, said in happened:
        late = f" [yellow]({escape(note)})[/yellow]" if note else ""
        console.print(f"{on or recorded}  {escape(text)}{late}", highlight=False, soft_wrap=True)
        if said:
            console.print(f"            [dim]{escape(said)}[/dim]", highlight=False, soft_wrap=True)
    _print_early_support(console, told)
    table = Table(title="Notices", title_justify="left", box=None, pad_edge=False)
    for column in ("On", "Kind", "To", "About"):
        table.add_column(column, no_wrap=column == "On")
    for on, notice in notices:
        about = f"{notice['about']} ({notice['of']})" if notice["of"] else notice["about"]
        table.add_row(
            on, notice["kind"].replace("_", " "), notice["to_role"].replace("_", " "), escape(about)
        )
    console.print(table)
    limits = Table(title="Obligations", title_justify="left", box=None, pad_edge=False)
    for column in ("Last day", "Done", "Status", "Days late", "Limit"):
        limits.add_column(column, no_wrap=column != "Limit")
    for one in told["obligations"]:
        of = f" ({one['of']})" if one["of"] else ""
        limits.add_row(
            one["due_on"],
            one["met_on"] or "",
            one["status"],
            str(one["days_late"] or ""),
            escape(one["title"] + of),
        )
    console.print(limits)
    for dispute in told["disputes"]:
        console.print(
            f"\n[bold]{dispute['kind'].capitalize()}[/bold] {dispute['dispute']}: {dispute['stage'].replace('_', ' ')}",
            highlight=False,
        )
        for line in dispute["ledger"]:
            console.print(f"{line['on']}  {escape(line['text'])}", highlight=False, soft_wrap=True)
    for refusal in told["refused"]:
        console.print(
            f"[red]Refused[/red] on {refusal['on']}: {refusal['action']}: {escape(refusal['why'])}",
            highlight=False,
            soft_wrap=True,
        )


def _print_early_support(console: Console, told: dict[str, Any]) -> None:
    """Print what stood beside the request, where the scenario has early support."""
    from rich.markup import escape

    if (early := told.get("early_support")) is None:
        return
    said = f"\nEarly support at the request: {early['at_request']}\nAt the end: {early['status']}\n"
    console.print(escape(said), highlight=False, soft_wrap=True)
