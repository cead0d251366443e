"""Read an extract of the settings register: a CSV file with the columns of Get Information About Schools.

Rows that the directory leaves out by rule (closed, not open yet, children's centres, universities) are counted and are
never bad. Each bad row is reported with its line and its fault. If there is one, no row is used unless the person asks
for the good rows.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from casework.settings.kinds import Kind, kind_on_register
from casework.settings.settings import NEEDS, Setting

_TYPE = "TypeOfEstablishment (name)"
NEEDED = (
    "URN",
    "LA (name)",
    "EstablishmentName",
    _TYPE,
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
_NEAR = 30
"""How many letters of a damaged line to show."""
_MOST_SHOWN = 40
"""The most letters of a bad value to show."""
_RESOURCED = {"resourced provision", "sen unit", "resourced provision and sen unit"}


class BadRegister(ValueError):  # noqa: N818 - named for what is wrong
    """The file is not an extract of the register. The message says why."""


@dataclass(frozen=True, slots=True)
class Read:
    """The settings of the good rows, a sentence for each bad row, and how many rows were left out, by reason."""

    settings: tuple[Setting, ...]
    faults: tuple[str, ...]
    left_out: Mapping[str, int]


def read_register(path: Path) -> Read:
    """Read an extract. Raises BadRegister if the file is not one."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadRegister(
            f"{path} cannot be read: {(error.strerror or 'no reason given').lower()}."
        ) from None
    return register_in(raw, str(path))


def register_in(raw: bytes, called: str) -> Read:
    """Read the content of an extract; `called` is the name of its file. Raises BadRegister if it is not one."""
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        raise BadRegister(f"Line {line} of {called} holds a NUL character; remove it.")
    lines = list(io.StringIO(_decoded(raw, called)))
    header = _header(lines, called)
    settings: dict[str, Setting] = {}
    faults: list[str] = []
    left_out: Counter[str] = Counter()
    for line, values in _records(lines):
        try:
            row = _row(header, values)
            if (why := _why_left_out(row)) is not None:
                left_out[why] += 1
                continue
            setting = _setting(row)
            if setting.urn in settings:
                raise ValueError(f"URN {setting.urn} appears twice; remove one of the rows.")
            settings[setting.urn] = setting
        except ValueError as fault:
            faults.append(f"Line {line}: {fault}")
    return Read(tuple(settings.values()), tuple(faults), dict(sorted(left_out.items())))


def _decoded(raw: bytes, called: str) -> str:
    """Return the text of a file in UTF-8 or in Windows-1252, in which the register is published. Raises BadRegister.

    A file in UTF-8 with a damaged byte is refused: read as Windows-1252, each of its accents would become two letters.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        bad = fault
    damaged = raw.decode("utf-8", errors="surrogateescape")
    bad_bytes = sum("\udc80" <= letter <= "\udcff" for letter in damaged)
    letters = sum(letter > "\x7f" for letter in damaged) - bad_bytes
    if bad_bytes > letters:
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError as fault:
            bad = fault
    line = raw.count(b"\n", 0, bad.start) + 1
    near = raw[raw.rfind(b"\n", 0, bad.start) + 1 : bad.start].decode("utf-8", errors="replace")[-_NEAR:]
    raise BadRegister(
        f"Line {line} of {called} has a damaged letter after {near!r}; mend it, or save the file as UTF-8 again."
    )


def _header(lines: Sequence[str], called: str) -> list[str]:
    """Return the names of the columns. Raises BadRegister if one is missing or appears twice."""
    try:
        header = next(csv.reader(lines[:1], strict=True), [])
    except csv.Error:
        header = []
    if missing := [name for name in NEEDED if name not in header]:
        raise BadRegister(f"{called} is not an extract of the register: it has no {missing[0]!r} column.")
    if twice := [name for name, count in Counter(header).items() if count > 1]:
        raise BadRegister(f"{called} has the column {twice[0]!r} twice; remove one of them.")
    return header


def _records(lines: Sequence[str]) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield each row after the header with the line on which it begins, or with what is wrong with its quotes.

    After a row that cannot be read, reading goes on with the next line.
    """
    first = 1
    while first < len(lines):
        reader = csv.reader(lines[first:], strict=True)
        begins = first + 1
        try:
            for values in reader:
                if values:
                    yield begins, values
                begins = first + reader.line_num + 1
            return
        except csv.Error as fault:
            yield begins, fault
            first = begins


