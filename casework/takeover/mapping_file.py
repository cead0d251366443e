"""Read a mapping file, and say every fault in it with its line and its mend. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casework.case.acts import CATALOGUE, NOT_BY_PEOPLE
from casework.takeover.faults import Fault
from casework.takeover.mapping import DATES, ActSource, FileMapping, Source
from casework.yaml_lines import Lines, NotYaml, Path, Repeated, content_of

_PARTS = ("dates", "columns", "acts")
_OF_SOURCE = ("from", "lines", "codes", "always")
_OF_ACT = ("act", "day", "of", "when", "set")
_FORM = "samples/caseload/mapping.yaml shows the form"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a file may have here, those that each row needs, and those that hold dates."""

    every: Sequence[str]
    needed: Sequence[str]
    dated: frozenset[str]


@dataclass(slots=True)
class _Reader:
    file: str
    lines: Lines
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: Path, says: str) -> None:
        line = next(
            (self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), 1
        )
        self.faults.append(Fault(self.file, line, "", says, "line"))

    def names(self, given: Any, path: Path, known: Collection[str]) -> Iterator[tuple[str, Any]]:
        """Yield the parts of a mapping that have a known name; each other is a fault."""
        if not isinstance(given, Mapping):
            self.fault(path, f"This is no list of names with values; {_FORM}.")
            return
        for name, value in given.items():
            if str(name) in known:
                yield str(name), value
            else:
                self.fault((*path, str(name)), f"{name!r} is not known here; {_choose(str(name), known)}.")


def read_mapping(
    file: str, text: str, files: Mapping[str, Columns]
) -> tuple[dict[str, FileMapping], list[Fault]]:
    """Return the mapping of each file that a text has one for, by its name, and every fault with its line."""
    try:
        content, lines = content_of(text)
    except (NotYaml, Repeated) as error:
        mend = "" if isinstance(error, Repeated) else f" Correct it; {_FORM}."
        return {}, [Fault(file, error.line, "", f"{error}{mend}", "line")]
    reader = _Reader(file, lines)
    found = {
        name: _file(reader, given, (name,), files[name]) for name, given in reader.names(content, (), files)
    }
    return found, sorted(reader.faults, key=lambda fault: fault.row)


def _file(reader: _Reader, given: Any, path: Path, known: Columns) -> FileMapping:
    parts = dict(reader.names(given, path, _PARTS))
    dates = str(parts.get("dates", next(iter(DATES))))
    if dates not in DATES:
        reader.fault((*path, "dates"), f"{dates!r} is not known; choose from {', '.join(DATES)}.")
        dates = next(iter(DATES))
    at = (*path, "columns")
    columns = {
        name: source
        for name, each in reader.names(
            parts.get("columns", {}), at, [one for one in known.every if one != "acts"]
        )
        if (source := _source(reader, each, (*at, name))) is not None
    }
    given_names = parts.get("columns")
    for name in known.needed:
        if not isinstance(given_names, Mapping) or name not in given_names:
            reader.fault(at, f"{name} is missing; every row needs it.")
    acts = parts.get("acts", [])
    if not isinstance(acts, list):
        reader.fault((*path, "acts"), f"The acts are no list; {_FORM}.")
        acts = []
    read = [_act(reader, each, (*path, "acts", place)) for place, each in enumerate(acts)]
    dated = frozenset(
        (action.name, each.name)
        for action in CATALOGUE.values()
        for each in action.fields
        if each.kind == "date"
    )
    return FileMapping(columns, tuple(one for one in read if one is not None), dates, known.dated, dated)


def _source(reader: _Reader, given: Any, path: Path) -> Source | None:
    """Return where a value comes from: a column, a list of columns, or a part with names of its own."""
    if isinstance(given, str):
        return Source((given,))
    if isinstance(given, list):
        return Source(_texts(reader, given, path))
    parts = dict(reader.names(given, path, _OF_SOURCE))
    if len(ways := [name for name in ("from", "lines", "always") if name in parts]) != 1:
        if isinstance(given, Mapping):
            reader.fault(path, "Give one of from, lines and always, to say where the value comes from.")
        return None
    if ways == ["always"]:
        return Source(always=_text(parts["always"]))
    written = parts[ways[0]]
    columns = _texts(reader, written if isinstance(written, list) else [written], path)
    codes = parts.get("codes")
    if codes is not None and not isinstance(codes, Mapping):
        reader.fault(
            (*path, "codes"), "The codes are no list of their values with ours, such as School: setting."
        )
        codes = None
    ours = {_text(theirs): _text(code) for theirs, code in codes.items()} if codes is not None else None
    return Source(columns, "\n" if ways == ["lines"] else " ", ours)


def _act(reader: _Reader, given: Any, path: Path) -> ActSource | None:
    parts = dict(reader.names(given, path, _OF_ACT))
    missing = [name for name in ("act", "day") if name not in parts]
    for name in missing if isinstance(given, Mapping) else ():
        reader.fault(path, f"{name} is missing; give the act and the column of its date.")
    if missing:
        return None
    name = str(parts["act"])
    action = CATALOGUE.get(name)
    if action is None or name in NOT_BY_PEOPLE:
        known = [each for each in CATALOGUE if each not in NOT_BY_PEOPLE]
        reader.fault((*path, "act"), f"There is no act {name!r} that people record; {_choose(name, known)}.")
        return None
    if action.of and "of" not in parts and name != "exception_claimed":
        reader.fault(path, f"{name} needs to say which {action.of} it is about; give of.")
    fields = {
        each: source
        for each, value in reader.names(
            parts.get("set", {}), (*path, "set"), [one.name for one in action.fields]
        )
        if (source := _always_or_from(reader, value, (*path, "set", each))) is not None
    }
    of = _always_or_from(reader, parts["of"], (*path, "of")) if "of" in parts else None
    when = parts.get("when", {})
    if not isinstance(when, Mapping):
        reader.fault(
            (*path, "when"), "Give the values that columns must have, such as when: {Decision: Agreed}."
        )
        when = {}
    wanted = {
        str(column): frozenset(map(_text, value if isinstance(value, list) else [value]))
        for column, value in when.items()
    }
    return ActSource(name, _text(parts["day"]), of, wanted, fields)


def _always_or_from(reader: _Reader, given: Any, path: Path) -> Source | None:
    """Return the value of a detail of an act: the text itself, or a part that says which column holds it."""
    return _source(reader, given, path) if isinstance(given, Mapping) else Source(always=_text(given))


def _texts(reader: _Reader, given: list[Any], path: Path) -> tuple[str, ...]:
    if not given or not all(isinstance(each, str | int | float) for each in given):
        reader.fault(path, "Give the names of columns.")
        return ()
    return tuple(map(_text, given))


def _text(value: Any) -> str:
    """Return a value as a text. YAML reads Yes and No as other values."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value)


def _choose(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"perhaps {near[0]} is meant"
    return f"choose from {', '.join(known)}" if len(known) <= 40 else "the reference of acts lists them"
