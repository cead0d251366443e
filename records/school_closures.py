"""The school closures that were loaded last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import and_, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from records import settings
from records.tables import CLOSURES, LOADS
from statute.school_closures import EVERY_SETTING, Closure

_WHAT = "closures"


def replace_closures(session: Session, closures: Iterable[Closure], by: str | None, at: datetime) -> int:
    """Replace the closures of the authorities in a file; those of other authorities stay. Returns the number."""
    found = {(one.authority, one.setting, one.first_closed_day): asdict(one) for one in closures}
    for authority in {authority for authority, _, _ in found}:
        session.execute(delete(CLOSURES).where(CLOSURES.c.authority == authority))
    session.execute(insert(CLOSURES), list(found.values()))
    session.execute(insert(LOADS).values(what=_WHAT, loaded_at=at, as_at=None, rows=len(found), by=by))
    return len(found)


def counts_by_authority(session: Session) -> dict[str, int]:
    """Return how many closures each authority has, by its name."""
    query = select(CLOSURES.c.authority, func.count()).group_by(CLOSURES.c.authority)
    return {
        str(authority): count for authority, count in session.execute(query.order_by(CLOSURES.c.authority))
    }


def closures_between(
    session: Session, authority: str, setting: str, first: date, last: date
) -> list[Closure]:
    """Return the closures of a setting, including those for all settings, that overlap the period."""
    query = select(CLOSURES).where(
        CLOSURES.c.authority == authority,
        CLOSURES.c.setting.in_([setting, EVERY_SETTING]),
        CLOSURES.c.first_closed_day <= last,
        CLOSURES.c.reopens_on > first,
    )
    rows = session.execute(query.order_by(CLOSURES.c.first_closed_day)).mappings()
    return [Closure(**row) for row in rows]


def closures_of_setting(session: Session, setting: str) -> list[Closure]:
    """Return every closure of a setting (`urn-100000`), with those of its whole authority.

    The authority of a setting that is not on the register is taken for the only one that gave closures, if there is only one.
    """
    urn = setting.removeprefix("urn-")
    known = settings.setting_of(session, urn)
    authorities = [known.authority] if known is not None else list(counts_by_authority(session))
    own = CLOSURES.c.setting == urn
    if len(authorities) == 1:
        of_all = and_(CLOSURES.c.authority == authorities[0], CLOSURES.c.setting == EVERY_SETTING)
        own = or_(own, of_all)
    rows = session.execute(select(CLOSURES).where(own).order_by(CLOSURES.c.first_closed_day)).mappings()
    return [Closure(**row) for row in rows]
