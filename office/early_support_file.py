"""Read a school's file of early support: a CSV with one record a line, checked whole before anything is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.early_support.support_record import FIELDS, KINDS, KeptRecord, WrongField, record_of
from casework.people.child import Details, wrong_details
from casework.people.identifiers import plain_number
from casework.readable_text import fault_in
from office.refusals import ActRefused
from office.written_days import day_written
from statute.strict_reading import Repeated, check_columns
from statute.words import listed

NEEDED = ("Forename", "Surname", "DateOfBirth", "URN", "Kind", "Date")
ANSWERS: Mapping[str, str] = {one.column: name for name, one in FIELDS.items()}
"""The columns that answer the questions of a record."""
COLUMNS = (*NEEDED, "UPN", *ANSWERS)
"""Every column that is read. Others are ignored, because each system adds its own."""
MOST_RECORDS = 50_000
MOST_FAULTS = 10
"""The most faults that a refusal gives. The others are counted."""


@dataclass(frozen=True, slots=True)
class Read:
    """The good records of a file, and a sentence for each bad line."""

    records: tuple[KeptRecord, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A record as a program or a line gives it: the child, the setting, and the answers by name."""

    place: str
    name: str
    born_on: str
    upn: str
    urn: str
    kind: str
    on: str
    answers: Mapping[str, Any]


def support_in(raw: bytes, today: date) -> Read:
    """Read a file of early support. Raises ActRefused if the file is not one."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ActRefused("The file must be a CSV file in UTF-8. Save it again as UTF-8") from None
    reader = csv.DictReader(io.StringIO(text), strict=True)
    given: list[Given] = []
    faults: list[str] = []
    try:
        header = reader.fieldnames or ()
        check_columns(header)
        if missing := [name for name in NEEDED if name not in header]:
            raise ActRefused(f"The file has no {missing[0]} column. It needs {listed(NEEDED)}")
        for row in reader:
            place = f"Line {reader.line_num}"
            if None in row:
                faults.append(f"{place}: it has more values than columns; check its commas and quotes.")
                continue
            given.append(_given(place, row))
            if len(given) > MOST_RECORDS:
                raise ActRefused(
                    f"The file has more than {MOST_RECORDS} records. Split it and load each part"
                )
    except Repeated as fault:
        raise ActRefused(f"The file cannot be read. {fault}") from None
    except csv.Error as fault:
        raise ActRefused(f"Line {reader.reader.line_num} of the file is not CSV: {fault}") from None
    read = read_given(given, today)
    return Read(read.records, (*faults, *read.faults))


def read_given(given: Iterable[Given], today: date) -> Read:
    """Check records, each for itself."""
    records: list[KeptRecord] = []
    faults: list[str] = []
    for one in given:
        try:
            records.append(kept_record(one, today))
        except ValueError as fault:
            faults.append(f"{one.place}: {fault}")
    return Read(tuple(records), tuple(faults))


def kept_record(one: Given, today: date) -> KeptRecord:
    """Return a record that may be kept. Raises ValueError with one sentence."""
    for name, value in (("name", one.name), *one.answers.items()):
        if isinstance(value, str) and (fault := fault_in(value)) is not None:
            raise WrongField(name, f"{FIELDS[name].column if name in FIELDS else 'Name'}: {fault[1]}")
    if not one.name.strip():
        raise WrongField("name", "it has no name.")
    if not one.born_on:
        raise WrongField("born_on", "it has no DateOfBirth.")
    born_on = _day("DateOfBirth", "born_on", one.born_on, today)
    upn = plain_number(one.upn) if one.upn else None
    child = Details(one.name, born_on, upn)
    if (wrong := wrong_details(child, today)) is not None:
        raise WrongField("name", wrong)
    if not one.on:
        raise WrongField("on", "it has no Date.")
    urn = one.urn.removeprefix("urn-")
    if not (urn.isascii() and urn.isdecimal()):
        raise WrongField(
            "urn", f"URN {one.urn!r} must be the number of the school or setting, such as 900001."
        )
    return KeptRecord(
        child, urn, record_of(_kind(one.kind), _day("Date", "on", one.on, today), one.answers, born_on, today)
    )


def _given(place: str, row: Mapping[str, str | None]) -> Given:
    told = {name: (row.get(name) or "").strip() for name in COLUMNS}
    name = " ".join(part for part in (told["Forename"], told["Surname"]) if part)
    name = name if told["Forename"] and told["Surname"] else ""
    answers = {field: told[column] for column, field in ANSWERS.items() if told[column]}
    return Given(
        place, name, told["DateOfBirth"], told["UPN"], told["URN"], told["Kind"], told["Date"], answers
    )


def _kind(written: str) -> str:
    wanted = written.strip().casefold()
    for name, kind in KINDS.items():
        if wanted in (name, kind.title.casefold()):
            return name
    raise WrongField("kind", f"Kind must be {listed(KINDS, 'or')}.")


def _day(column: str, field: str, written: str, today: date) -> date:
    try:
        return day_written(written, today)
    except ValueError as fault:
        raise WrongField(field, f"{column} {fault}") from None
