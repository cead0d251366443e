"""Read a school's roll: a CSV file from its management information system, and load it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from casework.people.census import LABELS, Census, wrong_census
from casework.people.child import Details, wrong_details
from casework.people.identifiers import plain_number
from casework.people.roll import Pupil
from office.refusals import ActRefused
from records import rolls, settings
from records.database import Database
from statute.local_time import london_date
from statute.strict_reading import Repeated, check_columns
from statute.written_date import read_day

NEEDED = ("Forename", "Surname", "DateOfBirth")
_COLUMNS: Mapping[str, str] = {
    "Sex": "sex",
    "Ethnicity": "ethnicity",
    "FirstLanguage": "first_language",
    "LookedAfter": "looked_after",
    "PrimaryNeed": "primary_need",
}
"""The columns of a roll that answer questions of the SEN2 return. A school may leave each out."""
_ADDRESS = ("Address1", "Address2", "Address3", "Town", "Postcode")
COLUMNS = (*NEEDED, "UPN", *_COLUMNS, *_ADDRESS)
"""Every column that is read. Others are ignored, because each system adds its own."""
_YES = frozenset({"true", "yes", "y", "1"})
KEPT_DAYS = 400
"""How many days a roll is kept that its school does not renew: a school year with some weeks."""
_MOST_FAULTS = 10


@dataclass(frozen=True, slots=True)
class Read:
    """The pupils of the good rows, and a sentence for each bad row."""

    pupils: tuple[Pupil, ...]
    faults: tuple[str, ...]


def roll_in(raw: bytes, today: date) -> Read:
    """Read a roll. Raises ActRefused if the file is not one."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ActRefused("The roll must be a CSV file in UTF-8. Save it again as UTF-8") from None
    reader = csv.DictReader(io.StringIO(text), strict=True)
    pupils: list[Pupil] = []
    faults: list[str] = []
    try:
        header = reader.fieldnames or ()
        check_columns(header)
        if missing := [name for name in NEEDED if name not in header]:
            raise ActRefused(f"The roll has no {missing[0]} column. It needs {', '.join(NEEDED)}")
        for row in reader:
            try:
                pupils.append(_pupil(row, today))
            except ValueError as fault:
                faults.append(f"Line {reader.line_num}: {fault}")
    except Repeated as fault:
        raise ActRefused(f"The roll cannot be read. {fault}") from None
    except csv.Error as fault:
        raise ActRefused(f"Line {reader.reader.line_num} of the roll is not CSV: {fault}") from None
    return Read(tuple(pupils), tuple(faults))


def rows_in(rows: Iterable[Mapping[str, str]], today: date) -> Read:
    """Read the rows of a roll that another system sends, by the columns of the file."""
    pupils: list[Pupil] = []
    faults: list[str] = []
    for number, row in enumerate(rows, start=1):
        try:
            pupils.append(_pupil(row, today))
        except ValueError as fault:
            faults.append(f"Row {number}: {fault}")
    return Read(tuple(pupils), tuple(faults))


def load_roll(database: Database, urn: str, read: Read) -> int:
    """Replace the pupils of a school with those of its file, and return their number. Raises ActRefused.

    Rolls that no school has renewed for more than a year are removed.
    """
    if read.faults:
        more = len(read.faults) - _MOST_FAULTS
        shown = " ".join(read.faults[:_MOST_FAULTS])
        raise ActRefused(
            f"{shown}{f' And {more} more.' if more > 0 else ''} Correct the file and upload it again"
        )
    if not read.pupils:
        raise ActRefused("The roll has no pupils. Check that it is the right file")
    now = datetime.now(UTC)
    with database.write() as session:
        if settings.last_load(session) is not None and settings.setting_of(session, urn) is None:
            raise ActRefused(f"There is no setting {urn} in the register. Check the number")
        rolls.remove_before(session, now - timedelta(days=KEPT_DAYS))
        return rolls.replace_roll(session, urn, read.pupils, now)


def on_roll(database: Database, child: Details) -> tuple[Pupil, str, date] | None:
    """Return the only pupil that is this child, with the name and address of the school, and the day of its roll.

    None if no pupil matches, or more than one. `child` matches by its number, or by its name and date of birth.
    """
    with database.read() as session:
        found = rolls.pupils_like(session, child.name, child.born_on, child.upn)
        if len(found) != 1:
            return None
        school = settings.setting_of(session, found[0].urn)
    lines = (school.name, *school.address) if school is not None else (found[0].urn,)
    return found[0].pupil, "\n".join(lines), london_date(found[0].loaded_at)


def _pupil(row: Mapping[str, str | None], today: date) -> Pupil:
    """Return the pupil of a row. Raises ValueError with what is wrong."""
    if None in row:
        raise ValueError("it has more values than columns; check its commas and quotes.")
    told = {name: (row.get(name) or "").strip() for name in COLUMNS}
    for name in NEEDED:
        if not told[name]:
            raise ValueError(f"it has no {name}.")
    try:
        born_on = read_day(told["DateOfBirth"])
    except ValueError as fault:
        raise ValueError(f"DateOfBirth {told['DateOfBirth']!r} {fault}.") from None
    upn = plain_number(told["UPN"]) if told["UPN"] else None
    values: dict[str, Any] = {field: told[column] for column, field in _COLUMNS.items() if told[column]}
    if "looked_after" in values:
        values["looked_after"] = str(values["looked_after"]).casefold() in _YES
    for field in ("sex", "ethnicity", "primary_need"):
        if field in values:
            values[field] = str(values[field]).upper()
    name = f"{told['Forename']} {told['Surname']}"
    address = "\n".join(told[each] for each in _ADDRESS if told[each]) or None
    if (wrong := wrong_details(Details(name, born_on, upn, None, address), today)) is not None:
        raise ValueError(wrong)
    if (wrong := wrong_census(values)) is not None:
        field = wrong.partition(" ")[0]
        raise ValueError(f"{LABELS.get(field, field)}{wrong.removeprefix(field)}")
    return Pupil(name, born_on, upn, address, Census(**values))
