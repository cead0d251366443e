"""How `ehcp show`, `ehcp cases` and `ehcp history` print a case on a terminal."""

from __future__ import annotations

from typing import Any

from starter.terminal.wording import WHOSE, how_received, particulars, recipient

RAG = {"red": "bold red", "amber": "yellow", "green": "green", "closed": "dim"}
_RAG_SHAPE = {"red": "◆ red", "amber": "▲ amber", "green": "● green", "closed": "○ closed"}


def print_case(told: dict[str, Any]) -> None:
    """Print one case: its stage, limits, papers and processes."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from casework.case.openings import BEGINNINGS

    console = Console()
    colour = RAG[told["rag"]]
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

    from casework.case.actor import is_named
    from casework.case.acts import CATALOGUE
    from starter.cli.processes import lines_in_case, print_lines

    for one in told["decisions"]:
        by = f"by {one['by']}" if is_named(one["by"]) else "no decision maker is named"
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
        missing = escape("; ".join(one["lacks"]))
        console.print(
            f"[yellow]The letter of {one['on']} to {escape(recipient(one['to_role'], one['of']))} "
            f"({one['kind'].replace('_', ' ')}) waits[/yellow]; missing: {missing}",
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


def print_caseload(rows: list[dict[str, Any]]) -> None:
    """Print a table of cases."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("Case", "", "Stage", "Next limit", "Due", "Officer"):
        table.add_column(column, no_wrap=column in ("Case", "", "Due", "Officer"))
    for row in rows:
        colour = RAG[row["rag"]]
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


def print_history(told: dict[str, Any]) -> None:
    """Print the ledger of a case, and what was sent."""
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
