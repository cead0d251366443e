"""The charts of the dashboard: a line over time, and bars that compare areas in the latest period."""

from __future__ import annotations

from casework.dashboard.areas import ENGLAND, area_name
from casework.dashboard.figure import Figure
from office.charts import Drawn, bar_chart, line_chart
from office.dashboard import Line, Place, View

_MOST_LABELS = 10
"""The most labels below a chart that can be read."""
_HAS_EVERY_FIGURE = "The table below has every figure."


def time_chart(line: Line, of: Place, *, key: str) -> str:
    """Return the chart of a line over time as SVG; nothing with fewer than two periods, or for words."""
    if len(line.points) < 2 or line.unit == "category":
        return ""
    lines = [
        (name, values) for name, values in _lines(line, of) if any(value is not None for value in values)
    ]
    if not lines:
        return ""
    every = max(1, -(-len(line.points) // _MOST_LABELS))
    labels = [one.label if place % every == 0 else "" for place, one in enumerate(line.points)]
    names = ", ".join(name for name, _ in lines)
    said = f"Lines for {names}, from {line.points[0].label} to {line.points[-1].label}. {_HAS_EVERY_FIGURE}"
    return line_chart(Drawn(key, f"{line.metric.name}: {line.title}", said), labels, lines, line.words)


def _lines(line: Line, of: Place) -> list[tuple[str, list[float | None]]]:
    """Return the lines to draw. A number of people in a council cannot be read beside that of England."""
    found: list[tuple[str, list[float | None]]] = []
    if not line.absent:
        found.append((area_name(line.area) or of.name, [_value(one.own) for one in line.points]))
    if line.area != ENGLAND:
        found.append(("England", [_value(one.england) for one in line.points]))
    if any(one.neighbours is not None for one in line.points):
        found.append(("Neighbours, median", [one.neighbours for one in line.points]))
    return found[:1] if line.unit == "number" else found


def areas_chart(view: View) -> str:
    """Return the bars of the areas in the latest period as SVG; nothing without two areas, or for numbers of people."""
    line = view.lines[0]
    bars = [(area_name(one.area), one.value) for one in view.compared if one.value is not None]
    if len(bars) < 2 or line.unit == "number" or line.latest is None:
        return ""
    title = f"{line.metric.name} in {line.latest.label}"
    of_chart = Drawn("areas", title, f"Bars for {', '.join(name for name, _ in bars)}. {_HAS_EVERY_FIGURE}")
    return bar_chart(of_chart, bars, area_name(line.area), line.words)


def _value(figure: Figure | None) -> float | None:
    return figure.value if figure is not None else None
