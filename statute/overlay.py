"""Rule packs that are written as changes to another pack, such as the draft of the law ahead.

Such a file has `based_on`, its own id, title and days, and only what is added, changed or removed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

_MERGED = ("confidence", "texts", "sources", "events", "states")
"""The parts of a pack whose entries have names. An entry replaces the base's entry of the same name."""
_LISTS = ("rules", "clocks")
"""The parts that are lists. `add`, `change`, `remove` and `replace_of` give their differences."""


def with_changes(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Apply the changes of a pack to its base and return the whole content.

    Raises ValueError, with one sentence, if it changes or removes a rule that the base does not have, or uses an unknown
    kind of change.
    """
    rules, clocks = changes.get("rules", {}), changes.get("clocks", {})
    if ways := (set(rules) - {"add", "change", "remove"}) | (set(clocks) - {"add", "replace_of"}):
        raise ValueError(f"{changes['id']} changes its base in ways that are not known: {sorted(ways)}")
    known = {rule["id"] for rule in base["rules"]}
    changed, removed = rules.get("change", {}), set(rules.get("remove", ()))
    if unknown := (set(changed) | removed) - known:
        raise ValueError(f"{changes['id']} changes rules that {base['id']} does not have: {sorted(unknown)}")
    dropped = removed | set(clocks.get("replace_of", ()))
    laid = {**base, **{name: value for name, value in changes.items() if name not in (*_MERGED, *_LISTS)}}
    for name in _MERGED:
        laid[name] = {**base.get(name, {}), **changes.get(name, {})}
    laid["rules"] = [
        *({**rule, **changed.get(rule["id"], {})} for rule in base["rules"] if rule["id"] not in removed),
        *rules.get("add", ()),
    ]
    laid["clocks"] = [
        *(clock for clock in base["clocks"] if clock["rule"] not in dropped),
        *clocks.get("add", ()),
    ]
    laid["supersession"] = {
        way: {**each, "by": {fact: _without(scope, removed) for fact, scope in each["by"].items()}}
        for way, each in base["supersession"].items()
    }
    return laid


def _without(scope: Any, removed: Collection[str]) -> Any:
    """The rules that a fact closes, without removed ones."""
    return [rule for rule in scope if rule not in removed] if isinstance(scope, list) else scope
