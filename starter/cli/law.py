"""The commands that need no server: `ehcp timeline` and `ehcp rules`."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter.terminal.errors import BadUsage, Refused

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from statute.pack import Rule, RulePack
    from statute.ranges import Between

_LARGEST = 5_000_000
_COLOURS = {
    "met": "green",
    "running": "cyan",
    "open": "cyan",
    "closed": "dim",
    "superseded": "dim",
    "excused": "yellow",
    "late": "red",
    "overdue": "bold red",
}


def register(app: typer.Typer) -> None:
    """Add `timeline` and `rules` to the command."""
    app.command("timeline")(_timeline)
    app.command("rules")(_rules)


def _timeline(
    facts: Annotated[
        str, typer.Argument(metavar="FACTS.json", help="The facts of one case; - reads standard input.")
    ],
    as_at: Annotated[
        str | None,
        typer.Option(
            "--as-at", metavar="DATE", help="The day of asking; else as_at of the file, else today."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
    under: Annotated[
        str | None,
        typer.Option(
            "--pack", metavar="ID", help="The rule pack to apply; else the one in force at the request."
        ),
    ] = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="Also write the last days to a calendar file."),
    ] = None,
) -> None:
    """Every limit that has begun in a case: its last day, how it stands, and why. Needs no server."""
    from statute.errors import BadFacts, Contradiction, NoSuchPack, OutsideCalendar
    from statute.pack import load_pack, pack_of_request
    from statute.ranges import timeline_between
    from statute.schema import facts_from_json
    from statute.timeline import received_on

    try:
        chosen = load_pack(under) if under is not None else None
    except NoSuchPack as error:
        raise BadUsage(str(error)) from None
    try:
        known, written_as_at = facts_from_json(_text(facts), pack=chosen)
        day = _day(as_at) if as_at is not None else written_as_at or _today()
        pack = chosen or pack_of_request(received_on(known))
        obligations = timeline_between(known, day, pack=pack)
        rows = [obligation.as_json() for obligation in obligations]
    except BadFacts as error:
        raise BadUsage(str(error)) from None
    except (Contradiction, NoSuchPack, OutsideCalendar) as error:
        raise Refused(str(error)) from None
    if ics is not None:
        from office.calendar_file import calendar_file

        _write(ics, calendar_file((each.first for each in obligations), case=ics.stem, as_at=day))
    if as_json:
        _print_json(
            {
                "rule_pack": pack.id,
                "rule_pack_hash": pack.hash,
                "as_at": day.isoformat(),
                "obligations": rows,
            }
        )
    else:
        _show_obligations(obligations, day, pack)


def _rules(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
    rule: Annotated[str | None, typer.Option("--rule", metavar="ID", help="One rule in full.")] = None,
    compare: Annotated[
        str | None,
        typer.Option("--compare", metavar="PACK", help="What this other pack would add, change and remove."),
    ] = None,
    facts: Annotated[
        str | None,
        typer.Option(
            "--facts",
            metavar="FACTS.json",
            help="With --compare, also the dates of one case that would differ.",
        ),
    ] = None,
) -> None:
    """The rule pack in force, with citations, and which rules are not verified; or what another would change."""
    from statute.pack import pack_in_force

    pack = pack_in_force(_today())
    if compare is not None:
        _compare(pack, compare, facts, as_json=as_json)
        return
    if facts is not None:
        raise BadUsage("--facts needs --compare; name the pack to compare with.")
    chosen = pack.rules
    if rule is not None:
        chosen = tuple(one for one in pack.rules if one.id == rule)
        if not chosen:
            raise BadUsage(f"There is no rule {rule!r}; {_like(rule, [one.id for one in pack.rules])}")
    if as_json:
        _print_json(
            {
                "rule_pack": pack.id,
                "rule_pack_hash": pack.hash,
                "effective_from": pack.effective_from.isoformat(),
                "effective_to": pack.effective_to.isoformat() if pack.effective_to else None,
                "not_verified": [one.id for one in pack.unverified],
                "rules": [_rule_row(one, pack) for one in chosen],
                "events": {name: event.model_dump(mode="json") for name, event in pack.events.items()},
            }
        )
    elif rule is not None:
        _show_rule(chosen[0], pack)
    else:
        _show_rules(chosen, pack)


def _compare(pack: RulePack, with_id: str, facts: str | None, *, as_json: bool) -> None:
    from starter.cli import law_comparison
    from statute.errors import BadFacts, Contradiction, NoSuchPack, OutsideCalendar
    from statute.pack import load_pack
    from statute.pack_comparison import compare, compare_days
    from statute.schema import facts_from_json

    try:
        other = load_pack(with_id)
        days = None
        if facts is not None:
            known, written_as_at = facts_from_json(_text(facts), pack=other)
            days = compare_days(known, written_as_at or _today(), pack, other)
    except (BadFacts, NoSuchPack) as error:
        raise BadUsage(str(error)) from None
    except (Contradiction, OutsideCalendar) as error:
        raise Refused(str(error)) from None
    found = compare(pack, other)
    if as_json:
        _print_json(law_comparison.as_json(pack, other, found, days))
    else:
        law_comparison.show(_console(), pack, other, found, days)


def _rule_row(rule: Rule, pack: RulePack) -> dict[str, Any]:
    return {
        "rule": rule.id,
        **rule.model_dump(mode="json", exclude={"id"}),
        "verified": rule.verified,
        "has_clock": rule.id in pack.bound,
    }


def _like(word: str, known: Sequence[str]) -> str:
    import difflib

    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}?" if near else "`ehcp rules` lists them."


def _print_json(answer: dict[str, Any]) -> None:
    """One JSON document; a terminal that cannot show every letter gets them escaped."""
    try:
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    except UnicodeEncodeError:
        typer.echo(json.dumps(answer, indent=2))


def _text(name: str) -> str:
    """The text of a file, or of standard input for "-"; never more than the facts of a case can take."""
    import sys

    shown = "Standard input" if name == "-" else repr(name if len(name) < 80 else f"{name[:77]}...")
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "strerror", None) or "this is no name of a file").lower()
        raise BadUsage(
            f"{shown} cannot be read: {reason}; give the facts of one case as a JSON file."
        ) from None
    if len(raw) > _LARGEST:
        raise BadUsage(f"{shown} is larger than 5 MB; give the facts of one case.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadUsage(f"{shown} is not text in UTF-8; save it as UTF-8.") from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode())
    except OSError as error:
        reason = (error.strerror or "no reason is given").lower()
        raise BadUsage(f"{path} cannot be written: {reason}; name another file.") from None


def _day(text: str) -> date:
    from statute.schema import parse_day

    try:
        return parse_day(text)
    except ValueError as error:
        raise BadUsage(f"--as-at {error}.") from None


def _today() -> date:
    from datetime import UTC, datetime

    from statute.local_time import london_date

    return london_date(datetime.now(UTC))


def _console() -> Console:
    """A console that shows a question mark for a letter which the terminal does not know."""
    import sys

    from rich.console import Console

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return Console()


def _show_obligations(obligations: Sequence[Between], day: date, pack: RulePack) -> None:
    from rich.markup import escape
    from rich.table import Table

    from statute.words import short_date

    console = _console()
    if not obligations:
        console.print(f"No limit has begun by {short_date(day)}.")
        return
    table = Table(
        title=f"As at {short_date(day)}, under {pack.id}{', a draft that is not law' if pack.draft else ''}",
        title_justify="left",
    )
    for column in ("Rule", "Last day", "Done", "Status", "Days late"):
        table.add_column(
            column,
            no_wrap=column in ("Last day", "Status"),
            justify="right" if column == "Days late" else "left",
        )
    for each in obligations:
        one, status = each.first, each.status or "depends"
        of = f" ({one.of})" if one.of else ""
        colour = _COLOURS.get(status, "magenta")
        table.add_row(
            escape(f"{one.title}{of}"),
            _range((one.due_on, each.last.due_on)),
            _range(each.met_between),
            f"[{colour}]{status}[/{colour}]",
            ""
            if each.days_late_between == (0, 0)
            else " to ".join(map(str, dict.fromkeys(each.days_late_between))),
        )
    console.print(table)
    for each in obligations:
        one = each.first
        of = f" ({one.of})" if one.of else ""
        console.print(f"\n[bold]{escape(one.title + of)}[/bold] [dim]{one.rule}[/dim]")
        console.print(escape(each.because), highlight=False)


def _range(days: tuple[date, date] | None) -> str:
    """One day, or the first and the last of several."""
    return " to ".join(dict.fromkeys(day.isoformat() for day in days or ()))


def _show_rules(rules: Sequence[Rule], pack: RulePack) -> None:
    from rich.markup import escape
    from rich.table import Table

    console = _console()
    table = Table(title=f"{pack.id}, in force from {pack.effective_from}", title_justify="left")
    for column in ("Rule", "What", "Citation", "Verified"):
        table.add_column(column, overflow="fold")
    for rule in rules:
        shown = {"verified_text": "text", "verified_secondary": "account"}.get(rule.confidence)
        table.add_row(
            rule.id, escape(rule.title), escape(rule.citation), shown or f"[red]no: {rule.confidence}[/red]"
        )
    console.print(table)
    console.print(f"Pack hash {pack.hash}", highlight=False)
    console.print(f"Facts that it knows: {', '.join(pack.events)}.", highlight=False)
    names = ", ".join(rule.id for rule in pack.unverified)
    console.print(
        f"{len(pack.unverified)} rules are not verified; check them before relying on them: {names}.",
        highlight=False,
    )


def _show_rule(rule: Rule, pack: RulePack) -> None:
    from rich.markup import escape

    console = _console()
    console.print(f"[bold]{escape(rule.id)}: {escape(rule.title)}[/bold]", highlight=False)
    rows = {
        "Citation": rule.citation,
        "Starts": rule.trigger,
        "Period": rule.arithmetic or rule.counting.convention.replace("_", " "),
        "Who": rule.duty_holder_in_full,
        "Must": rule.action,
        "Notice": rule.notice_must_contain,
        "If not": rule.breach,
        "Note": rule.notes,
        "Verified": pack.confidence[rule.confidence]
        if rule.verified
        else f"NO: {pack.confidence[rule.confidence]}",
        "Says": "; ".join(f'"{phrase.says}" ({phrase.at})' for phrase in rule.phrases),
        "Sources": "; ".join(rule.sources),
    }
    for name, value in rows.items():
        if value:
            console.print(f"{name + ':':<10}{escape(value)}", highlight=False, soft_wrap=True)
    for ground in rule.exceptions:
        console.print(
            f"{'Except:':<10}{escape(' or '.join(ground.written))}: {escape(ground.condition)}",
            highlight=False,
            soft_wrap=True,
        )
