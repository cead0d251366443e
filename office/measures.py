"""The measures of the service: counted now, read from a snapshot, or counted from what was recorded by a day's end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import IO, Any, Final

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, scope_of
from casework.case.openings import OPENINGS
from casework.case.outlook import outlook_of
from casework.measures.case_export import write_cases
from casework.measures.case_life import CaseLife, life_of
from casework.measures.counting import Counts, count, rows_of
from casework.measures.measure import CUTS, MEASURES, Count, Cut, Measure, Measured, Period
from casework.measures.measure import measured as told
from office.gate import Gate
from office.measure_targets import Target, target_of, targets_of
from office.refusals import ActRefused
from records import case_lives, ledger, local_policy, measure_counts, snapshots
from records.caseload import Seen
from records.database import Database
from records.measure_counts import Listed, Part
from records.plan_ends import ends_of_plans
from records.tray import Within
from statute.local_time import start_of_day
from statute.pack import governing_pack
from statute.words import listed as in_words
from statute.words import short_date

NOW, SNAPSHOT, LEDGER = "now", "snapshot", "ledger"
"""Where figures come from: counted now, kept in the night after the day, or counted from what was recorded by its end."""
KEPT_CUTS: Final[tuple[Cut | None, ...]] = (None, "team", "need", "age", "service", "stage", "month")
"""What a snapshot keeps. Officers and settings are not kept: a figure of one person or one school on a past day is not kept."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures on a day, for the cases that a person may see. `taken_at` is when a snapshot was made."""

    as_at: date
    how: str
    taken_at: datetime | None
    rule_pack: str
    by: Cut | None
    measures: list[Measured]


@dataclass(frozen=True, slots=True)
class Asked:
    """A number whose cases are asked for: the measure, the cut and its value, and which of its cases."""

    measure: Measure
    by: Cut | None = None
    key: str | None = None
    part: Part = "counted"


def within_of(person: Person) -> Within:
    """Return the cases that a person's figures count: those of their caseload."""
    teams = None if scope_of(person, Right.SEE_CASELOAD) is Scope.ALL else person.teams
    return Within(person.id, teams, own=False)


def measured(session: Session, person: Person, as_at: date | None, by: str | None, today: date) -> Figures:
    """Return every measure on a day, today by default, cut by something or not. Raises ActRefused."""
    day, cut = as_at or today, cut_named(by)
    if day > today:
        raise ActRefused(f"{short_date(day)} is in the future; enter today or an earlier day.")
    within = within_of(person)
    if day == today:
        seen = Seen(within.person, within.teams)
        return _figures(day, NOW, measure_counts.counts(session, _period(day, cut), cut, seen), cut)
    if (kept := _kept(session, day, cut, within)) is not None:
        return kept
    lives = lives_by(session, day, frozenset(case_lives.ids(session, within)))
    return _figures(day, LEDGER, counts_of(lives, day, cut), cut)


def in_snapshot(session: Session, person: Person, day: date, by: str | None) -> Figures | None:
    """Return the figures that were kept of a day, or None if the day or this cut was not kept."""
    return _kept(session, day, cut_named(by), within_of(person))


def listed(
    session: Session, person: Person, asked: Asked, today: date, *, limit: int, offset: int = 0
) -> list[Listed]:
    """Return a page of the cases behind a number of today."""
    within = within_of(person)
    return measure_counts.rows(
        session, asked.measure, _period(today, asked.by), asked.part, Seen(within.person, within.teams),
        cut=asked.by, key=asked.key, limit=limit, offset=offset,
    )  # fmt: skip


def number_listed(session: Session, person: Person, asked: Asked, today: date) -> int:
    """Return how many rows are behind a number of today."""
    within = within_of(person)
    return measure_counts.number_of_rows(
        session, asked.measure, _period(today, asked.by), asked.part, Seen(within.person, within.teams), cut=asked.by,
        key=asked.key,
    )  # fmt: skip


def export_cases(
    database: Database, gate: Gate, person: Person, file: IO[str], day: date, today: date
) -> int:
    """Write one row for each case that a person may see, from what is recorded now or was by the end of a past day.

    Returns the number of cases. The export is in the access log.
    """
    within = within_of(person)
    with database.read() as session:
        if day >= today:
            lives = case_lives.lives(session, within)
        else:
            lives = lives_by(session, day, frozenset(case_lives.ids(session, within)))
    number = write_cases(file, lives)
    gate.note(person, Right.SEE_CASELOAD, None, f"exported the days of {number} cases")
    return number


def counts_of(lives: Collection[CaseLife], day: date, cut: Cut | None) -> dict[str, Counts]:
    """Return what is counted of every measure that has a cut, from the lives of cases."""
    period, rows = _period(day, cut), rows_of(lives)
    return {one.id: count(one, rows, period, cut) for one in MEASURES.values() if one.has_cut(cut)}


