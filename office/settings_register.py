"""Read an extract of the settings register: a CSV file with the columns of Get Information About Schools.

Each bad row is reported with its line and its fault. If there is one, no row is used unless the person asks for the
good rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from casework.settings.settings import COLLEGE, INDEPENDENT, NEEDS, SPECIAL, Setting
from statute.strict_reading import Repeated, check_columns

NEEDED = (
    "URN",
    "LA (name)",
    "EstablishmentName",
    "EstablishmentTypeGroup (name)",
    "EstablishmentStatus (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "Easting",
    "Northing",
)
_PHASES = {
    "nursery": "nursery",
    "primary": "primary",
    "middle deemed primary": "middle",
    "middle deemed secondary": "middle",
    "secondary": "secondary",
    "16 plus": "post_16",
    "all-through": "all_through",
    "all through": "all_through",
    "not applicable": "",
    "": "",
}
"""The register's phases, with our names for them."""
_ADDRESS = ("Street", "Locality", "Address3", "Town", "County (name)", "Postcode")
"""The columns of a postal address; the register has "Not recorded" for an unknown county."""
_RESOURCED = {"resourced provision", "sen unit", "resourced provision and sen unit"}


class BadRegister(ValueError):  # noqa: N818 - named for what is wrong
    """The file is not an extract of the register. The message says why."""


@dataclass(frozen=True, slots=True)
class Read:
    """The settings of the good rows, and a sentence for each bad row."""

    settings: tuple[Setting, ...]
    faults: tuple[str, ...]


def read_register(path: Path) -> Read:
    """Read an extract. Raises BadRegister if the file is not one."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadRegister(
            f"{path} cannot be read: {(error.strerror or 'no reason given').lower()}."
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # the register is published in this encoding
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        check_columns(reader.fieldnames or ())
    except Repeated as error:
        raise BadRegister(f"{path} cannot be read. {error}") from None
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise BadRegister(f"{path} is not an extract of the register: it has no {missing[0]!r} column.")
    settings: dict[str, Setting] = {}
    faults = []
    try:
        for row in reader:
            try:
                setting = _setting(row)
                if setting.urn in settings:
                    raise ValueError(f"URN {setting.urn} appears twice; remove one of the rows.")
                settings[setting.urn] = setting
            except ValueError as fault:
                faults.append(f"Line {reader.line_num}: {fault}")
    except csv.Error as fault:
        raise BadRegister(f"Line {reader.line_num} of {path} is not CSV: {fault}.") from None
    return Read(tuple(settings.values()), tuple(faults))


def _setting(row: Mapping[str | None, str]) -> Setting:
    if None in row:
        raise ValueError("it has more values than columns; check its commas and quotes.")
    if lacking := next((name for name, value in row.items() if value is None), None):
        raise ValueError(f"it ends before {lacking}; check its commas and quotes.")
    urn = row["URN"].strip()
    if not urn.isdecimal():
        raise ValueError(f"URN {urn!r} is not a number.")
    if not row["EstablishmentName"].strip():
        raise ValueError(f"URN {urn} has no EstablishmentName.")
    low, high = _number(row, "StatutoryLowAge"), _number(row, "StatutoryHighAge")
    if low is None or high is None or not 0 <= low <= high <= 99:
        raise ValueError(
            f"URN {urn} has the ages {low} to {high}; the highest age must not be below the lowest."
        )
    status = row["EstablishmentStatus (name)"].strip().lower()
    group = row["EstablishmentTypeGroup (name)"].strip().lower()
    return Setting(
        urn=urn,
        name=row["EstablishmentName"].strip(),
        kind=_kind(group, row.get("TypeOfEstablishment (name)", "")),
        authority=row["LA (name)"].strip(),
        low_age=low,
        high_age=high,
        is_open=status.startswith("open"),
        closing=status.startswith("open, but"),
        section_41=row.get("Section41Approved (name)", "").strip().lower() == "approved",
        needs=_needs(urn, row),
        resourced=row.get("TypeOfResourcedProvision (name)", "").strip().lower() in _RESOURCED,
        places=_number(row, "SchoolCapacity"),
        on_roll=_number(row, "NumberOfPupils"),
        resourced_places=_sum(row, "ResourcedProvisionCapacity", "SenUnitCapacity"),
        resourced_on_roll=_sum(row, "ResourcedProvisionOnRoll", "SenUnitOnRoll"),
        easting=_number(row, "Easting"),
        northing=_number(row, "Northing"),
        phase=_phase(urn, row.get("PhaseOfEducation (name)", "")),
        address=_address(row),
    )


def _address(row: Mapping[str | None, str]) -> tuple[str, ...]:
    """Return the lines of the address, or none if there is no postcode, since a letter would not arrive."""
    lines = tuple(row.get(name, "").strip() for name in _ADDRESS)
    return tuple(line for line in lines if line and line.lower() != "not recorded") if lines[-1] else ()


def _phase(urn: str, written: str) -> str:
    try:
        return _PHASES[written.strip().lower()]
    except KeyError:
        raise ValueError(
            f"URN {urn} has PhaseOfEducation {written!r}, which is not a phase of the register."
        ) from None


def _kind(group: str, kind: str) -> str:
    told = f"{group} {kind.lower()}"
    if "independent" in told and "academ" not in told:
        return INDEPENDENT
    if "special" in told:
        return SPECIAL
    return COLLEGE if "college" in told else "mainstream"


def _needs(urn: str, row: Mapping[str | None, str]) -> frozenset[str]:
    """Return the needs that a setting declares: the codes before the dash, as in "ASD - Autistic Spectrum Disorder"."""
    found = set()
    for place in range(1, 14):
        told = row.get(f"SEN{place} (name)", "").strip()
        if not told or told.lower() in ("not applicable", "none"):
            continue
        code = told.split(" ")[0].upper()
        if code not in NEEDS:
            raise ValueError(f"URN {urn} has SEN{place} {told!r}, which is not a type of need.")
        found.add(code)
    return frozenset(found)


def _number(row: Mapping[str | None, str], name: str) -> int | None:
    written = row.get(name, "").strip()
    if not written:
        return None
    try:
        return int(written)
    except ValueError:
        raise ValueError(f"URN {row['URN']} has {name} {written!r}, which is not a whole number.") from None


def _sum(row: Mapping[str | None, str], *names: str) -> int | None:
    given = [number for name in names if (number := _number(row, name)) is not None]
    return sum(given) if given else None
