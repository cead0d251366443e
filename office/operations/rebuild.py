"""Rebuild the read model from the ledger, and report every difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.case.openings import OPENINGS
from casework.case.outlook import outlook_of
from casework.measures.case_life import CaseLife, ChildFacts, life_of
from records import case_lives, cases, ledger
from records.cases import CaseRow, ObligationRow
from records.database import Database
from records.plan_ends import ends_of_plans
from records.read_model import rows_of

_JOINED = frozenset({*ChildFacts.__slots__, "setting", "process_limits"})
"""What the child's record, the register and processes add to the days of a case: its ledger does not hold it."""


def rebuild(database: Database, *, check_only: bool = False) -> dict[str, Any]:
    """Rebuild cases, obligations and the days of each case from the ledger, one transaction a case.

    Returns the count and every difference.

    Workers may keep running. With `check_only` nothing is written.
    """
    with database.read() as session:
        ids = sorted({*(each for each in ledger.ids(session)), *cases.ids(session)})
    rebuilt, differences = 0, list[dict[str, Any]]()
    for case_id in ids:
        with database.read() if check_only else database.write() as session:
            if not check_only:
                cases.lock(session, case_id)
            lines = ledger.facts_of(session, case_id)
            if lines and lines[0].event not in OPENINGS:
                continue  # a process, not a case
            differences += _rebuilt(session, case_id, lines, check_only=check_only)
            rebuilt += 1
    return {"cases": rebuilt, "differences": differences}


def _rebuilt(
    session: Session, case_id: str, lines: Sequence[ledger.LedgerLine], *, check_only: bool
) -> list[dict[str, Any]]:
    outlook = outlook_of(lines, lines[-1].recorded_at) if lines else None
    row, obligations = rows_of(case_id, outlook) if outlook is not None else (None, [])
    end = ends_of_plans(session, [case_id]).get(case_id)
    life = life_of(case_id, outlook).with_end_of_plan(end) if outlook is not None else None
    before, owed = cases.find(session, case_id), cases.obligations_of(session, case_id)
    found = list(_differences(case_id, before, row, owed, obligations))
    found += _of_life(case_id, case_lives.find(session, case_id), life)
    if not check_only:
        if row is None or life is None:
            cases.remove(session, case_id)
        else:
            cases.save(session, row, obligations)
            case_lives.save(session, life, knows_end_of_plan=True)
    return found


def _of_life(case_id: str, before: CaseLife | None, life: CaseLife | None) -> Iterator[dict[str, Any]]:
    """Yield the differences of a case's days, without what its child's record adds to them."""
    if before is None or life is None:
        if before is not life:
            there = ["there" if one else "not there" for one in (before, life)]
            yield _difference(case_id, "days for measures", *there)
        return
    was, now = asdict(before), asdict(life)
    for name in was:
        if name not in _JOINED and was[name] != now[name]:
            yield _difference(case_id, f"days for measures, {name}", str(was[name]), str(now[name]))


def _differences(
    case_id: str,
    before: CaseRow | None,
    row: CaseRow | None,
    owed: Sequence[ObligationRow],
    obligations: Sequence[ObligationRow],
) -> Iterator[dict[str, Any]]:
    if before is None or row is None:
        yield _difference(
            case_id, "case", "there" if before else "not there", "there" if row else "not there"
        )
        return
    was, now = asdict(before), asdict(row)
    for name in was:
        if name != "child_id" and was[name] != now[name]:  # the ledger does not hold the child's id
            yield _difference(case_id, name, was[name], now[name])
    earlier, later = (
        {(one.rule, one.of, one.started_on): one for one in each} for each in (owed, obligations)
    )
    for key in sorted({*earlier, *later}, key=str):
        old, new = earlier.get(key), later.get(key)
        if old is None or new is None or old.status != new.status:
            yield _difference(
                case_id,
                f"obligation {key[0]}",
                old.status if old else "not there",
                new.status if new else "not there",
            )
        elif old != new:
            was, now = asdict(old), asdict(new)
            for name in (each for each in was if was[each] != now[each]):
                yield _difference(case_id, f"obligation {key[0]}, {name}", was[name], now[name])


def _difference(case_id: str, what: str, was: Any, now: Any) -> dict[str, Any]:
    return {"case": case_id, "what": what, "was": _plain(was), "is": _plain(now)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
