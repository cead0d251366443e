"""The areas of published figures: England, its regions and its local authorities, with their codes and names.

The authorities come from the Department for Education's published statistics (Open Government Licence v3.0); those of
April 2023 were added by hand. An area of the health service is known by the code or name that its file gives.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ENGLAND: Final = "E92000001"
NATIONAL, REGIONAL, AUTHORITY, HEALTH = "national", "regional", "authority", "health"
REGIONS: Mapping[str, str] = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
    "E13000001": "Inner London",
    "E13000002": "Outer London",
}
_AUTHORITY_CODE = re.compile(r"E(06|07|08|09|10)\d{6}")
UNRANKED: Final = frozenset({"E09000001", "E06000053"})
"""City of London and Isles of Scilly, which the Department leaves out of its ranks because their numbers are too small."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority: its code, its three-digit number, its name and its region. An ended one was replaced by others."""

    code: str
    number: str
    name: str
    region: str
    other_codes: tuple[str, ...]
    other_names: tuple[str, ...]
    is_ended: bool


def _read() -> tuple[Authority, ...]:
    with Path(__file__).with_name("authorities.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Authority(
                row["code"],
                row["number"],
                row["name"],
                row["region"],
                _several(row["other_codes"]),
                _several(row["other_names"]),
                row["ended"] == "yes",
            )
            for row in csv.DictReader(file)
        )


def _several(written: str) -> tuple[str, ...]:
    return tuple(part for part in written.split(";") if part)


def _plain(name: str) -> str:
    """Return a name without case, notes and punctuation, so that the same authority is found in every file."""
    return " ".join(re.sub(r"[^a-z ]", "", name.casefold().replace("&", "and").replace("-", " ")).split())


AUTHORITIES: Mapping[str, Authority] = {one.code: one for one in _read()}
"""Every authority by its code."""
_BY_CODE = {
    code: one.code for one in AUTHORITIES.values() for code in (one.code, one.number, *one.other_codes)
}
_BY_NAME = {_plain(name): one.code for one in AUTHORITIES.values() for name in (one.name, *one.other_names)}
_REGIONS_BY_NAME = {_plain(name): code for code, name in REGIONS.items()}


def authority_code(written: str) -> str | None:
    """Return the code of the authority that a code, a three-digit number or a name means; None if there is none."""
    text = written.strip()
    return _BY_CODE.get(text) or _BY_NAME.get(_plain(text))


def area_named(written: str) -> str | None:
    """Return the code of England, a region or an authority by its name; None if there is none."""
    plain = _plain(written)
    if plain in ("england", "england total"):
        return ENGLAND
    return _REGIONS_BY_NAME.get(plain) or _BY_NAME.get(plain)


def area_name(code: str) -> str:
    """Return the name of an area; an area of the health service keeps its code or the name of its file."""
    if code == ENGLAND:
        return "England"
    found = AUTHORITIES.get(code)
    return found.name if found else REGIONS.get(code, code)


def level_of(code: str) -> str:
    """Return whether an area is national, regional, an authority or an area of the health service.

    An authority that is newer than this release is known by the form of its code.
    """
    if code == ENGLAND:
        return NATIONAL
    if code in REGIONS:
        return REGIONAL
    return AUTHORITY if code in AUTHORITIES or _AUTHORITY_CODE.fullmatch(code) else HEALTH
