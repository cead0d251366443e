"""The kinds of school and college on the national register, and what sections 33, 38(3) and 83 make of each.

The rows are in kinds.yaml, beside this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from statute.strict_reading import yaml_from

_FILE = Path(__file__).with_name("kinds.yaml")
_HOSPITAL = re.compile(r"\bhospital\b", re.IGNORECASE)

Request = Literal["yes", "no", "approved", "unknown"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of establishment, as kinds.yaml describes its fields."""

    code: str
    words: str
    presumed: bool
    request: Request
    law: str
    by_need: bool = False
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class _Type:
    """A row of the national code list. `in_a_hospital` is the kind if the name says that it is in a hospital."""

    code: str
    name: str
    kind: str
    in_a_hospital: str | None = None


def _plain(name: str) -> str:
    """Return the name of a type in lower case, without hyphens and apostrophes, which the register's files vary."""
    return " ".join(re.sub(r"['\u2019]", "", name.casefold()).replace("-", " ").split())


_CONTENT: dict[str, Any] = yaml_from(_FILE.read_text(encoding="utf-8"))
KINDS: dict[str, Kind] = {code: Kind(code, **fields) for code, fields in _CONTENT["kinds"].items()}
"""The kinds, by code."""
UNKNOWN = KINDS["unknown"]
TYPES: tuple[_Type, ...] = tuple(_Type(**row) for row in _CONTENT["types"])
"""The national code list of types of establishment."""
_BY_NAME = {_plain(row.name): row for row in TYPES}
_BY_CODE = {row.code: row for row in TYPES}


def kind(code: str) -> Kind:
    """The kind with this code; a code that we do not know is the unknown kind."""
    return KINDS.get(code, UNKNOWN)


def kind_on_register(type_name: str, type_code: str = "", establishment: str = "") -> Kind:
    """The kind of an establishment by its type on the register, never mainstream unless the code list has it there.

    The name of the type decides. The code is read only if there is no name.
    """
    row = _BY_NAME.get(_plain(type_name)) if type_name.strip() else _BY_CODE.get(type_code.strip().zfill(2))
    if row is None:
        return UNKNOWN
    if row.in_a_hospital and _HOSPITAL.search(establishment):
        return KINDS[row.in_a_hospital]
    return KINDS[row.kind]
