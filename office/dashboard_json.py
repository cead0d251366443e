"""The dashboard as JSON, and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casework.dashboard.areas import area_name
from casework.dashboard.figure import Figure
from casework.dashboard.marks import ADDED, MARKS
from office.dashboard import Line, Place, Point, View
from office.live_figures import Live


def dashboard_as_json(views: list[View], of: Place, live: Live) -> dict[str, Any]:
    """Return every metric with its series, or the reason why it is not there."""
    return {
        "area": {"code": of.area, "name": of.name},
        "neighbours": [{"code": code, "name": area_name(code)} for code in of.neighbours],
        "counted_on": live.as_at.isoformat(),
        "metrics": [
            {
                "id": one.metric.id,
                "tab": one.metric.tab,
                "name": one.metric.name,
                "unit": one.metric.unit,
                "definition": one.metric.definition,
                "denominator": one.metric.denominator,
                "sources": [each.said for each in one.metric.data_sets()],
                "released": {title: day.isoformat() for title, day in one.releases.items()},
                "series": [_line(each, live) for each in one.lines],
                "differs_because": list(one.metric.reasons()),
            }
            for one in views
        ],
    }


def _line(line: Line, live: Live) -> dict[str, Any]:
    latest = line.latest if not line.absent else None
    values = [one.own.value for one in line.points if one.own is not None and one.own.value is not None]
    return {
        "id": line.series,
        "title": line.title,
        "unit": line.unit,
        "absent": line.absent or None,
        **(_point(latest) if latest is not None else {}),
        "over_time": {"low": min(values), "high": max(values)} if values else None,
        "live": _live(line, live),
        "no_live": None if line.series in line.metric.live else line.metric.why_not_live,
    }


def _point(point: Point) -> dict[str, Any]:
    found = point.standing
    return {
        "as_at": point.period.removesuffix(" month"),
        **_figure(point.own),
        "england": _figure(point.england),
        "region": _figure(point.region),
        "neighbours": point.neighbours,
        "rank": found.rank if found else None,
        "ranked": found.ranked if found else None,
        "all": {"median": found.middle, "low": found.low, "high": found.high} if found else None,
    }


def _figure(figure: Figure | None) -> dict[str, Any]:
    if figure is None:
        return {"value": None, "numerator": None, "denominator": None, "mark": None}
    mark = (
        None
        if figure.mark is None or figure.mark == ADDED
        else f"{figure.mark}: {MARKS.get(figure.mark, 'not available')}"
    )
    return {
        "value": figure.said if figure.said is not None else figure.value,
        "numerator": figure.number,
        "denominator": figure.of,
        "mark": mark,
        **({"added_up": True} if figure.mark == ADDED else {}),
    }


def _live(line: Line, live: Live) -> dict[str, Any] | None:
    """Return the figure of our own records beside a series; None where there is no such measure."""
    name = line.metric.live.get(line.series)
    if name is None or name not in live.counts:
        return None
    one = live.counts[name]
    return {
        "measure": name,
        "as_at": live.day_of(name).isoformat(),
        "value": one.value,
        "numerator": one.number,
        "denominator": one.of,
        "absent": live.absent.get(name),
    }


def lines_of_text(told: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each metric: its first series, or why it is not there."""
    yield f"{told['area']['name']}, our own records as counted on {told['counted_on']}"
    for metric in told["metrics"]:
        first = metric["series"][0]
        if first["absent"]:
            yield f"{metric['name']}: {first['absent']}"
        else:
            value = first["mark"] if first["value"] is None else first["value"]
            value = f"{value:.10g}" if isinstance(value, float) else value
            rank = f", rank {first['rank']} of {first['ranked']}" if first["rank"] else ""
            yield f"{metric['name']}: {value} ({first['unit']}, {first['as_at']}{rank})"
