"""Read JSON, YAML and the columns of CSV without losing what is given twice. Pure."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable
from typing import Any

import yaml


class Repeated(ValueError):  # noqa: N818 - named for what is wrong
    """A name is given twice. The message is one sentence that says which and what to do."""


def json_from(text: str | bytes) -> Any:
    """The content of a JSON text. Raises Repeated, json.JSONDecodeError or RecursionError."""
    return json.loads(text, object_pairs_hook=_object)


def yaml_from(text: str) -> Any:
    """The content of a YAML text. Raises Repeated or yaml.YAMLError."""
    return yaml.load(text, Loader=_Loader)


def check_columns(names: Iterable[str | None]) -> None:
    """Raise Repeated if a column is named twice."""
    seen = set()
    for name in names:
        if name and name in seen:
            raise Repeated(f"The column {name!r} is there twice; remove or rename one of them.")
        seen.add(name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Repeated(f"The key {key[:40]!r} is given twice in one object; keep one of them.")
        found[key] = value
    return found


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # the C parser takes a tenth of the time
    """A safe loader that refuses a key that is given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is not None and key != "<<" and key in seen:
                line = key_node.start_mark.line + 1
                raise Repeated(
                    f"The key {key[:40]!r} is given twice, again on line {line}; keep one of them."
                )
            seen.add(key)
        found: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return found