def _row(header: Sequence[str], values: list[str] | csv.Error) -> dict[str, str]:
    """Return a row by column. Raises ValueError if it is not whole."""
    if isinstance(values, csv.Error):
        raise ValueError(f"its quotes are wrong ({values}); write a quote inside a value twice.")
    if len(values) > len(header):
        raise ValueError("it has more values than columns; check its commas and quotes.")
    if len(values) < len(header):
        raise ValueError(f"it ends before {header[len(values)]}; check its commas and quotes.")
    return dict(zip(header, values, strict=True))


def _why_left_out(row: Mapping[str, str]) -> str | None:
    """Return why a row is not in the directory, however well it is written; None if it is."""
    status = row["EstablishmentStatus (name)"].strip().lower()
    return _kind(row).left_out if status.startswith("open") else status or "without a status"


def _setting(row: Mapping[str, str]) -> Setting:
    urn = row["URN"].strip()
    if not urn.isdecimal():
        raise ValueError(f"URN {_shown(urn)} is not a number.")
    if not row["EstablishmentName"].strip():
        raise ValueError(f"URN {urn} has no EstablishmentName.")
    low, high = _ages(urn, row)
    status = row["EstablishmentStatus (name)"].strip().lower()
    return Setting(
        urn=urn,
        name=row["EstablishmentName"].strip(),
        kind=_kind(row).code,
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


def _address(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines of the address, or none if there is no postcode, since a letter would not arrive."""
    lines = tuple(row.get(name, "").strip() for name in _ADDRESS)
    return tuple(line for line in lines if line and line.lower() != "not recorded") if lines[-1] else ()


def _phase(urn: str, written: str) -> str:
    try:
        return _PHASES[written.strip().lower()]
    except KeyError:
        raise ValueError(
            f"URN {urn} has PhaseOfEducation {_shown(written)}, which is not a phase of the register."
        ) from None


def _kind(row: Mapping[str, str]) -> Kind:
    """Return the kind of an establishment by the national code list."""
    return kind_on_register(
        row[_TYPE], row.get("TypeOfEstablishment (code)", ""), row["EstablishmentName"].strip()
    )


def _ages(urn: str, row: Mapping[str, str]) -> tuple[int, int] | tuple[None, None]:
    """Return the ages that a setting takes, or two times None: the register has none for many that are open."""
    low, high = _number(row, "StatutoryLowAge"), _number(row, "StatutoryHighAge")
    if low is None and high is None:
        return None, None
    if low is None or high is None or not 0 <= low <= high <= 99:
        raise ValueError(f"URN {urn} has the ages {_age(low)} to {_age(high)}; give both, the lower first.")
    return low, high


def _age(age: int | None) -> str:
    return "nothing" if age is None else str(age)


def _needs(urn: str, row: Mapping[str, str]) -> frozenset[str]:
    """Return the needs that a setting declares: the codes before the dash, as in "ASD - Autistic Spectrum Disorder"."""
    found = set()
    for place in range(1, 14):
        told = row.get(f"SEN{place} (name)", "").strip()
        if not told or told.lower() in ("not applicable", "none"):
            continue
        code = told.split(" ")[0].upper()
        if code not in NEEDS:
            raise ValueError(f"URN {urn} has SEN{place} {_shown(told)}, which is not a type of need.")
        found.add(code)
    return frozenset(found)


def _number(row: Mapping[str, str], name: str) -> int | None:
    written = row.get(name, "").strip()
    if not written:
        return None
    try:
        return int(written)
    except ValueError:
        raise ValueError(
            f"URN {row['URN']} has {name} {_shown(written)}, which is not a whole number."
        ) from None


def _shown(written: str) -> str:
    """Return a value in quotes, cut where it is long."""
    return repr(written if len(written) <= _MOST_SHOWN else f"{written[:_MOST_SHOWN]}...")


def _sum(row: Mapping[str, str], *names: str) -> int | None:
    given = [number for name in names if (number := _number(row, name)) is not None]
    return sum(given) if given else None
