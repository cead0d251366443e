"""A rule pack that is written as its differences from another: the law ahead, in as few lines as it changes.

Such a file has `based_on` and, beside its own id, title and days, only what is added, changed or removed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

_MERGED = ("confidence", "texts", "sources", "events", "states")
"""The parts of a pack whose entries have names: an entry of the same name takes the place of the base's."""
_LISTS = ("rules", "clocks")
"""The parts that are lists, in which `add`, `change`, `remove` and `replace_of` say what is different."""


def laid_over(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The whole content of a pack that is written as changes to a base.

    Raises ValueError, with one sentence, where it changes or removes a rule that the base does not have, or uses a
    word for a change that is not known.
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
    """The rules that a fact closes, without those that are removed."""
    return [rule for rule in scope if rule not in removed] if isinstance(scope, list) else scope
