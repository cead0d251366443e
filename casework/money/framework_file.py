"""Read a framework from YAML or CSV. The file is checked whole, and every fault has its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from casework.money.framework import Framework
from casework.money.framework_checks import faults_in
from casework.money.framework_csv import content_of_csv
from casework.yaml_lines import Lines, NotYaml, Path, Repeated, content_of

_MOST_LETTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a file: its line, and what is wrong and what to do. Line 1 stands for the whole file."""

    line: int
    says: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.says}"


class BadFramework(ValueError):  # noqa: N818 - named for what is wrong
    """A file is no framework. `faults` holds all that is wrong; the message gives the first, and how many there are."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda one: one.line))
        more = f" There are {len(self.faults) - 1} more faults." if len(self.faults) > 1 else ""
        super().__init__(f"{self.faults[0]}{more}")


def framework_of(content: Any) -> Framework:
    """Return a framework that was checked before, from the records."""
    return Framework.model_validate(content)


def framework_in(text: str) -> Framework:
    """Return the framework in a file. Raises BadFramework with every fault."""
    if len(text) > _MOST_LETTERS or "\0" in text:
        raise BadFramework(
            [Fault(1, "The file is too large or is not text; save it as YAML or CSV in UTF-8.")]
        )
    content, lines = _csv(text) if _is_csv(text) else _yaml(text)
    if not isinstance(content, dict):
        raise BadFramework([Fault(1, "The file is not a framework; begin from one of the shipped examples.")])
    try:
        found = Framework.model_validate(content)
    except ValidationError as failure:
        raise BadFramework([_fault(one, lines) for one in failure.errors()]) from None
    faults = [Fault(_line(path, lines), says) for path, says in faults_in(found)]
    if faults:
        raise BadFramework(faults)
    return found


def _is_csv(text: str) -> bool:
    return text.lstrip("\ufeff").startswith("record,")


def _csv(text: str) -> tuple[Any, Lines]:
    content, lines, faults = content_of_csv(text.lstrip("\ufeff"))
    if faults:
        raise BadFramework([Fault(line, says) for line, says in faults])
    return content, lines


def _yaml(text: str) -> tuple[Any, Lines]:
    try:
        return content_of(text)
    except Repeated as error:
        raise BadFramework([Fault(error.line, str(error))]) from None
    except NotYaml as error:
        says = "This is not YAML; check the indents and the quotes near it."
        raise BadFramework([Fault(error.line, says)]) from None


def _line(path: Path, lines: Lines) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _fault(error: Any, lines: Lines) -> Fault:
    path = tuple(error["loc"])
    where = ".".join(str(one + 1) if isinstance(one, int) else one for one in path)
    match error["type"]:
        case "missing":
            says = f"{where} is missing; add it."
        case "extra_forbidden":
            says = f"{where} is not part of a framework; remove it."
        case "date_type" | "date_parsing" | "date_from_datetime_parsing":
            says = f"{where} is not a date; write it as YYYY-MM-DD."
        case "string_pattern_mismatch":
            says = f"{where} is not a code; use up to 40 letters, digits and any of _ . -"
        case "literal_error":
            says = f"{where} must be {error['ctx']['expected']}."
        case "value_error":
            says = f"{where}: {error['ctx']['error']!s}."
        case _:
            says = f"{where}: {error['msg'][0].lower()}{error['msg'][1:]}."
    return Fault(_line(path, lines), says)
