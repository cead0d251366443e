"""Load published statistics from a file, once, whole or not at all, and list what was loaded."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import UTC, date, datetime
from typing import Any

from casework.dashboard.areas import ENGLAND, HEALTH
from casework.dashboard.file_kind import KINDS
from casework.dashboard.metric import METRICS
from casework.dashboard.periods import NotAPeriod, period_in
from casework.dashboard.published_file import PublishedFile, published_file
from office.dashboard import place
from office.refusals import ActRefused
from records import published_figures as rows
from records.database import Database
from records.published_figures import LoadedFile
from statute.words import listed

LARGEST = 120_000_000
"""The most bytes of a file that are read."""
_LONGEST_NAME = 200
_PLAIN_COLUMNS = ("metric", "series", "area", "period", "value", "number", "of")


def load(
    database: Database,
    raw: bytes,
    name: str,
    by: str | None,
    *,
    kind: str | None = None,
    released_on: date,
    today: date,
) -> dict[str, Any]:
    """Store the figures of a file and return what was read. The same file again changes nothing.

    Raises ActRefused, or BadPublishedFile with every fault.
    """
    if kind is not None and kind not in KINDS:
        raise ActRefused(f"There is no kind {kind!r} of published file; it is one of {', '.join(KINDS)}.")
    if released_on > today:
        raise ActRefused(
            "The day of the release must be today or in the past; give the day it was published."
        )
    if len(raw) > LARGEST:
        raise ActRefused(
            f"The file has more than {LARGEST // 1_000_000} million bytes; leave out the areas you do not need."
        )
    sha256 = hashlib.sha256(raw).hexdigest()
    with database.read() as session:
        before = rows.file_with(session, sha256)
    if before is not None:
        return {**_told(before), "is_new": False}
    read = published_file(raw, kind, name)
    file = {
        "kind": read.kind.id,
        "name": name[-_LONGEST_NAME:],
        "sha256": sha256,
        "released_on": released_on,
        "rows": read.rows,
        "by": by,
        "loaded_at": datetime.now(UTC),
    }
    with database.write() as session:
        if (before := rows.file_with(session, sha256)) is not None:
            return {**_told(before), "is_new": False}
        kept = rows.keep(session, file, read.figures)
    return {**_told(kept), "is_new": True, "rows_without_figures": read.unused, "metrics": _metrics(read)}


def template_of(database: Database, metric: str, period: str) -> str:
    """Return a plain table of a metric as CSV: each series of the area, its neighbours and England, to be filled in.

    Raises ActRefused.
    """
    found = METRICS.get(metric)
    if found is None:
        raise ActRefused(f"There is no metric {metric!r}; it is one of {listed(METRICS)}.")
    try:
        period_in(period)
    except NotAPeriod:
        raise ActRefused(f"{period!r} is no period; write it as 2026, 2025-26 or 2026-06.") from None
    with database.read() as session:
        of = place(session)
    own = of.health_areas if found.level == HEALTH else (of.area, *of.neighbours)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_PLAIN_COLUMNS)
    for area in dict.fromkeys((*own, ENGLAND)):
        for series in found.series:
            for part in found.parts_of(series):
                writer.writerow([metric, part, area, period, "", "", ""])
    return text.getvalue()


def loaded(database: Database) -> list[dict[str, Any]]:
    """Return every file that was loaded, the newest release first."""
    with database.read() as session:
        return [_told(one) for one in rows.files(session)]


def _told(file: LoadedFile) -> dict[str, Any]:
    return {
        "id": file.file_id,
        "kind": file.kind,
        "title": KINDS[file.kind].title if file.kind in KINDS else file.kind,
        "name": file.name,
        "released_on": file.released_on.isoformat(),
        "loaded_on": file.loaded_at.date().isoformat(),
        "rows": file.rows,
        "figures": file.figures,
        "by": file.by,
        "sha256": file.sha256,
    }


def _metrics(read: PublishedFile) -> list[str]:
    found = {one.metric for one in read.figures}
    return [name for name in METRICS if name in found]
