"""The public version of the dashboard: published figures as they are, and our own counts with small numbers hidden."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from casework.dashboard.areas import area_name
from casework.dashboard.metric import METRICS, TABS, figure_in_words
from casework.dashboard.public import publishable
from office.dashboard import Line, Place, View, shown
from office.dashboard_charts import time_chart
from office.live_figures import Live
from office.refusals import ActRefused
from office.table_files import Cell, Table, as_xlsx
from statute.words import short_date

HIDDEN: Final = "Hidden, because the numbers are small"
_PAGE, _STYLE = "dashboard_public.html", "dashboard_public.css"
_HERE = Path(__file__).parent
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One of our own counts as the public sees it."""

    name: str
    value: str
    number: str
    of: str


def public_rows(live: Live) -> list[PublicRow]:
    """Return our own counts, each with its number and its whole, or hidden."""
    found: list[PublicRow] = []
    for name, one in publishable(live.counts).items():
        label = live.counts[name].name
        if one is None:
            found.append(PublicRow(label, HIDDEN, "", ""))
        elif one.value is not None:
            is_share = one.unit == "percent"
            found.append(
                PublicRow(
                    label,
                    figure_in_words(one.value, one.unit),
                    f"{one.number:,}" if is_share else "",
                    f"{one.of:,}" if is_share else "",
                )
            )
    return found


def public_files(views: list[View], of: Place, live: Live, today: date) -> dict[str, bytes]:
    """Return the files of the public version by name: a page with its style sheet, and two tables as CSV and as a spreadsheet."""
    own_rows = public_rows(live)
    figures = [
        ["metric", "name", "series", "area", "period", "value", "number", "of", "note", "source"],
        *_figures(views),
    ]
    own = [
        ["name", "value", "number", "of"],
        *([one.name, one.value, one.number, one.of] for one in own_rows),
    ]
    return {
        "index.html": _page(views, of, live, own_rows, today).encode(),
        "dashboard.css": (_HERE / _STYLE).read_bytes(),
        "figures.csv": _csv(figures),
        "own-records.csv": _csv(own),
        "figures.xlsx": as_xlsx(
            [
                Table(name, rows[0], [[_as_number(cell) for cell in row] for row in rows[1:]])
                for name, rows in (("Figures", figures), ("Own records", own))
            ]
        ),
    }


def _as_number(cell: str) -> Cell:
    """Return a cell that is a number as one, so that a spreadsheet can add it up."""
    try:
        return float(cell)
    except ValueError:
        return cell


def write(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write the files to a folder, which is made if need be. Raises ActRefused if it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, content in files.items():
            (folder / name).write_bytes(content)
            written.append(folder / name)
    except OSError as error:
        why = (error.strerror or "no reason is given").lower()
        raise ActRefused(f"The folder {folder} cannot be written to: {why}.") from None
    return written


def _page(views: list[View], of: Place, live: Live, rows: list[PublicRow], today: date) -> str:
    env = Environment(loader=FileSystemLoader(_HERE), undefined=StrictUndefined, autoescape=True)
    tabs: dict[str, list[dict[str, Any]]] = {}
    for one in views:
        tabs.setdefault(TABS[one.metric.tab], []).append(_metric(one, of))
    return env.get_template(_PAGE).render(
        title=f"SEND and alternative provision in {of.name}",
        area=of.name,
        made_on=short_date(today),
        tabs=tabs,
        has_neighbours=bool(of.neighbours),
        live=rows,
        live_as_at=short_date(live.as_at),
    )


def _metric(view: View, of: Place) -> dict[str, Any]:
    first = view.lines[0]
    return {
        "name": view.metric.name,
        "definition": view.metric.definition,
        "denominator": view.metric.denominator,
        "source": view.metric.data_sets()[0].said,
        "absent": first.absent if all(one.absent for one in view.lines) else "",
        "chart": Markup(time_chart(first, of, key=view.metric.id)),
        "rows": [_row(one) for one in view.lines if not one.absent],
    }


def _row(line: Line) -> dict[str, str]:
    latest = line.latest
    assert latest is not None
    found = latest.standing
    return {
        "series": line.title,
        "own": latest.shown,
        "england": shown(latest.england, line.unit) if latest.england else "",
        "neighbours": line.words(latest.neighbours),
        "rank": f"{found.rank} of {found.ranked}" if found and found.rank else "",
        "as_at": latest.label,
    }


def _figures(views: list[View]) -> Iterator[list[str]]:
    """Yield the published figures of the area and of England in every period."""
    for view in views:
        for line in view.lines:
            for point in line.points:
                for figure in dict.fromkeys((point.own, point.england)):
                    if figure is not None:
                        yield [
                            view.metric.id, METRICS[view.metric.id].name, line.title, area_name(figure.area), point.label,
                            _number(figure.value), _number(figure.number), _number(figure.of),
                            "" if figure.value is not None else shown(figure, line.unit), view.metric.data_sets()[0].said,
                        ]  # fmt: skip


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula. A negative number is left as it is."""
    if cell.startswith(_FORMULA) and not cell.lstrip("-").replace(".", "", 1).isdigit():
        return f"'{cell}"
    return cell
