"""What the pages of figures show: every measure, whole or cut, and the cases behind a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, get_args
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, scope_of
from casework.case.acts import ADVISERS
from casework.case.stages import Stage
from casework.measures.counting import BANDS
from casework.measures.measure import CUTS, GROUPS, MEASURES, Count, Cut, Measure, Measured, value_of
from casework.people.census import CODES
from office.measure_targets import target_of
from office.measures import NOW, SNAPSHOT, Asked, Figures, targets_now
from office.snapshots import REASONS
from records import snapshots, staff
from records.measure_counts import Listed, Part
from records.settings import names_of_settings
from starter.console.views import labels
from starter.console.views.paging import PageOf
from statute.words import capital, short_date

AT = "/manager/measures"
_TILES = (
    "plans_in_20_weeks_excluding",
    "plans_in_20_weeks_including",
    "open_requests",
    "open_and_late",
)
_UNITS = {"percent": "{:.1f}%", "weeks": "{:.1f} weeks", "number": "{:,.0f}"}
_PARTS: tuple[Part, ...] = get_args(Part)
_DAYS_OFFERED = 31
_MOST_OFFERED = 60
_RESTATED_SHOWN = 30
_URN = "urn-"


def overview(session: Session, person: Person, figures: Figures, group: str) -> dict[str, Any]:
    """Return what the page of all figures shows."""
    shown = [one for one in figures.measures if not figures.by or one.measure.group == group]
    names = _names(session, figures.by, shown)
    targets = targets_now(session)
    return {
        "targets": {
            one.measure.id: target.words(one.value)
            for one in shown
            if (target := target_of(targets, one, figures.by)) is not None
        },
        "tiles": [_row(one, figures, names) for one in shown if one.measure.id in _TILES and not figures.by],
        "groups": _groups(shown, figures, names),
        "meanings": [one.measure for one in _first_of_each(shown)],
        "from_words": _counted_from(figures),
        "cuts": [{"value": cut, "text": heading} for cut, heading in CUTS.items()],
        "group_options": [{"value": key, "text": text} for key, text in GROUPS.items()],
        "days": _days(session),
        "by": figures.by,
        "by_heading": CUTS[figures.by] if figures.by else "",
        "group": group,
        "as_at": figures.as_at.isoformat() if figures.how == SNAPSHOT else "",
        "restated": _restated(session, figures) if _sees_all(person) and not figures.by else [],
    }


def cases(session: Session, asked: Asked, found: PageOf[Listed], *, may_open: bool) -> dict[str, Any]:
    """Return what the list of the cases behind a number shows."""
    measure = asked.measure
    people, names = staff.names(session), _names(session, asked.by, ())
    if asked.by == "setting" and asked.key and asked.key.startswith(_URN):
        urn = asked.key.removeprefix(_URN)
        names = {asked.key: names_of_settings(session, [urn]).get(urn, asked.key)}
    key = _key(asked.by, asked.key, names) if asked.by else None
    parts = [
        {"href": _address(asked, part), "text": _part_words(measure, part), "current": part == asked.part}
        for part in (_PARTS if measure.meets and measure.ratio is None else ())
    ]
    return {
        "measure": measure,
        "what": _part_words(measure, asked.part),
        "key": f"{CUTS[asked.by]}: {key}" if asked.by else "",
        "number": found.total,
        "back": f"{AT}?{urlencode({'by': asked.by, 'group': measure.group})}" if asked.by else AT,
        "parts": parts,
        "rows": [{"row": one, "officer": people.get(one.officer or "", one.officer)} for one in found.rows],
        "name_of": _thing,
        "may_open": may_open,
        "paging": found.links(lambda number: _address(asked, asked.part, number)),
    }


def _groups(shown: Sequence[Measured], figures: Figures, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the tables: one a group, or, where figures are cut, one a measure."""
    if not figures.by:
        return [
            {
                "heading": heading,
                "rows": [_row(one, figures, names) for one in shown if one.measure.group == key],
            }
            for key, heading in GROUPS.items()
        ]
    return [
        {
            "heading": measure.name,
            "rows": sorted(
                (_row(one, figures, names) for one in shown if one.measure.id == measure.id),
                key=_order(figures.by),
            ),
        }
        for measure in MEASURES.values()
        if any(one.measure.id == measure.id for one in shown)
    ]


