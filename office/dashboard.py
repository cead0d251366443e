"""The dashboard: each metric of an area with what it compares with, where it comes from, or why it is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from casework.authority.profile import profile_of
from casework.dashboard.areas import AUTHORITIES, AUTHORITY, ENGLAND, HEALTH, area_name, level_of
from casework.dashboard.comparison import Standing, middle_of, standing, with_combined
from casework.dashboard.council import DashboardCouncil
from casework.dashboard.figure import Figure, national_from_authorities
from casework.dashboard.file_kind import KINDS, PLAIN
from casework.dashboard.marks import ADDED, MARKS
from casework.dashboard.metric import METRICS, Metric, Unit, figure_in_words
from casework.dashboard.periods import period_label
from records import published_figures as rows
from records.profile import profile_content
from statute.words import listed


@dataclass(frozen=True, slots=True)
class Place:
    """The area that a dashboard is about, with its region, its neighbours and its areas of the health service."""

    area: str
    neighbours: tuple[str, ...] = ()
    health_areas: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return its name."""
        return area_name(self.area)

    @property
    def region(self) -> str | None:
        """Return the region of an authority; None for any other area."""
        found = AUTHORITIES.get(self.area)
        return found.region if found else None

    def areas(self) -> tuple[str, ...]:
        """Return every area whose figures are shown: itself, England, its region, neighbours and health areas."""
        region = (self.region,) if self.region else ()
        return tuple(dict.fromkeys((self.area, ENGLAND, *region, *self.neighbours, *self.health_areas)))


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of the area in a period, with what it compares with.

    `shown` is the figure in words, or what its mark says. `added_up` is England, worked out from the figures of the
    authorities, of which `unknown` have none. `earlier` holds other values that older releases gave.
    """

    period: str
    label: str
    own: Figure | None
    shown: str
    england: Figure | None
    region: Figure | None
    neighbours: float | None
    standing: Standing | None = None
    added_up: Figure | None = None
    unknown: int = 0
    earlier: tuple[rows.EarlierFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A series of a metric over time, the latest period last. `absent` says why there is no figure of the area."""

    metric: Metric
    series: str
    title: str
    unit: Unit
    area: str
    points: tuple[Point, ...] = ()
    absent: str = ""

    @property
    def latest(self) -> Point | None:
        """Return the latest period in which the area has a figure; without any, the latest period."""
        with_own = [one for one in self.points if one.own is not None and one.own.mark in (None, ADDED)]
        return next(iter((with_own or self.points)[-1:]), None)

    @property
    def previous(self) -> Point | None:
        """Return the period before the latest, if the area has a figure in it."""
        latest = self.latest
        before = [
            one
            for one in self.points
            if latest and one.period < latest.period and one.own and one.own.value is not None
        ]
        return before[-1] if before else None

    def words(self, value: float | None) -> str:
        """Return a value of the line in words."""
        return figure_in_words(value, self.unit)


@dataclass(frozen=True, slots=True)
class View:
    """A metric with its lines, and the release of each file that it comes from."""

    metric: Metric
    lines: tuple[Line, ...]
    releases: Mapping[str, date] = field(default_factory=dict)
    """The day of the newest release by the title of its file."""
    compared: tuple[Figure, ...] = ()
    """The area, England, its region and its neighbours in the latest period of the first line."""


def council_of(session: Session) -> DashboardCouncil | None:
    """Return which authority this council is in published statistics; None if it did not say."""
    content = profile_content(session)
    return profile_of(content).dashboard if content else None


def place(session: Session, wanted: str | None = None) -> Place:
    """Return the place of the dashboard: a wanted area, or the council's own, or England.

    The neighbours and the areas of the health service are those of the council; another authority has none here.
    """
    council = council_of(session)
    own = council.authority if council else ENGLAND
    area = wanted if wanted in AUTHORITIES or wanted == ENGLAND else own
    if council is None or area != own:
        return Place(str(area))
    return Place(own, council.neighbours, council.health_areas)


def summary(
    session: Session,
    of: Place,
    metrics: Iterable[Metric] = tuple(METRICS.values()),
    *,
    every_series: bool = False,
) -> list[View]:
    """Return the first series of each metric, or every series, with where the area stands in the latest period."""
    wanted = {one.id: one for one in metrics}
    shown_series = {
        part
        for one in wanted.values()
        for series in (one.series if every_series else (one.first_series,))
        for part in one.parts_of(series)
    }
    read = rows.figures_of(session, list(wanted), of.areas(), shown_series)
    found = _by_metric(with_combined(read, list(wanted)))
    released = rows.released(session)
    lines = [
        _line(one, series, found.get(one.id, ()), of, released)
        for one in wanted.values()
        for series in (one.series if every_series else (one.first_series,))
    ]
    asked = [
        (one.metric.id, part, latest.period)
        for one in lines
        if (latest := one.latest) is not None and level_of(of.area) == AUTHORITY
        for part in one.metric.parts_of(one.series)
    ]
    values = _values(with_combined(rows.figures_at(session, asked, AUTHORITY), list(wanted)))
    return [
        View(
            metric,
            tuple(_ranked(one, values, of) for one in lines if one.metric is metric),
            _releases(metric, released),
        )
        for metric in wanted.values()
    ]


