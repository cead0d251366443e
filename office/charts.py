"""Charts as accessible SVG: lines over time, and bars that compare areas.

pygal works out the scales and where lines, bars and labels stand. What the pages may not hold is taken out: its style
sheet, its script and its tooltips. Lines differ by dashes and marks as well as by colour, and each has its name at its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pygal
from pygal.etree import etree
from pygal.style import Style

etree.to_etree()  # by default pygal builds with lxml where it is there; one builder makes one drawing

WIDTH, HEIGHT = 720, 340
_BAR_HEIGHT = 34
_END = 150
"""The room for the names at the ends of lines, in units of the drawing."""
_VALUE = 90
"""The room for a value behind the longest bar."""
_BAR = "app-chart__bar"
_TEXT = 15
_LEAST_GAP = 18
_INK = "#0b0c0c"
_LOOKS = (
    ("#1d70b8", "", 3.5),
    ("#0b0c0c", "8 4", 2.5),
    ("#54319f", "2 4", 2.5),
    ("#00703c", "12 4 2 4", 2.5),
)
"""The colour, the dashes and the width of each line."""
_STYLE = Style(
    label_font_size=_TEXT, major_label_font_size=_TEXT, value_font_size=_TEXT, font_family="sans-serif"
)
_MARKS = (
    "M{x0} {y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z",
    "M{x0} {y0}h10v10h-10z",
    "M{x} {y0}l6 10h-12z",
    "M{x} {y0}l5 5l-5 5l-5 -5z",
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a chart is about: an id that no other chart of the page has, its title, and what it shows in a sentence."""

    key: str
    title: str
    said: str


def line_chart(
    of: Drawn,
    labels: Sequence[str],
    lines: Sequence[tuple[str, Sequence[float | None]]],
    words: Callable[[float], str],
) -> str:
    """Return a chart of lines over time as SVG; each line has a name and a value or None for each label."""
    chart = pygal.Line(
        **_options(HEIGHT), margin_right=_END, show_x_guides=False, dots_size=4, allow_interruptions=True
    )
    chart.value_formatter = _on_axis(words)
    chart.x_labels = list(labels)
    for name, values in lines:
        chart.add(name, list(values))
    root = _cleaned(chart)
    for place, series in enumerate(_series(root, "plot")):
        colour, dashes, width = _LOOKS[place % len(_LOOKS)]
        for path in series.iter("path"):
            path.attrib.update(
                {"fill": "none", "stroke": colour, "stroke-width": str(width), "class": "app-chart__line"}
            )
            if dashes:
                path.set("stroke-dasharray", dashes)
    ends: list[tuple[float, float, int]] = []
    for place, series in enumerate(_series(root, "overlay")):
        at = _mark_dots(series, place)
        if at:
            ends.append((at[-1][1], at[-1][0], place))
    overlay = _plot(root, "overlay")
    if overlay is not None:
        _name_ends(overlay, ends, [name for name, _ in lines])
    return _finished(root, of)


def bar_chart(of: Drawn, bars: Sequence[tuple[str, float]], own: str, words: Callable[[float], str]) -> str:
    """Return a chart of level bars as SVG, the first at the top. The bar of `own` is filled, the others are outlined."""
    chart = pygal.HorizontalBar(**_options(60 + _BAR_HEIGHT * len(bars)), margin_right=_VALUE)
    upwards = list(reversed(bars))
    chart.value_formatter = _on_axis(words)
    chart.x_labels = [name for name, _ in upwards]
    chart.add("", [value for _, value in upwards])
    root = _cleaned(chart)
    for group in list(root.iter("g")):
        for rect in group.findall("rect"):
            place = sum(1 for one in root.iter("rect") if one.get("class") == _BAR)
            name, value = upwards[place]
            colour = _LOOKS[0][0]
            fill = colour if name == own else "#ffffff"
            rect.attrib.update({"fill": fill, "stroke": colour, "stroke-width": "2", "class": _BAR})
            _write_value(group, rect, words(value))
    return _finished(root, of)


