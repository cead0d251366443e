"""`ehcp rules --compare`: what another rule pack would change, in its rules and in the days of one case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from statute.obligation import Obligation
    from statute.pack import Rule, RulePack
    from statute.pack_comparison import DayChange, PackComparison, RuleChange


def as_json(
    one: RulePack, other: RulePack, found: PackComparison, days: Sequence[DayChange] | None
) -> dict[str, Any]:
    """A comparison as one JSON document; `dates` only where the facts of a case were given."""
    answer: dict[str, Any] = {
        "rule_pack": one.id,
        "compared_with": other.id,
        "draft": other.draft,
        "effective_from": other.effective_from.isoformat(),
        "added": [_rule_row(rule) for rule in found.added],
        "changed": [_change_row(change) for change in found.changed],
        "removed": [_rule_row(rule) for rule in found.removed],
    }
    if days is not None:
        answer["dates"] = [_day_row(change) for change in days]
    return answer


def _rule_row(rule: Rule) -> dict[str, Any]:
    from statute.pack_comparison import period_in_words

    return {
        "rule": rule.id,
        "title": rule.title,
        "citation": rule.citation,
        "period": period_in_words(rule.counting),
        "confidence": rule.confidence,
    }


def _change_row(change: RuleChange) -> dict[str, Any]:
    return {
        "rule": change.after.id,
        "what": list(change.what),
        "before": _rule_row(change.before),
        "after": _rule_row(change.after),
    }


def _day_row(change: DayChange) -> dict[str, Any]:
    known = change.before or change.after
    return {
        "rule": known.rule if known else None,
        "of": known.of if known else None,
        "started_on": known.started_on.isoformat() if known else None,
        "before": _stands(change.before),
        "after": _stands(change.after),
    }


def _stands(one: Obligation | None) -> dict[str, Any] | None:
    return None if one is None else {"due_on": one.due_on.isoformat(), "status": one.status}


def show(
    console: Console,
    one: RulePack,
    other: RulePack,
    found: PackComparison,
    days: Sequence[DayChange] | None,
) -> None:
    """Print a comparison as tables."""
    from rich.markup import escape
    from rich.table import Table

    from statute.pack_comparison import period_in_words

    law = "a draft that is not law" if other.draft else f"in force from {other.effective_from}"
    console.print(f"{one.id} compared with {other.id}, {law}: {escape(other.title)}", highlight=False)
    table = Table()
    for column in ("Change", "Rule", "What", "Citation", "Period"):
        table.add_column(column, overflow="fold")
    for rule in found.added:
        table.add_row("[green]added[/green]", rule.id, escape(rule.title), escape(rule.citation), period_in_words(rule.counting))  # fmt: skip
    for change in found.changed:
        before, after = (period_in_words(rule.counting) for rule in (change.before, change.after))
        table.add_row(
            "[yellow]changed[/yellow]",
            change.after.id,
            escape(f"{change.after.title} ({', '.join(change.what)})"),
            escape(change.after.citation),
            after if before == after else f"{before} -> {after}",
        )
    for rule in found.removed:
        table.add_row("[red]removed[/red]", rule.id, escape(rule.title), escape(rule.citation), period_in_words(rule.counting))  # fmt: skip
    console.print(table)
    if days is not None:
        _show_days(console, one, other, days)


def _show_days(console: Console, one: RulePack, other: RulePack, days: Sequence[DayChange]) -> None:
    from rich.markup import escape
    from rich.table import Table

    if not days:
        console.print("No date of this case would differ.")
        return
    table = Table(title="Dates of this case that would differ", title_justify="left")
    for column in ("Rule", one.id, other.id):
        table.add_column(column, overflow="fold")
    for change in days:
        known = change.before or change.after
        of = f" ({known.of})" if known and known.of else ""
        table.add_row(
            escape(f"{known.title if known else ''}{of}"), _shown(change.before), _shown(change.after)
        )
    console.print(table)


def _shown(one: Obligation | None) -> str:
    return "none" if one is None else f"{one.due_on} {one.status}"
