"""Read YAML with the line of each part, so that every fault of a file can be said with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

Path = tuple[str | int, ...]
"""The way to a part of the content: names and places in lists."""
Lines = Mapping[Path, int]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotYaml(ValueError):  # noqa: N818 - named for what is wrong
    """A text is not YAML from a line on. `is_too_deep` is whether it is nested too deeply to be read."""

    def __init__(self, line: int, *, is_too_deep: bool = False) -> None:
        self.line, self.is_too_deep = line, is_too_deep
        super().__init__(f"Line {line} is not YAML.")


class Repeated(ValueError):  # noqa: N818 - named for what is wrong
    """A name is given twice in one place."""

    def __init__(self, line: int, name: str) -> None:
        self.line, self.name = line, name
        super().__init__(f"{name[:40]!r} is given twice in one place; keep one of them.")


def node_of(text: str) -> yaml.Node | None:
    """Return the top node of a text, or None for an empty one. Raises NotYaml."""
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except RecursionError:
        raise NotYaml(1, is_too_deep=True) from None
    except (ValueError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        raise NotYaml(mark.line + 1 if mark is not None else 1) from None
    return node


def line_of(node: yaml.Node) -> int:
    """Return the line on which a node begins."""
    return int(node.start_mark.line) + 1


def content_of(text: str) -> tuple[Any, Lines]:
    """Return the content of a text with the line of each part. Raises NotYaml or Repeated."""
    node = node_of(text)
    if node is None:
        return None, {}
    try:
        lines = dict(_lines_of(node))
        return SafeConstructor().construct_document(node), lines
    except Repeated:
        raise
    except RecursionError:
        raise NotYaml(1, is_too_deep=True) from None
    except (ValueError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        raise NotYaml(mark.line + 1 if mark is not None else 1) from None


def _lines_of(node: yaml.Node, path: Path = ()) -> Iterator[tuple[Path, int]]:
    """Yield the line of each part of the content. Raises Repeated."""
    yield path, line_of(node)
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                raise Repeated(line_of(key), name)
            seen.add(name)
            yield from _lines_of(value, (*path, name))
            yield (*path, name), line_of(key)
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield from _lines_of(value, (*path, place))
