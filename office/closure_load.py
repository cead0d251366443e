"""Load school closures from a file after a person has chosen which of its events are closures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from office.closure_files import Closures, closures_from_csv, closures_from_ics
from office.refusals import ActRefused
from records import school_closures as records
from records.database import Database
from statute.school_closures import Closure


def closures_in(content: bytes, name: str, authority: str) -> Closures:
    """Return what a file of closures holds; `authority` is whose calendar an .ics file is. Raises ActRefused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise ActRefused(f"Line {line} of the file is not text in UTF-8. Save it as UTF-8 again.") from None
    if name.lower().endswith(".ics"):
        if not authority:
            raise ActRefused("Enter the authority whose calendar this is")
        return closures_from_ics(text, authority)
    if name.lower().endswith(".csv"):
        return closures_from_csv(text)
    raise ActRefused("The selected file must be a calendar (.ics) or a CSV")


def choice_of(closure: Closure) -> str:
    """Return the words by which a form names a closure of a file."""
    days = f"{closure.first_closed_day.isoformat()} {closure.reopens_on.isoformat()}"
    return f"{days} {closure.authority} {closure.setting} {closure.name}"


def load_chosen(database: Database, read: Closures, choices: Collection[str], by: str | None) -> int:
    """Replace the closures of the authorities in a file with those that a person chose. Returns their number.

    Raises ActRefused if none is chosen.
    """
    chosen = [closure for closure, _ in read.may_be_chosen() if choice_of(closure) in choices]
    if not chosen:
        raise ActRefused("Select at least one closure")
    with database.write() as session:
        return records.replace_closures(session, chosen, by, datetime.now(UTC))
