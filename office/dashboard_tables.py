"""Every figure of the dashboard as tables, for a file: the latest figures, all of them over time, and why live ones differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from casework.dashboard.areas import ENGLAND, area_name
from casework.dashboard.figure import Figure
from casework.dashboard.metric import TABS
from office.dashboard import Line, Place, Point, View, shown
from office.live_figures import Live
from office.table_files import Cell, Table
from statute.words import short_date

_WHAT: Final = ["Part", "Figure", "Series", "Unit"]
_FIGURE: Final = ["Value", "Number", "Of", "Note"]
_LATEST: Final = [
    *_WHAT, "Area", "As at", *_FIGURE, "England", "Region", "Neighbours, median", "Rank", "Of areas", "Median", "Lowest", "Highest",
    "Lowest over time", "Highest over time", "Own records", "Own records, number", "Own records, of", "Own records, as at",
    "Why there is no figure", "Source",
]  # fmt: skip


def everything(views: Sequence[View], of: Place, live: Live) -> list[Table]:
    """Return three tables: the latest figure of every series, every period of each, and why our own records may differ."""
    lines = [(view, line) for view in views for line in view.lines]
    reasons = [
        [view.metric.name, reason] for view in views if view.metric.live for reason in view.metric.reasons()
    ]
    return [
        Table("Latest figures", list(_LATEST), [_latest(view, line, of, live) for view, line in lines]),
        Table(
            "Over time",
            [*_WHAT, "Area", "Period", *_FIGURE],
            [row for view, line in lines for row in _over_time(view, line, of)],
        ),
        Table("Why own records differ", ["Figure", "Reason"], [[*one] for one in reasons]),
    ]


def _what(view: View, line: Line) -> list[Cell]:
    return [TABS[view.metric.tab], view.metric.name, line.title, line.unit]


def _latest(view: View, line: Line, of: Place, live: Live) -> list[Cell]:
    latest = line.latest if not line.absent else None
    own = latest.own if latest is not None else None
    over_time = [one.own.value for one in line.points if one.own is not None and one.own.value is not None]
    return [
        *_what(view, line),
        area_name(line.area) or of.name,
        latest.label if latest is not None else "",
        *_parts(own, line),
        *_compared(latest),
        *([min(over_time), max(over_time)] if over_time else ["", ""]),
        *_own_records(view, line, live),
        line.absent,
        view.metric.data_sets()[0].said,
    ]


def _compared(point: Point | None) -> list[Cell]:
    if point is None:
        return [""] * 8
    found = point.standing
    ranks: list[Cell] = ["", ""]
    if found is not None and found.rank is not None:
        ranks = [found.rank, found.ranked]
    every: list[Cell] = [found.middle, found.low, found.high] if found is not None else ["", "", ""]
    others = (point.england, point.region)
    return [
        *(_known(one.value if one is not None else None) for one in others),
        _known(point.neighbours),
        *ranks,
        *every,
    ]


def _own_records(view: View, line: Line, live: Live) -> list[Cell]:
    name = view.metric.live.get(line.series)
    one = live.counts.get(name) if name is not None else None
    if name is None or one is None:
        return [line.metric.why_not_live, "", "", ""]
    as_at = short_date(live.day_of(name))
    if one.value is None:
        return [live.absent.get(name, "Nothing to count yet"), "", "", as_at]
    has_parts = one.unit in ("percent", "pounds")
    return [one.value, one.number if has_parts else "", one.of if has_parts else "", as_at]


def _over_time(view: View, line: Line, of: Place) -> Iterator[list[Cell]]:
    for point in line.points:
        others = [(area_name(ENGLAND), point.england)] if line.area != ENGLAND else []
        if of.region and point.region is not None:
            others.append((area_name(of.region), point.region))
        for area, figure in ((area_name(line.area) or of.name, point.own), *others):
            if figure is not None:
                yield [*_what(view, line), area, point.label, *_parts(figure, line)]


def _parts(figure: Figure | None, line: Line) -> list[Cell]:
    """Return the value, its number and its whole, and in words what stands in place of a value."""
    if figure is None:
        return [""] * 4
    note = shown(figure, line.unit) if figure.value is None else ""
    return [_known(figure.value), _known(figure.number), _known(figure.of), note]


def _known(value: float | None) -> Cell:
    return "" if value is None else value
