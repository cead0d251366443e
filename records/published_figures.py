"""The published files that were loaded, and the figures in them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Session

from casework.dashboard.figure import Figure
from casework.dashboard.marks import ADDED
from records.tables import PUBLISHED_FIGURES, PUBLISHED_FILES

_AT_ONCE = 500
_KEY = ("metric", "series", "area", "period")
_FIGURE = tuple(PUBLISHED_FIGURES.c[name] for name in Figure.__slots__)


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A published file: its kind, its name, when it was released, when it was loaded, and who loaded it."""

    file_id: str
    kind: str
    name: str
    sha256: str
    released_on: date
    rows: int
    figures: int
    by: str | None
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class EarlierFigure:
    """A figure of an older release, with the day of that release."""

    figure: Figure
    released_on: date


@dataclass(frozen=True, slots=True)
class _Held:
    file_id: str
    mark: str | None
    released_on: date


def files(session: Session) -> list[LoadedFile]:
    """Return every file, the newest release first."""
    order = (PUBLISHED_FILES.c.released_on.desc(), PUBLISHED_FILES.c.loaded_at.desc())
    return [LoadedFile(**row) for row in session.execute(select(PUBLISHED_FILES).order_by(*order)).mappings()]


def file_with(session: Session, sha256: str) -> LoadedFile | None:
    """Return the file with this content, or None."""
    row = (
        session.execute(select(PUBLISHED_FILES).where(PUBLISHED_FILES.c.sha256 == sha256)).mappings().first()
    )
    return LoadedFile(**row) if row else None


def keep(session: Session, file: Mapping[str, Any], figures: Sequence[Figure]) -> LoadedFile:
    """Store a file with its figures. An older release of the same figure stays, and is no longer the latest."""
    file_id = f"published-{secrets.token_hex(8)}"
    session.execute(insert(PUBLISHED_FILES).values(**file, file_id=file_id, figures=len(figures)))
    newest = _newest(session, {one.metric for one in figures})
    older: list[dict[str, str]] = []
    rows: list[dict[str, Any]] = []
    for one in figures:
        held = newest.get(one.key)
        is_latest = held is None or _replaces(one, file["released_on"], held)
        if held is not None and is_latest:
            older.append(
                {f"_{name}": value for name, value in zip(_KEY, one.key, strict=True)}
                | {"_file": held.file_id}
            )
        rows.append(
            {
                **{name: getattr(one, name) for name in Figure.__slots__},
                "file_id": file_id,
                "is_latest": is_latest,
            }
        )
    table = PUBLISHED_FIGURES
    same = and_(
        table.c.file_id == bindparam("_file"), *(table.c[name] == bindparam(f"_{name}") for name in _KEY)
    )
    for part in _parts(older):
        session.connection().execute(update(table).where(same).values(is_latest=False), part)
    for part in _parts(rows):
        session.execute(insert(table), part)
    return LoadedFile(file_id=file_id, **file, figures=len(figures))


def figures_of(
    session: Session, metrics: Collection[str], areas: Collection[str], series: Collection[str] | None = None
) -> list[Figure]:
    """Return the latest figures of some metrics in some areas, oldest period first; of some series only, if given."""
    table = PUBLISHED_FIGURES
    query = (
        select(*_FIGURE)
        .where(table.c.metric.in_(metrics), table.c.is_latest, table.c.area.in_(areas))
        .order_by(table.c.period)
    )
    if series is not None:
        query = query.where(table.c.series.in_(series))
    return [Figure(*row) for row in session.execute(query)]


def figures_at(session: Session, wanted: Iterable[tuple[str, str, str]], level: str) -> list[Figure]:
    """Return the latest figures of every area of a level, for some metrics, each with a series and a period."""
    table = PUBLISHED_FIGURES
    each = [
        and_(table.c.metric == metric, table.c.is_latest, table.c.level == level, table.c.period == period, table.c.series == series)
        for metric, series, period in wanted
    ]  # fmt: skip
    if not each:
        return []
    return [Figure(*row) for row in session.execute(select(*_FIGURE).where(or_(*each)))]


def series_at(session: Session, metric: str, series: Collection[str], level: str) -> list[Figure]:
    """Return the latest figures of some series in every area of a level, in every period."""
    table = PUBLISHED_FIGURES
    query = select(*_FIGURE).where(
        table.c.metric == metric, table.c.is_latest, table.c.level == level, table.c.series.in_(series)
    )
    return [Figure(*row) for row in session.execute(query)]


def earlier_of(session: Session, metric: str, area: str) -> list[EarlierFigure]:
    """Return the figures of an area in older releases, the newest of them first."""
    table = PUBLISHED_FIGURES
    query = (
        select(*_FIGURE, PUBLISHED_FILES.c.released_on)
        .join(PUBLISHED_FILES, PUBLISHED_FILES.c.file_id == table.c.file_id)
        .where(table.c.metric == metric, table.c.is_latest.is_(False), table.c.area == area)
        .order_by(PUBLISHED_FILES.c.released_on.desc())
    )
    return [EarlierFigure(Figure(*row[:-1]), row[-1]) for row in session.execute(query)]


def released(session: Session) -> dict[str, date]:
    """Return the day of the newest release that was loaded, by kind of file."""
    query = select(PUBLISHED_FILES.c.kind, func.max(PUBLISHED_FILES.c.released_on)).group_by(
        PUBLISHED_FILES.c.kind
    )
    return {kind: day for kind, day in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def _replaces(figure: Figure, released_on: date, held: _Held) -> bool:
    """Return whether a figure takes the place of the latest: a newer release does, but a sum of ours never a published one."""
    if (figure.mark == ADDED) is not (held.mark == ADDED):
        return held.mark == ADDED
    return held.released_on <= released_on


def _newest(session: Session, metrics: Collection[str]) -> dict[tuple[str, ...], _Held]:
    """Return where the latest figure of each series, area and period comes from."""
    table = PUBLISHED_FIGURES
    query = (
        select(
            *(table.c[name] for name in _KEY), table.c.file_id, table.c.mark, PUBLISHED_FILES.c.released_on
        )
        .join(PUBLISHED_FILES, PUBLISHED_FILES.c.file_id == table.c.file_id)
        .where(table.c.metric.in_(metrics), table.c.is_latest)
    )
    return {tuple(row[:4]): _Held(row[4], row[5], row[6]) for row in session.execute(query)}


def _parts(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for first in range(0, len(rows), _AT_ONCE):
        yield rows[first : first + _AT_ONCE]
