"""Load an extract of the settings register after a person has seen what it changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from casework.settings.register_difference import Difference, difference
from casework.settings.settings import Setting
from office.refusals import ActRefused
from records import settings as records
from records.database import Database
from statute.local_time import london_date


class RemovesMany(ActRefused):
    """An extract would remove more than a tenth of the settings, and no person has confirmed that."""

    def __init__(self, found: Difference) -> None:
        super().__init__(
            f"The extract would remove {len(found.removed)} of {found.before} settings. Check that it is the whole extract, "
            "and confirm that they are to be removed. Nothing was changed."
        )


def difference_to(database: Database, extract: Sequence[Setting]) -> Difference:
    """Return what an extract would change."""
    with database.read() as session:
        return difference(records.all_settings(session), extract)


def load_extract(
    database: Database, extract: Sequence[Setting], as_at: date | None, by: str | None, *, confirmed: bool
) -> Difference:
    """Replace the settings with those of an extract. Raises RemovesMany, after which nothing is changed.

    `confirmed` is whether a person has confirmed that many are removed.
    """
    with database.write() as session:
        found = difference(records.all_settings(session), extract)
        if found.must_be_confirmed and not confirmed:
            raise RemovesMany(found)
        records.replace_settings(session, extract, records.Load(datetime.now(UTC), as_at, len(extract), by))
    return found


def extract_day(name: str) -> date | None:
    """Return the day of an extract: the eight digits that the register puts into the name of its file, or None.

    Raises ActRefused if they are no date, or one in the future.
    """
    digits = re.search(r"(20\d{2})(\d{2})(\d{2})", name)
    return day_of_extract("-".join(digits.groups())) if digits else None


def day_of_extract(written: str) -> date:
    """Return the day of an extract as a person writes it. Raises ActRefused if it is no date, or in the future."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise ActRefused(f"{written!r} is not a date; write it as YYYY-MM-DD, such as 2026-03-04.") from None
    if day > london_date(datetime.now(UTC)):
        raise ActRefused(f"The extract cannot be of {written}, which is in the future.")
    return day