def lives_by(session: Session, day: date, only: frozenset[str] | None = None) -> list[CaseLife]:
    """Return the lives of cases from what was recorded by the end of a day; `only` limits them to some cases.

    What a child's record holds is taken as it is now: corrections of it are not undone. Of the limits that processes count,
    what happened after the day is left out.
    """
    end = start_of_day(day + timedelta(days=1))
    found: dict[str, CaseLife] = {}
    for case_id in ledger.ids(session):
        if only is not None and case_id not in only:
            continue
        lines = [line for line in ledger.facts_of(session, case_id) if line.recorded_at < end]
        if lines and lines[0].event in OPENINGS:
            found[case_id] = life_of(case_id, outlook_of(lines, end - timedelta(microseconds=1)))
    for one, ended in ends_of_plans(session, found).items():
        found[one] = found[one].with_end_of_plan(ended if ended[0] <= day else None)
    child = case_lives.child_facts(session, found)
    beside = case_lives.limits_of_processes(session, found)
    for one, limits in beside.items():
        known = tuple(limit for each in limits if (limit := each.known_on(day)) is not None)
        found[one] = replace(found[one], process_limits=known)
    return [life.with_child(child[one]) if one in child else life for one, life in found.items()]


def measure_named(name: str) -> Measure:
    """Return a measure by its id. Raises ActRefused."""
    if name not in MEASURES:
        raise ActRefused(f"There is no measure {name!r}; the list of measures names them.")
    return MEASURES[name]


def asked_for(measure: str, by: str | None, key: str | None, part: Part) -> Asked:
    """Return the number whose cases are asked for. Raises ActRefused if there is no such number."""
    asked = Asked(measure_named(measure), cut_named(by), key, part)
    if not asked.measure.has_cut(asked.by):
        raise ActRefused(f"{asked.measure.name} cannot be cut by {asked.by}; choose another figure or cut.")
    return asked


def cut_named(name: str | None) -> Cut | None:
    """Return a cut by its name; None means all cases together. Raises ActRefused."""
    found = next((cut for cut in CUTS if cut == name), None)
    if name and found is None:
        raise ActRefused(f"Figures cannot be cut by {name!r}; choose {in_words(CUTS, 'or')}.")
    return found


def as_json(figures: Figures, targets: Mapping[str, Target]) -> dict[str, Any]:
    """Return figures as JSON, each with the council's own target."""
    return {
        "as_at": figures.as_at.isoformat(),
        "snapshot": figures.taken_at.isoformat() if figures.taken_at else None,
        "counted_from": figures.how,
        "rule_pack": figures.rule_pack,
        "by": figures.by,
        "measures": [
            _as_json(one, figures.by, target_of(targets, one, figures.by)) for one in figures.measures
        ],
    }


def targets_now(session: Session) -> Mapping[str, Target]:
    """Return the targets of the policy in force, by measure."""
    return targets_of(local_policy.policy_now(session).targets)


def _as_json(one: Measured, by: Cut | None, target: Target | None) -> dict[str, Any]:
    measure = one.measure
    return {
        "id": measure.id,
        "name": measure.name,
        **({"key": one.key} if by else {}),
        "value": one.value,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "unit": measure.unit,
        "source": measure.source,
        "cases": one.cases,
        "definition": measure.definition,
        "leaves_out": measure.leaves_out,
        "absent": one.absent or None,
        "target": target.as_json(one.value) if target is not None else None,
    }


def _period(day: date, cut: Cut | None) -> Period:
    return Period(day, cut == "month")


def _kept(session: Session, day: date, cut: Cut | None, within: Within) -> Figures | None:
    """Return what a snapshot holds for a person: everything, or the rows of their teams together."""
    snapshot = snapshots.find(session, day)
    if snapshot is None or cut not in KEPT_CUTS:
        return None
    if within.teams is None:
        counts: dict[str, Counts] = dict(snapshots.values(session, day, cut))
    elif cut not in (None, "team"):
        return None
    else:
        teams = snapshots.values(session, day, "team")
        mine = {
            one: {key: number for key, number in parts.items() if key is None or key in within.teams}
            for one, parts in teams.items()
        }
        counts = dict(mine) if cut == "team" else {one: {None: _sum(parts)} for one, parts in mine.items()}
    return _figures(day, SNAPSHOT, counts, cut, snapshot.taken_at, snapshot.rule_pack)


def _sum(parts: Counts) -> Count:
    return Count(
        sum(one.numerator for one in parts.values()),
        sum(one.denominator for one in parts.values()),
        sum(one.cases for one in parts.values()),
    )


def _figures(
    day: date,
    how: str,
    counts: dict[str, Counts],
    cut: Cut | None,
    taken_at: datetime | None = None,
    rule_pack: str | None = None,
) -> Figures:
    measures = [
        told(measure, number, key)
        for measure in MEASURES.values()
        for key, number in sorted(
            counts.get(measure.id, {}).items(), key=lambda each: (each[0] is None, each[0] or "")
        )
    ]
    return Figures(day, how, taken_at, rule_pack or governing_pack(day).id, cut, measures)
