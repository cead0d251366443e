"""The staff that the coming year needs, as the last night worked it out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from records.tables import CAPACITY_FORECASTS


def keep(session: Session, made_on: date, content: Mapping[str, Any]) -> None:
    """Store what was worked out for a day in place of what was stored before."""
    session.execute(delete(CAPACITY_FORECASTS))
    session.execute(insert(CAPACITY_FORECASTS).values(made_on=made_on, content=dict(content)))


def newest(session: Session) -> tuple[date, dict[str, Any]] | None:
    """Return what was worked out last, and for which day; None before the first night."""
    row = session.execute(select(CAPACITY_FORECASTS).order_by(CAPACITY_FORECASTS.c.made_on.desc())).first()
    return (row.made_on, row.content) if row is not None else None