def _write_value(group: ElementTree.Element, rect: ElementTree.Element, said: str) -> None:
    """Write a value behind the end of its bar."""
    x, y, width, height = (float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
    at = {"x": _n(x + width + 8), "y": _n(y + height / 2 + 5), "text-anchor": "start"}
    ElementTree.SubElement(group, "text", at).text = said


def _on_axis(words: Callable[[float], str]) -> Callable[[float], str]:
    """Return how a value is written on an axis: as elsewhere, without decimal places that are nought."""
    return lambda value: re.sub(r"\.0+(?!\d)", "", words(value))


def _options(height: int) -> dict[str, Any]:
    return {
        "css": [], "js": [], "no_prefix": True, "explicit_size": False, "disable_xml_declaration": True, "width": WIDTH,
        "height": height, "show_legend": False, "title": None, "style": _STYLE, "margin": 12, "max_scale": 6, "include_x_axis": True,
    }  # fmt: skip


def _cleaned(chart: Any) -> ElementTree.Element:
    """Return what pygal drew without its styles, script, comments, tooltips and words for its script."""
    root: ElementTree.Element = chart.render_tree()
    for parent in list(root.iter()):
        for child in list(parent):
            classes = child.get("class") or ""
            is_word = not isinstance(child.tag, str) or child.tag in ("defs", "title", "desc")
            if is_word or "tooltip-overlay" in classes or "background" in classes:
                parent.remove(child)
    return root


def _plot(root: ElementTree.Element, which: str) -> ElementTree.Element | None:
    """Return the group of a drawing: its plot, or what lies over it."""
    wanted = {"plot": "plot", "overlay": "plot overlay"}[which]
    return next((one for one in root.iter("g") if one.get("class") == wanted), None)


def _series(root: ElementTree.Element, which: str) -> list[ElementTree.Element]:
    plot = _plot(root, which)
    return [] if plot is None else [one for one in plot if (one.get("class") or "").startswith("series")]


def _mark_dots(series: ElementTree.Element, place: int) -> list[tuple[float, float]]:
    """Replace the dots of a line by marks of its own shape. Returns where they are."""
    at: list[tuple[float, float]] = []
    for parent in list(series.iter("g")):
        for dot in list(parent.findall("circle")):
            x, y = float(dot.get("cx", "0")), float(dot.get("cy", "0"))
            parent.remove(dot)
            shape = _MARKS[place % len(_MARKS)].format(x=_n(x), y=_n(y), x0=_n(x - 5), y0=_n(y - 5))
            ElementTree.SubElement(
                parent,
                "path",
                {"d": shape, "fill": _LOOKS[place % len(_LOOKS)][0], "class": "app-chart__mark"},
            )
            at.append((x, y))
    return sorted(at)


def _name_ends(
    overlay: ElementTree.Element, ends: list[tuple[float, float, int]], names: Sequence[str]
) -> None:
    """Write the name of each line at its end, with room between the names."""
    below = float("-inf")
    for y, x, place in sorted(ends):
        below = max(y, below + _LEAST_GAP)
        text = ElementTree.SubElement(
            overlay,
            "text",
            {
                "x": _n(x + 12),
                "y": _n(below + 5),
                "class": "app-chart__name",
                "fill": _LOOKS[place % len(_LOOKS)][0],
            },
        )
        text.text = names[place]


def _finished(root: ElementTree.Element, of: Drawn) -> str:
    """Return the SVG with its title and description first, and with the looks of labels and guides."""
    for text in root.iter("text"):
        text.attrib.setdefault("fill", _INK)
        text.set("font-size", str(_TEXT))
    for axis in (one for one in root.iter("g") if (one.get("class") or "").startswith("axis")):
        anchor = "end" if " y" in axis.get("class", "") else "middle"
        for text in axis.iter("text"):
            text.set("text-anchor", anchor)
        for path in axis.iter("path"):
            path.attrib.update({"stroke": "#b1b4b6", "stroke-width": "1", "class": "app-chart__guide"})
    for one in root.iter():
        one.attrib.pop("id", None)
        if not (one.get("class") or "").startswith("app-"):
            one.attrib.pop("class", None)
    root.attrib.update(
        {"role": "img", "class": "app-chart", "aria-labelledby": f"{of.key}-title {of.key}-said"}
    )
    title = ElementTree.Element("title", {"id": f"{of.key}-title"})
    title.text = of.title
    said = ElementTree.Element("desc", {"id": f"{of.key}-said"})
    said.text = of.said
    root[:0] = [title, said]
    return ElementTree.tostring(root, encoding="unicode")


def _n(number: float) -> str:
    return f"{number:.1f}"
