"""Compare two rule packs: their rules, and the days of one case under each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from statute.facts import Facts
from statute.obligation import Obligation
from statute.pack import Counting, Rule, RulePack
from statute.timeline import timeline
from statute.words import month_and_day

_NOT_OF_THE_RULE = frozenset({"sources", "phrases", "arithmetic"})
"""Fields that say where a rule comes from, which are not compared."""


class RuleChange(NamedTuple):
    """A rule that differs between two packs, with the names of the different fields, or `clocks` if its clocks differ."""

    before: Rule
    after: Rule
    what: tuple[str, ...]


class PackComparison(NamedTuple):
    """The rules that another pack adds, changes and removes."""

    added: tuple[Rule, ...]
    changed: tuple[RuleChange, ...]
    removed: tuple[Rule, ...]


class DayChange(NamedTuple):
    """One obligation of a case under two packs; None under a pack that does not have it."""

    before: Obligation | None
    after: Obligation | None


def compare(one: RulePack, other: RulePack) -> PackComparison:
    """The rules that differ between two packs, in the order of the packs."""
    before, after = ({rule.id: rule for rule in pack.rules} for pack in (one, other))
    return PackComparison(
        added=tuple(rule for rule in other.rules if rule.id not in before),
        changed=tuple(
            RuleChange(rule, after[rule.id], what)
            for rule in one.rules
            if rule.id in after and (what := _differences(rule, after[rule.id], one, other))
        ),
        removed=tuple(rule for rule in one.rules if rule.id not in after),
    )


def _differences(rule: Rule, changed: Rule, one: RulePack, other: RulePack) -> tuple[str, ...]:
    old, new = (
        rule.model_dump(exclude=set(_NOT_OF_THE_RULE)),
        changed.model_dump(exclude=set(_NOT_OF_THE_RULE)),
    )
    names = [name for name in old if old[name] != new[name]]
    if _clocks_of(rule, one) != _clocks_of(changed, other):
        names.append("clocks")
    return tuple(names)


def _clocks_of(rule: Rule, pack: RulePack) -> list[dict[str, Any]]:
    return [clock.model_dump() for clock in pack.clocks if clock.rule == rule.id]


def compare_days(facts: Facts, as_at: date, one: RulePack, other: RulePack) -> tuple[DayChange, ...]:
    """The obligations of a case that only one pack has, or whose last day or status differs.

    Raises what statute.timeline.timeline raises.
    """
    before, after = (_by_start(timeline(facts, as_at, pack=pack)) for pack in (one, other))
    found = [
        DayChange(before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if _differs(before, after, key)
    ]
    return tuple(sorted(found, key=_last_day))


_Key = tuple[str, str | None, date, int]


def _by_start(obligations: Iterable[Obligation]) -> dict[_Key, Obligation]:
    """Obligations by rule, adviser or setting, day they began, and a number if they share all three."""
    found: dict[_Key, Obligation] = {}
    for one in obligations:
        place = 0
        while (key := (one.rule, one.of, one.started_on, place)) in found:
            place += 1
        found[key] = one
    return found


def _differs(before: dict[_Key, Obligation], after: dict[_Key, Obligation], key: _Key) -> bool:
    one, other = before.get(key), after.get(key)
    return one is None or other is None or (one.due_on, one.status) != (other.due_on, other.status)


def _last_day(change: DayChange) -> tuple[date, str]:
    known = change.before or change.after
    assert known is not None
    return known.due_on, known.rule


def period_in_words(counting: Counting) -> str:
    """A rule's period in a few words, such as "20 weeks after" or "before 15 February"."""
    if counting.month is not None and counting.day is not None:
        return f"{'before' if counting.convention == 'before_fixed_date' else 'to'} {month_and_day(counting.month, counting.day)}"
    words = counting.convention.replace("_", " ")
    return f"{counting.n} {words}" if counting.n is not None else words
