"""Keep the figures of a day, and say which figures of past months have changed since and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from casework.case.ledger_line import LedgerLine
from casework.case.openings import OPENINGS
from casework.case.outlook import outlook_of
from casework.measures.case_life import CaseLife, is_taken_over, life_of
from casework.measures.counting import Counts, count, month_of, rows_of
from casework.measures.measure import MEASURES, Count, Measure, Period
from engine.version import this_build
from office.measures import KEPT_CUTS, LEDGER, counts_of, lives_by
from records import case_lives, ledger, measure_counts, snapshots
from records.database import Database
from records.snapshots import Kept, Restated, Snapshot
from statute.local_time import london_date, start_of_day
from statute.pack import governing_pack

NIGHT: Final = "night"
"""How most snapshots are made. The others are counted later, from what was recorded by the end of their day."""
LATE, EXCEPTION, TRANSFER_IN, OTHER = "recorded_late", "exception", "transfer_in", "other"
REASONS: Final[Mapping[str, str]] = {
    LATE: "Recorded late",
    EXCEPTION: "Exception added later",
    TRANSFER_IN: "Transferred in or taken over",
    OTHER: "Changed in another way",
}
"""Why a figure of a past month changes, each in words."""
_CLAIMS = frozenset({"exception_claimed", "exception_accepted", "exception_refused"})
_ARRIVES = "plan_transferred_in"


def take_snapshot(database: Database, day: date, now: datetime | None = None) -> bool:
    """Keep the figures of a day that has ended, whole or not at all. Returns False if they are kept already.

    In the night after the day they are counted as recorded; later, from what was recorded by the end of the day.
    """
    now = now or datetime.now(UTC)
    with database.read() as session:
        if snapshots.find(session, day) is not None:
            return False
        how = NIGHT if day >= london_date(now) - timedelta(days=1) else LEDGER
        lives = None if how == NIGHT else lives_by(session, day)
        kept = _counted(session, day, lives)
        pack = governing_pack(day)
        cases = case_lives.number(session) if lives is None else len(lives)
        snapshot = Snapshot(day, now, how, pack.id, pack.hash, this_build(), cases)
        restated = list(_restated(session, snapshot, kept["month"]))
    with database.write() as session:
        return snapshots.keep(session, snapshot, kept, restated)


def _counted(session: Session, day: date, lives: list[CaseLife] | None) -> Kept:
    """Return what is kept of a day: from the lives, or counted in SQL from all cases."""
    if lives is not None:
        return {cut: counts_of(lives, day, cut) for cut in KEPT_CUTS}
    return {cut: measure_counts.counts(session, Period(day, cut == "month"), cut) for cut in KEPT_CUTS}


def _restated(session: Session, snapshot: Snapshot, now: Mapping[str, Counts]) -> Iterator[Restated]:
    """Yield the figures of months that were over at the last snapshot, where they differ from it."""
    last = snapshots.last_before(session, snapshot.as_at)
    if last is None:
        return
    then = snapshots.values(session, last, "month")
    first = month_of(*_month(Period(snapshot.as_at, months=True).first))
    changed = [
        (measure, month, then[its_id].get(month, Count()), counts.get(month, Count()))
        for its_id, counts in now.items()
        if its_id in then and (measure := MEASURES[its_id])
        for month in sorted({*(each for each in then[its_id] if each), *(each for each in counts if each)})
        if first <= month < month_of(*_month(last))
    ]
    differing = [
        one
        for one in changed
        if (one[2].numerator, one[2].denominator) != (one[3].numerator, one[3].denominator)
    ]
    if not differing:
        return
    lives = list(_changed_lives(session, _end_of(session, last), _end(snapshot)))
    for measure, month, was, number in differing:
        yield Restated(
            snapshot.as_at, measure.id, month, last, was.numerator, was.denominator, number.numerator,
            number.denominator, _because(measure, month, snapshot.as_at, lives),
        )  # fmt: skip


_Changed = tuple[CaseLife | None, CaseLife, str]
"""A case before and after a snapshot, and why it may count differently."""


def _changed_lives(session: Session, since: datetime, until: datetime) -> Iterator[_Changed]:
    for case_id in case_lives.changed_since(session, since):
        lines = [line for line in ledger.facts_of(session, case_id) if line.recorded_at <= until]
        before = [line for line in lines if line.recorded_at <= since]
        if not lines or lines[0].event not in OPENINGS or len(lines) == len(before):
            continue
        yield (
            _life(case_id, before, since),
            life_of(case_id, outlook_of(lines, until)),
            _why(lines, len(before)),
        )


def _life(case_id: str, lines: list[LedgerLine], at: datetime) -> CaseLife | None:
    return life_of(case_id, outlook_of(lines, at)) if lines else None


def _why(lines: list[LedgerLine], known: int) -> str:
    new = lines[known:]
    if any(line.event in _CLAIMS for line in new):
        return EXCEPTION
    if any(line.event == _ARRIVES for line in new) or (known == 0 and is_taken_over(lines)):
        return TRANSFER_IN
    return LATE if any(line.late for line in new) else OTHER


def _because(measure: Measure, month: str, as_at: date, lives: Iterable[_Changed]) -> dict[str, int]:
    """Return the reasons for a difference, each with the number of cases that count differently."""
    period = Period(as_at, months=True)
    found: dict[str, int] = {}
    for before, after, why in lives:
        was = count(measure, rows_of([before] if before is not None else []), period, "month").get(
            month, Count()
        )
        if was != count(measure, rows_of([after]), period, "month").get(month, Count()):
            found[why] = found.get(why, 0) + 1
    return found or {OTHER: 0}


def _end(snapshot: Snapshot) -> datetime:
    if snapshot.how == NIGHT:
        return snapshot.taken_at
    return start_of_day(snapshot.as_at + timedelta(days=1)) - timedelta(microseconds=1)


def _end_of(session: Session, day: date) -> datetime:
    kept = snapshots.find(session, day)
    assert kept is not None  # its day was read from the same table
    return _end(kept)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
