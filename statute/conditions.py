"""Conditions that a pack puts on the fields of a fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statute.facts import Event

Condition = tuple[tuple[str, tuple[Any, ...]], ...]
"""The fields that are asked about, each with the values of which it must have one."""
OfFacts = tuple[tuple[str, Condition], ...]
"""Facts by their names, each with the condition that it must meet."""


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
