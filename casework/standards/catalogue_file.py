"""Read a catalogue of standards from YAML or CSV, whole or not at all, and say every fault with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import yaml

from casework.standards.catalogue import (
    AREAS_OF_NEED,
    LAYERS,
    NO_LEGAL_BASIS,
    OWNERS,
    PHASES,
    STATUSES,
    Catalogue,
    Standard,
)
from casework.yaml_lines import NotYaml, line_of, node_of
from statute.written_date import read_day

LONGEST_STATEMENT: Final = 1000
LONGEST_WORDS: Final = 300
"""How long a statement, and any other text of a catalogue, may be, in characters."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_OF_CATALOGUE: Final = (
    "catalogue", "title", "owner", "version", "status", "effective_from", "effective_to", "source_url",
)  # fmt: skip
_OF_STANDARD: Final = (
    "id", "layer", "phase", "area_of_need", "area_of_development", "statement", "who_secures", "who_funds",
    "evidence_examples", "legal_basis", "supersedes",
)  # fmt: skip
_MAY_BE_EMPTY: Final = frozenset(
    {"effective_to", "source_url", "area_of_development", "evidence_examples", "supersedes"}
)
_LISTS: Final = frozenset({"phase", "evidence_examples"})


class BadCatalogue(ValueError):  # noqa: N818 - named for what is wrong
    """The file is not a catalogue. `faults` has one sentence for each fault, in the order of the lines."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        self.faults = tuple(f"Line {line}: {said}" for line, said in sorted(faults))
        super().__init__(" ".join(self.faults))


@dataclass(slots=True)
class _Record:
    """The words of the catalogue or of one standard as they were written, with the line of each."""

    line: int
    words: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def line_of(self, name: str) -> int:
        return self.lines.get(name, self.line)


def catalogue_in(text: str, *, is_csv: bool) -> Catalogue:
    """Return the catalogue that a file holds. Raises BadCatalogue with every fault."""
    faults: list[tuple[int, str]] = []
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise BadCatalogue([(line, "The file holds a NUL character; remove it.")])
    head, rows = _from_csv(text, faults) if is_csv else _from_yaml(text, faults)
    made = _catalogue(head, rows, faults)
    if faults or made is None:
        raise BadCatalogue(faults)
    return made


def _from_csv(text: str, faults: list[tuple[int, str]]) -> tuple[_Record, list[_Record]]:
    """Read a row for each standard. The columns of the catalogue are filled on the first row, and may be on each."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(plain))
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as wrong:
        faults.append((1, f"It cannot be read ({wrong}); check its quotes."))
        return _Record(1), []
    _check_header(header, faults)
    head, rows = _Record(2), list[_Record]()
    before = reader.line_num
    try:
        for values in reader:
            line, before = before + 1, reader.line_num
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(header):
                faults.append(
                    (
                        line,
                        f"It has {len(values)} values for {len(header)} columns; check its commas and quotes.",
                    )
                )
                continue
            written = {name: value.strip() for name, value in zip(header, values, strict=True)}
            _take_head(head, written, line, faults, first=not rows)
            rows.append(_Record(line, {name: written.get(name, "") for name in _OF_STANDARD}))
    except csv.Error as wrong:
        faults.append((reader.line_num, f"It cannot be read ({wrong}); check its quotes."))
    return head, rows


def _check_header(header: list[str], faults: list[tuple[int, str]]) -> None:
    known = (*_OF_CATALOGUE, *_OF_STANDARD)
    faults += [
        (1, f"There is no column {name[:40]!r} in a catalogue; remove it.")
        for name in header
        if name not in known
    ]
    faults += [
        (1, f"The column {name!r} is there twice; remove one.") for name in known if header.count(name) > 1
    ]
    faults += [
        (1, f"The column {name!r} is missing; add it.")
        for name in known
        if name not in header and name not in _MAY_BE_EMPTY
    ]


def _take_head(
    head: _Record, written: Mapping[str, str], line: int, faults: list[tuple[int, str]], *, first: bool
) -> None:
    for name in _OF_CATALOGUE:
        word = written.get(name, "")
        if first:
            head.line, head.words[name] = line, word
        elif word and word != head.words.get(name):
            faults.append(
                (line, f"{name} is not as on the first row; a file holds one version of one catalogue.")
            )


def _from_yaml(text: str, faults: list[tuple[int, str]]) -> tuple[_Record, list[_Record]]:
    try:
        node = node_of(text)
    except NotYaml as wrong:
        said = "It is not YAML; check its indents, colons and quotes."
        if wrong.is_too_deep:
            said = "It is nested too deeply; write it as the sample catalogue is written."
        raise BadCatalogue([(wrong.line, said)]) from None
    if not isinstance(node, yaml.MappingNode):
        raise BadCatalogue([(1, "It is no catalogue; begin with its catalogue, title, owner and version.")])
    standards = next((value for key, value in node.value if key.value == "standards"), None)
    head = _record(node, (*_OF_CATALOGUE, "standards"), faults)
    if standards is None or not isinstance(standards, yaml.SequenceNode):
        line = line_of(standards) if standards is not None else 1
        faults.append((line, "standards must be a list; give each standard with a dash."))
        return head, []
    rows = []
    for one in standards.value:
        if isinstance(one, yaml.MappingNode):
            rows.append(_record(one, _OF_STANDARD, faults))
        else:
            faults.append(
                (
                    line_of(one),
                    "A standard needs its id, layer and statement; write each with a colon.",
                )
            )
    return head, rows


