"""The pages of the dashboard: every metric in a row, one metric with its charts, and both to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from casework.dashboard.areas import AUTHORITIES, ENGLAND, area_name
from casework.dashboard.figure import Figure
from casework.dashboard.metric import METRICS, TABS, Metric, figure_in_words
from casework.dashboard.public import LiveCount
from casework.measures.measure import MEASURES
from office.dashboard import Line, Place, Point, View, shown
from office.dashboard_charts import areas_chart, time_chart
from office.dashboard_public import public_rows
from office.live_figures import Live
from statute.words import short_date

TITLE = "Inclusion dashboard"


def address(path: str, **filters: str | None) -> str:
    """Return the address of a page of the dashboard with the filters that are set."""
    kept = {name: value for name, value in filters.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def tabs(tab: str | None, area: str | None) -> list[dict[str, Any]]:
    """Return the links to the summary and the five tabs."""
    links: list[tuple[str | None, str]] = [(None, "Summary"), *TABS.items()]
    return [
        {"href": address("/dashboard", tab=name, area=area), "text": text, "current": name == tab}
        for name, text in links
    ]


def areas() -> list[dict[str, str]]:
    """Return England and the authorities of today as options, by name."""
    found = sorted((one for one in AUTHORITIES.values() if not one.is_ended), key=lambda one: one.name)
    return [{"value": ENGLAND, "text": "England"}, *({"value": one.code, "text": one.name} for one in found)]


def summary_page(views: Iterable[View], of: Place, area: str | None, live: Live) -> dict[str, Any]:
    """Return the rows of the summary, by tab."""
    by_tab: dict[str, list[dict[str, Any]]] = {}
    for one in views:
        own = one.metric.live.get(one.lines[0].series, "")
        row = _row(one, area) | {"live": live.words(own), "live_on": short_date(live.day_of(own))}
        by_tab.setdefault(one.metric.tab, []).append(row)
    return {
        "sections": [{"id": tab, "title": TABS[tab], "rows": rows} for tab, rows in by_tab.items()],
        "of": of,
        "has_neighbours": bool(of.neighbours),
        "is_england": of.area == ENGLAND,
        "live_on": live.as_at,
    }


def _row(view: View, area: str | None) -> dict[str, Any]:
    line = view.lines[0]
    latest = line.latest
    return {
        "name": view.metric.name,
        "series": line.title if len(view.metric.series) > 1 else "",
        "href": address(f"/dashboard/{view.metric.id}", area=area),
        "absent": line.absent,
        "own": latest.shown if latest else "",
        "change": _change(line),
        "england": _words(latest.england, line) if latest else "",
        "neighbours": line.words(latest.neighbours) if latest else "",
        "rank": _rank(latest) if latest else "",
        "as_at": latest.label if latest else "",
        "source": view.metric.data_sets()[0].said,
    }


def _words(figure: Figure | None, line: Line) -> str:
    return shown(figure, line.unit) if figure is not None else ""


def _rank(point: Point) -> str:
    found = point.standing
    return f"{found.rank} of {found.ranked}" if found is not None and found.rank is not None else ""


def _change(line: Line) -> str:
    """Return how the latest figure differs from the one before, in words."""
    latest, before = line.latest, line.previous
    if latest is None or before is None or latest.own is None or latest.own.value is None:
        return ""
    assert before.own is not None and before.own.value is not None
    by = latest.own.value - before.own.value
    said = figure_in_words(abs(by), line.unit)
    if line.unit == "percent":
        said = said.replace("%", " percentage points")
    if said == figure_in_words(0, line.unit).replace("%", " percentage points"):
        return f"The same as in {before.label}"
    return f"{'Up' if by > 0 else 'Down'} {said} from {before.label}"


def metric_page(view: View, of: Place, area: str | None, live: Live) -> dict[str, Any]:
    """Return one metric: its figures over time with their chart, what it compares with, and what it means."""
    line = view.lines[0]
    metric = view.metric
    latest = line.latest
    return {
        "metric": metric,
        "line": line,
        "of": of,
        "own_name": area_name(line.area) or of.name,
        "tab": {"href": address("/dashboard", tab=metric.tab, area=area), "text": TABS[metric.tab]},
        "series": [
            {"value": one.series, "text": one.title, "latest": one.latest.shown if one.latest else "", "label": one.latest.label if one.latest else ""}
            for one in view.lines
        ],
        "latest": latest,
        "facts": _facts(view, latest),
        "over_time": _over_time(line, of),
        "chart": _drawn(time_chart(line, of, key="time")),
        "compared": [{"name": area_name(one.area), "shown": shown(one, line.unit), **_parts(one)} for one in view.compared],
        "bars": _drawn(areas_chart(view)),
        "live": _side_by_side(view, live),
        "live_on": live.as_at,
        "no_live": metric.why_not_live,
        "reasons": metric.reasons(),
        "restated": _restated(line),
        "releases": [{"title": title, "on": short_date(on)} for title, on in view.releases.items()],
        "sources": list(metric.data_sets()),
    }  # fmt: skip


def _facts(view: View, latest: Point | None) -> list[dict[str, str]]:
    """Return what is said of the latest figure, as terms and texts."""
    line = view.lines[0]
    if latest is None:
        return []
    facts = [("Figure", latest.shown), ("As at", latest.label)]
    if (
        latest.own is not None
        and latest.own.value is not None
        and latest.own.number is not None
        and latest.own.of
    ):
        facts.append(("Worked out from", f"{latest.own.number:,.0f} of {latest.own.of:,.0f}"))
    if change := _change(line):
        facts.append(("Change", change))
    if (found := latest.standing) is not None:
        if found.rank is not None:
            facts.append(
                ("Rank among authorities", f"{found.rank} of {found.ranked}, where 1 is the highest figure")
            )
        every = f"median {line.words(found.middle)}, lowest {line.words(found.low)}, highest {line.words(found.high)}"
        facts.append(("All authorities", every))
    values = [one.own.value for one in line.points if one.own is not None and one.own.value is not None]
    if len(values) > 1:
        facts.append(("Range over time", f"{line.words(min(values))} to {line.words(max(values))}"))
    if latest.england is not None:
        facts.append(("England", shown(latest.england, line.unit)))
    if (added := latest.added_up) is not None and added.value is not None:
        parts = f" ({added.number:,.0f} of {added.of:,.0f})" if added.number is not None and added.of else ""
        without = (
            f"; {latest.unknown} {'has' if latest.unknown == 1 else 'have'} no figure"
            if latest.unknown
            else ""
        )
        facts.append(("England, added up from its authorities", f"{line.words(added.value)}{parts}{without}"))
    return [{"term": term, "text": text} for term, text in facts]


def _parts(figure: Figure) -> dict[str, str]:
    return {
        "number": "" if figure.number is None else f"{figure.number:,.0f}",
        "of": "" if figure.of is None else f"{figure.of:,.0f}",
    }


def _over_time(line: Line, of: Place) -> dict[str, Any]:
    """Return the table of a line over time, the latest period first, with the columns that hold anything."""
    columns = [("own", area_name(line.area) or of.name)]
    columns += [("england", "England")] if line.area != ENGLAND else []
    if of.region and any(one.region for one in line.points):
        columns.append(("region", area_name(of.region)))
    if any(one.neighbours is not None for one in line.points):
        columns.append(("neighbours", "Neighbours, median"))
    if any(one.standing for one in line.points):
        columns += [("rank", "Rank"), ("middle", "Median"), ("low", "Lowest"), ("high", "Highest")]
    rows = []
    for one in reversed(line.points):
        found = one.standing
        cells = {
            "own": one.shown,
            "england": _words(one.england, line),
            "region": _words(one.region, line),
            "neighbours": line.words(one.neighbours),
            "rank": _rank(one),
            "middle": line.words(found.middle) if found else "",
            "low": line.words(found.low) if found else "",
            "high": line.words(found.high) if found else "",
        }
        rows.append({"label": one.label, "cells": [cells[name] for name, _ in columns]})
    return {"heads": [text for _, text in columns], "rows": rows}


def _side_by_side(view: View, live: Live) -> list[dict[str, str]]:
    """Return each series that our own records count too, with both figures."""
    return [
        {
            "series": one.title,
            "live": live.words(name) or live.absent.get(name, "Nothing to count yet"),
            "parts": _counted(live.counts[name]),
            "href": f"/manager/measures/{name}" if name in MEASURES and live.words(name) else "",
            "on": short_date(live.day_of(name)),
            "published": one.latest.shown if one.latest else one.absent,
            "as_at": one.latest.label if one.latest else "",
        }
        for one in sorted(view.lines, key=lambda line: list(view.metric.series).index(line.series))
        if (name := view.metric.live.get(one.series)) in live.counts and name is not None
    ]


def _counted(count: LiveCount) -> str:
    if count.unit == "pounds" and count.of:
        return f"£{count.number:,} for {count.of:,} people"
    return f"{count.number:,} of {count.of:,}" if count.unit == "percent" and count.of else ""


def public_page(views: Iterable[View], of: Place, live: Live) -> dict[str, Any]:
    """Return what the public version shows: every series, and our own counts with small numbers hidden."""
    by_tab: dict[str, list[dict[str, Any]]] = {}
    for view in views:
        present = [line for line in view.lines if not line.absent]
        for line in present or view.lines[:1]:
            row = _row(View(view.metric, (line,)), None)
            by_tab.setdefault(view.metric.tab, []).append(row | {"live": ""})
    return {
        "sections": [{"id": tab, "title": TABS[tab], "rows": rows} for tab, rows in by_tab.items()],
        "of": of,
        "has_neighbours": bool(of.neighbours),
        "is_england": of.area == ENGLAND,
        "own": public_rows(live),
        "live_on": live.as_at,
    }


def _drawn(chart: str) -> Markup:
    return Markup(chart)


def _restated(line: Line) -> list[dict[str, str]]:
    """Return the figures that a newer release replaced, with what they were."""
    return [
        {
            "label": one.label,
            "now": one.shown,
            "before": shown(each.figure, line.unit),
            "on": short_date(each.released_on),
        }
        for one in reversed(line.points)
        for each in one.earlier
    ]


def title_of(tab: str | None) -> str:
    """Return the title of the summary or of a tab."""
    return f"{TITLE}: {TABS[tab].lower()}" if tab else TITLE


def metrics_of_page(tab: str | None) -> Sequence[Metric]:
    """Return the metrics of a tab, or all."""
    return [one for one in METRICS.values() if tab in (None, one.tab)]
