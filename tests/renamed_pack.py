"""A copy of a rule pack in which every rule has another id, and every other word is the same."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PACK = Path(__file__).resolve().parents[1] / "statute" / "packs" / "england-2014.yaml"


def content() -> dict[str, Any]:
    """The content of the pack file, to be changed at will."""
    return deepcopy(_read())


@cache
def _read() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(PACK.read_text(encoding="utf-8"), Loader=loader)
    return loaded


def new_ids() -> dict[str, str]:
    """The new id of each rule, by its own. They stand in the same order, which decides between limits of one day."""
    known = content()
    rules = {rule["id"] for rule in known["rules"]} | {clock["rule"] for clock in known["clocks"]}
    return {rule: f"limit-{place:03d}" for place, rule in enumerate(sorted(rules), 1)}


def renamed() -> dict[str, Any]:
    """The content of the pack file with the new ids."""
    ids, found = new_ids(), content()
    for rule in found["rules"]:
        rule["id"] = ids[rule["id"]]
        if "rules" in rule["counting"]:
            rule["counting"]["rules"] = [ids[each] for each in rule["counting"]["rules"]]
        for ground in rule.get("exceptions", ()):
            if "same_as" in ground:
                ground["same_as"] = ids[ground["same_as"]]
    for clock in found["clocks"]:
        clock["rule"] = ids[clock["rule"]]
        if "grounds_of" in clock:
            clock["grounds_of"] = ids[clock["grounds_of"]]
    for way in found["supersession"].values():
        for event, scope in way["by"].items():
            if isinstance(scope, list):
                way["by"][event] = [ids[each] for each in scope]
    return found


def write_renamed(folder: Path) -> Path:
    """Write the renamed pack into a folder of packs."""
    (folder / PACK.name).write_text(yaml.safe_dump(renamed(), allow_unicode=True), encoding="utf-8")
    return folder


def with_old_ids(told: Any) -> Any:
    """What was told under the renamed pack, as the pack itself would have told it."""
    return _mapped(told, {new: old for old, new in new_ids().items()})


def _mapped(told: Any, ids: dict[str, str]) -> Any:
    if isinstance(told, dict):
        return {name: _mapped(value, ids) for name, value in told.items()}
    if isinstance(told, list):
        return [_mapped(value, ids) for value in told]
    return ids.get(told, told) if isinstance(told, str) else told