def _record(node: yaml.MappingNode, known: tuple[str, ...], faults: list[tuple[int, str]]) -> _Record:
    found = _Record(line_of(node))
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        line = line_of(key)
        if name not in known:
            faults.append((line, f"There is no {name[:40]!r} in a catalogue; remove it."))
        elif name in found.lines:
            faults.append((line, f"{name} is given twice; keep one of them."))
        elif isinstance(value, yaml.ScalarNode):
            is_null = value.tag == "tag:yaml.org,2002:null"
            found.words[name] = "" if is_null else value.value.strip()
        elif isinstance(value, yaml.SequenceNode) and name in _LISTS:
            if all(isinstance(one, yaml.ScalarNode) for one in value.value):
                found.words[name] = ";".join(one.value for one in value.value)
            else:
                faults.append((line, f"{name} must be a list of texts."))
        elif name != "standards":
            faults.append((line, f"{name} must be text."))
        found.lines[name] = line
    return found


def _catalogue(head: _Record, rows: list[_Record], faults: list[tuple[int, str]]) -> Catalogue | None:
    read = _Reader(head, faults)
    ident, title, version = read.code("catalogue"), read.text("title"), read.code("version")
    owner, status = read.choice("owner", OWNERS), read.choice("status", STATUSES)
    begins, ends = read.day("effective_from"), read.day("effective_to")
    if begins and ends and ends < begins:
        faults.append(
            (head.line_of("effective_to"), "effective_to is before effective_from; correct one of them.")
        )
    url = read.text("source_url")
    if url and not url.startswith(("https://", "http://")):
        faults.append((head.line_of("source_url"), "source_url must begin with https://."))
    if not rows:
        faults.append((head.line, "The catalogue has no standard; add at least one."))
    standards = tuple(_standards(rows, faults))
    if begins is None:
        return None
    return Catalogue(ident, title, owner, version, status, begins, ends, url, standards)


def _standards(rows: list[_Record], faults: list[tuple[int, str]]) -> Iterator[Standard]:
    seen: dict[str, int] = {}
    for row in rows:
        read = _Reader(row, faults)
        ident = read.code("id")
        if ident and ident in seen:
            faults.append(
                (
                    row.line_of("id"),
                    f"{ident} is on line {seen[ident]} already; give each standard its own id.",
                )
            )
        seen.setdefault(ident, row.line)
        basis = read.text("legal_basis", hint=f"write {NO_LEGAL_BASIS} where it is policy only")
        yield Standard(
            ident,
            read.choice("layer", LAYERS),
            read.choices("phase", PHASES),
            read.choice("area_of_need", AREAS_OF_NEED),
            read.text("area_of_development"),
            read.text("statement", longest=LONGEST_STATEMENT),
            read.text("who_secures"),
            read.text("who_funds"),
            read.several("evidence_examples"),
            "" if basis.casefold() == NO_LEGAL_BASIS else basis,
            read.code("supersedes"),
        )


class _Reader:
    """Reads the words of one record, and notes what is wrong with each."""

    def __init__(self, record: _Record, faults: list[tuple[int, str]]) -> None:
        self._record, self._faults = record, faults

    def text(self, name: str, *, longest: int = LONGEST_WORDS, hint: str = "fill it in") -> str:
        word = self._record.words.get(name, "")
        if not word and name not in _MAY_BE_EMPTY:
            self._fault(name, f"{name} is missing; {hint}.")
        if len(word) > longest:
            self._fault(name, f"{name} has {len(word)} characters; {longest} is the most.")
        return word

    def code(self, name: str) -> str:
        word = self.text(name)
        if word and not _CODE.fullmatch(word):
            self._fault(
                name,
                f"{name} {word[:40]!r} must be letters, digits, dots, hyphens and underscores, 40 at most.",
            )
        return word

    def choice(self, name: str, known: Mapping[str, str]) -> str:
        return self._known(name, self.text(name), known)

    def choices(self, name: str, known: Mapping[str, str]) -> tuple[str, ...]:
        if not self.text(name):
            return ()
        return tuple(self._known(name, one, known) for one in self.several(name))

    def several(self, name: str) -> tuple[str, ...]:
        words = self._record.words.get(name, "").split(";")
        return tuple(word.strip() for word in words if word.strip())

    def day(self, name: str) -> date | None:
        word = self.text(name)
        try:
            return read_day(word) if word else None
        except ValueError as wrong:
            self._fault(name, f"{name} {word[:40]!r} {wrong}.")
            return None

    def _known(self, name: str, word: str, known: Mapping[str, str]) -> str:
        code = "_".join(word.replace("-", " ").replace("_", " ").replace(",", "").casefold().split())
        if word and code not in known:
            self._fault(name, f"{name} {word[:40]!r} is not known; write one of {', '.join(known)}.")
        return code

    def _fault(self, name: str, said: str) -> None:
        self._faults.append((self._record.line_of(name), said))