def _row(one: Measured, figures: Figures, names: Mapping[str, str]) -> dict[str, Any]:
    measure = one.measure
    is_today = figures.how == NOW
    asked = Asked(measure, figures.by, one.key)
    return {
        "measure": measure,
        "key": one.key,
        "name": _key(figures.by, one.key, names) if figures.by else measure.name,
        "figure": _value(measure, one.value),
        "numerator": one.numerator if measure.counts_rows else None,
        "denominator": one.denominator,
        "numerator_href": _address(asked, "met") if is_today and one.numerator else None,
        "denominator_href": _address(asked, "counted")
        if is_today and one.denominator and measure.ratio is None
        else None,
        "absent": one.absent if not figures.by else "",
    }


def _value(measure: Measure, value: float | None) -> str:
    return "–" if value is None else _UNITS[measure.unit].format(value)


def _address(asked: Asked, part: Part, page: int | None = None) -> str:
    given = {"by": asked.by, "key": asked.key, "part": part if part != "counted" else None, "page": page}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{AT}/{asked.measure.id}" + (f"?{query}" if query else "")


def _part_words(measure: Measure, part: Part) -> str:
    """Return which cases are listed, such as "Not sent within 20 weeks"."""
    if part == "counted" or not measure.meets:
        shown = measure if measure.ratio is None else MEASURES[measure.ratio.numerator]
        return f"All {shown.counts}"
    return capital(measure.meets if part == "met" else f"not {measure.meets}")


def _names(session: Session, cut: Cut | None, shown: Sequence[Measured]) -> Mapping[str, str]:
    """Return the words for the values of a cut."""
    match cut:
        case "officer":
            return staff.names(session)
        case "need":
            return CODES["primary_need"]
        case "service":
            return ADVISERS
        case "stage":
            return {stage.value: labels.stage(stage) for stage in Stage}
        case "setting":
            urns = {one.key.removeprefix(_URN) for one in shown if one.key and one.key.startswith(_URN)}
            return {f"{_URN}{urn}": name for urn, name in names_of_settings(session, urns).items()}
    return {}


def _key(cut: Cut | None, key: str | None, names: Mapping[str, str]) -> str:
    if key is None:
        return "Not assigned" if cut == "officer" else "Not recorded"
    if cut == "month":
        year, month = key.split("-")
        return f"{date(int(year), int(month), 1):%B} {year}"
    return names.get(key) or (labels.plain(key) if cut in ("service", "stage") else key)


def _order(cut: Cut) -> Callable[[Mapping[str, Any]], Any]:
    places = {"age": BANDS, "stage": tuple(Stage)}.get(cut)

    def place(row: Mapping[str, Any]) -> Any:
        key = row["key"]
        if key is None:
            return (1, "", 0)
        if places is not None:
            return (0, "", places.index(key) if key in places else len(places))
        return (0, key if cut == "month" else str(row["name"]).casefold(), 0)

    return place


def _counted_from(figures: Figures) -> str:
    day = short_date(figures.as_at)
    if figures.how == SNAPSHOT and figures.taken_at is not None:
        return f"As kept for {day}. Sealed cases are counted."
    return f"Counted now, {day}, from the cases that you may see."


def _days(session: Session) -> list[dict[str, str]]:
    """Return the days to choose from: the last month, and the end of each month before it."""
    kept = snapshots.days(session)
    latest = kept[:_DAYS_OFFERED]
    ends = {(one.year, one.month): one for one in reversed(kept)}
    offered = sorted({*latest, *ends.values()}, reverse=True)[:_MOST_OFFERED]
    return [{"value": one.isoformat(), "text": short_date(one)} for one in offered]


def _restated(session: Session, figures: Figures) -> list[dict[str, Any]]:
    """Return the figures of past months that changed, with both numbers and why."""
    found = []
    for one in snapshots.restated(session, figures.as_at, _RESTATED_SHOWN):
        if (measure := MEASURES.get(one.measure)) is None:
            continue
        was = value_of(measure, Count(one.was_numerator, one.was_denominator))
        now = value_of(measure, Count(one.numerator, one.denominator))
        found.append(
            {
                "month": _key("month", one.month, {}),
                "name": measure.name,
                "was": _value(measure, was),
                "was_on": one.was_as_at,
                "now": _value(measure, now),
                "on": one.as_at,
                "because": [
                    f"{REASONS[why]} ({number} {'case' if number == 1 else 'cases'})"
                    for why, number in one.because.items()
                ],
            }
        )
    return found


def _first_of_each(shown: Sequence[Measured]) -> list[Measured]:
    return list({one.measure.id: one for one in reversed(shown)}.values())[::-1]


def _sees_all(person: Person) -> bool:
    return scope_of(person, Right.SEE_CASELOAD) is Scope.ALL


def _thing(row: Listed) -> str:
    """Return what a row is about besides its case: a service, a stage or what began."""
    if row.name is None:
        return ""
    return ADVISERS.get(row.name) or labels.plain(row.name)
