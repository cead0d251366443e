"""The directory of settings that was loaded last, and searches near a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casework.settings.settings import METRES_IN_A_MILE, Directory, Setting
from records.tables import LOADS, SETTINGS

_SETTING = TypeAdapter(Setting)
_WHAT = "settings"
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Load:
    """A load of the register. `as_at` is the date of the extract."""

    loaded_at: datetime
    as_at: date | None
    rows: int
    by: str | None


def replace_settings(session: Session, settings: Iterable[Setting], load: Load) -> None:
    """Replace all settings with those of a new extract."""
    session.execute(delete(SETTINGS))
    rows = [
        {
            "urn": setting.urn,
            "easting": setting.easting,
            "northing": setting.northing,
            "content": _SETTING.dump_python(setting, mode="json"),
        }
        for setting in settings
    ]
    for first in range(0, len(rows), _AT_ONCE):
        session.execute(insert(SETTINGS), rows[first : first + _AT_ONCE])
    session.execute(
        insert(LOADS).values(
            what=_WHAT, loaded_at=load.loaded_at, as_at=load.as_at, rows=load.rows, by=load.by
        )
    )


def all_settings(session: Session) -> dict[str, Setting]:
    """Return every setting by its URN."""
    rows = session.execute(select(SETTINGS.c.urn, SETTINGS.c.content))
    return {row.urn: _SETTING.validate_python(row.content) for row in rows}


def last_load(session: Session) -> Load | None:
    """Return the current load, or None if nothing was loaded."""
    query = select(LOADS).where(LOADS.c.what == _WHAT).order_by(LOADS.c.loaded_at.desc()).limit(1)
    row = session.execute(query).first()
    return Load(row.loaded_at, row.as_at, row.rows, row.by) if row else None


def setting_of(session: Session, urn: str) -> Setting | None:
    """Return the setting with a URN, or None."""
    content = session.scalar(select(SETTINGS.c.content).where(SETTINGS.c.urn == urn))
    return _SETTING.validate_python(content, strict=False) if content else None


def directory_around(
    session: Session, easting: int, northing: int, miles: float, urns: Iterable[str] = ()
) -> Directory:
    """Return the settings in the square that extends `miles` each way from a place, and those with the given URNs."""
    reach = round(miles * METRES_IN_A_MILE) + 1
    place = SETTINGS.c.easting.between(easting - reach, easting + reach) & SETTINGS.c.northing.between(
        northing - reach, northing + reach
    )
    rows = session.scalars(select(SETTINGS.c.content).where(place | SETTINGS.c.urn.in_(list(urns))))
    load = last_load(session)
    as_at = load.as_at.isoformat() if load and load.as_at else ""
    return Directory((_SETTING.validate_python(row) for row in rows), as_at)


def names_of_settings(session: Session, urns: Iterable[str]) -> dict[str, str]:
    """Return the names of settings by URN."""
    wanted = sorted(set(urns))
    if not wanted:
        return {}
    query = select(SETTINGS.c.urn, SETTINGS.c.content).where(SETTINGS.c.urn.in_(wanted))
    return {row.urn: str(row.content["name"]) for row in session.execute(query)}
