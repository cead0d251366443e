"""Conditions that a pack puts on the fields of a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from statute.facts import Dated, Event

if TYPE_CHECKING:
    from statute.pack import Counts

Condition = tuple[tuple[str, tuple[Any, ...]], ...]
"""Fields, each with the values that it may have."""
OfFacts = tuple[tuple[str, Condition], ...]
"""Names of facts, each with the condition that it must meet."""


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """When a fact counts: by its own fields (`when`, `unless`), and by the latest fact before it that the test names.

    With `after`, that latest fact must be one of these and meet its condition; with `unless_after` it must not be one of
    these. `not_since` names further facts that end the search.
    """

    when: Condition
    unless: Condition
    after: Mapping[str, Condition]
    unless_after: frozenset[str]
    not_since: frozenset[str]

    @property
    def needs_no_history(self) -> bool:
        """Whether only the fact's own fields decide."""
        return not self.after and not self.unless_after


def test_of(counts: Counts) -> Test:
    """Compile a test of the pack."""
    return Test(
        when=condition(counts.when),
        unless=condition(counts.unless),
        after={name: condition(each) for name, each in counts.after.items()},
        unless_after=frozenset(counts.unless_after),
        not_since=frozenset(counts.not_since),
    )


def passes(test: Test, event: Event, before: Sequence[Dated]) -> bool:
    """Whether a fact counts, given the dated facts before it, oldest first."""
    if (test.when and not holds(test.when, event)) or (test.unless and holds(test.unless, event)):
        return False
    if test.after:
        latest = _latest(before, (*test.after, *test.not_since))
        if latest is None or latest.event not in test.after or not holds(test.after[latest.event], latest):
            return False
    if test.unless_after:
        latest = _latest(before, (*test.unless_after, *test.not_since))
        return latest is None or latest.event not in test.unless_after
    return True


def _latest(before: Sequence[Dated], names: Sequence[str]) -> Event | None:
    """The latest fact with one of these names."""
    return next((event for _, event in reversed(before) if event.event in names), None)


def condition(wanted: Mapping[str, Any]) -> Condition:
    """Compile a condition of the pack."""
    return tuple(
        (name, tuple(value) if isinstance(value, list) else (value,)) for name, value in wanted.items()
    )


def of_facts(wanted: Mapping[str, Mapping[str, Any]]) -> OfFacts:
    """Compile the conditions that the pack puts on several facts."""
    return tuple((name, condition(each)) for name, each in wanted.items())


def holds(condition: Condition, event: Event) -> bool:
    """Whether a fact meets a condition. A field with several values meets it if one of them does.

    The name `of` means the adviser or setting of the fact.
    """
    for name, wanted in condition:
        value = event.of if name == "of" else event.fields.get(name)
        if value is None or value == "":
            return False
        if wanted == ("*",):
            continue
        values = value if isinstance(value, (list, tuple)) else (value,)
        if not any(item == one for item in values for one in wanted):
            return False
    return True


def holds_only(condition: Condition, event: Event) -> bool:
    """Whether a fact meets a condition and its fields have no other values."""
    return holds(condition, event) and all(
        item in wanted
        for name, wanted in condition
        if wanted != ("*",) and isinstance(event.fields.get(name), (list, tuple))
        for item in event.fields[name]
    )
