"""Conditions that a pack puts on the fields of a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from statute.facts import Dated, Event

if TYPE_CHECKING:
    from statute.pack import Counts

Condition = tuple[tuple[str, tuple[Any, ...]], ...]
"""The fields that are asked about, each with the values of which it must have one."""
OfFacts = tuple[tuple[str, Condition], ...]
"""Facts by their names, each with the condition that it must meet."""


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """When a fact counts: by its own fields (`when`, `unless`), and by the latest fact before it that the test names.

    With `after`, that latest fact must be one of these, and meet its condition; with `unless_after` it must be none of
    these. Facts of `not_since` are named only to end the search.
    """

    when: Condition
    unless: Condition
    after: Mapping[str, Condition]
    unless_after: frozenset[str]
    not_since: frozenset[str]

    @property
    def by_itself(self) -> bool:
        """Whether the fact's own fields decide."""
        return not self.after and not self.unless_after


def test_of(counts: Counts) -> Test:
    """A test as the pack writes it, ready to be run."""
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
    """The latest of the facts of these names."""
    return next((event for _, event in reversed(before) if event.event in names), None)


def condition(wanted: Mapping[str, Any]) -> Condition:
    """A condition as the pack writes it, ready to be tested."""
    return tuple(
        (name, tuple(value) if isinstance(value, list) else (value,)) for name, value in wanted.items()
    )


def of_facts(wanted: Mapping[str, Mapping[str, Any]]) -> OfFacts:
    """The conditions on several facts, as the pack writes them."""
    return tuple((name, condition(each)) for name, each in wanted.items())


def holds(condition: Condition, event: Event) -> bool:
    """Whether a fact's fields are as a condition wants them. A field with several values holds if any does.

    `of` stands for whose the fact is.
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
    """Whether a fact's fields are as a condition wants them, and hold no other value beside."""
    return holds(condition, event) and all(
        item in wanted
        for name, wanted in condition
        if wanted != ("*",) and isinstance(event.fields.get(name), (list, tuple))
        for item in event.fields[name]
    )