def _by_metric(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for one in figures:
        found.setdefault(one.metric, []).append(one)
    return found


def view(session: Session, of: Place, metric: Metric, series: str) -> View:
    """Return a metric with the chosen series first: its range among authorities in every period, and what was restated."""
    found = with_combined(rows.figures_of(session, [metric.id], of.areas()), [metric.id])
    released = rows.released(session)
    lines = [_line(metric, name, found, of, released) for name in dict.fromkeys((series, *metric.series))]
    every: Sequence[Figure] = ()
    if metric.level != HEALTH:
        every = with_combined(
            rows.series_at(session, metric.id, metric.parts_of(series), AUTHORITY), [metric.id]
        )
    first = _restated(
        _ranked(lines[0], _values(every), of), rows.earlier_of(session, metric.id, lines[0].area)
    )
    first = _with_added(first, [one for one in every if one.series == series])
    releases = _releases(metric, released)
    return View(metric, (first, *lines[1:]), releases, _compared(first, found, of))


def _with_added(line: Line, every: Sequence[Figure]) -> Line:
    """Return a line with England as the authorities add up to it, and how many of them have no figure."""
    england = {one.period: one for one in national_from_authorities(every)}
    unknown = Counter(one.period for one in every if one.value is None)
    points = (
        replace(one, added_up=england.get(one.period), unknown=unknown[one.period]) for one in line.points
    )
    return replace(line, points=tuple(points))


def _compared(line: Line, figures: Iterable[Figure], of: Place) -> tuple[Figure, ...]:
    """Return the figures of the latest period, the area first."""
    if line.latest is None:
        return ()
    here = {one.area: one for one in figures if (one.series, one.period) == (line.series, line.latest.period)}
    areas = (line.area, *(area for area in of.areas() if area != line.area))
    return tuple(here[area] for area in areas if area in here)


def _line(
    metric: Metric, series: str, figures: Sequence[Figure], of: Place, released: Mapping[str, date]
) -> Line:
    mine = [
        one
        for one in figures
        if one.metric == metric.id and one.series == series and one.period >= metric.not_before
    ]
    by_area = {(one.area, one.period): one for one in mine}
    areas = of.health_areas if metric.level == HEALTH else (of.area,)
    area = next((each for each in areas if any(one.area == each for one in mine)), next(iter(areas), ""))
    unit = metric.unit_of(series)
    points = tuple(
        _point(metric, area, period, by_area, of, unit) for period in sorted({one.period for one in mine})
    )
    has_own = any(one.own is not None for one in points)
    has_others = any(
        one.metric == metric.id for kind in released if kind in KINDS for one in KINDS[kind].figures
    )
    absent = "" if has_own else _absent(metric, of, has_figures=bool(mine), has_others=has_others)
    return Line(metric, series, metric.series[series], unit, area, points, absent)


def _point(
    metric: Metric, area: str, period: str, by_area: Mapping[tuple[str, str], Figure], of: Place, unit: Unit
) -> Point:
    own = by_area.get((area, period))
    near = {
        code: one.value
        for code in of.neighbours
        if (one := by_area.get((code, period))) and one.value is not None
    }
    return Point(
        period,
        period_label(period, metric.years),
        own,
        shown(own, unit),
        by_area.get((ENGLAND, period)),
        by_area.get((of.region, period)) if of.region else None,
        middle_of(near, of.neighbours),
    )


def shown(figure: Figure | None, unit: Unit) -> str:
    """Return a figure in words: its value, what was said, or what its mark says."""
    if figure is None:
        return "No figure"
    if figure.said is not None:
        return figure.said
    if figure.value is None:
        return MARKS.get(figure.mark or "", "not available").capitalize()
    return figure_in_words(figure.value, unit)


def _absent(metric: Metric, of: Place, *, has_figures: bool, has_others: bool) -> str:
    """Return why a metric has no figure of the area, and what to do."""
    if metric.level == HEALTH and has_figures and not of.health_areas:
        return "Name your areas of the health service in the council details. Their borders are not those of a council."
    if has_figures:
        where = listed(of.health_areas) if metric.level == HEALTH else of.name
        return f"The files that are loaded have no figure for {where}."
    sets = metric.data_sets()
    titles = listed([f"“{one.title}” ({one.publisher}, {one.where})" for one in sets])
    if has_others:
        return f"The files that are loaded do not have this figure. Look for another file of {titles}."
    return f"No file is loaded. It comes from {titles}."


def _values(figures: Iterable[Figure]) -> dict[tuple[str, str, str], dict[str, float]]:
    """Return the values of authorities by metric, series and period."""
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for one in figures:
        if one.value is not None:
            found.setdefault((one.metric, one.series, one.period), {})[one.area] = one.value
    return found


def _ranked(line: Line, values: Mapping[tuple[str, str, str], Mapping[str, float]], of: Place) -> Line:
    points = tuple(
        replace(one, standing=standing(values.get((line.metric.id, line.series, one.period), {}), of.area))
        for one in line.points
    )
    return replace(line, points=points)


def _restated(line: Line, earlier: Collection[rows.EarlierFigure]) -> Line:
    points = tuple(
        replace(
            one,
            earlier=tuple(
                each
                for each in earlier
                if (each.figure.series, each.figure.period) == (line.series, one.period)
                and one.own is not None
                and each.figure.value != one.own.value
            ),
        )
        for one in line.points
    )
    return replace(line, points=points)


def _releases(metric: Metric, released: Mapping[str, date]) -> dict[str, date]:
    """Return the newest release of each file that a metric comes from."""
    return {
        KINDS[kind].title: day
        for kind, day in released.items()
        if kind in KINDS and (kind == PLAIN or any(one.metric == metric.id for one in KINDS[kind].figures))
    }
