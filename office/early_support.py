"""Early language support and other early support: load it, show it with a case, and count it.

It is evidence. No limit, right or decision of a case reads it, and a case without it is the same case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Thing, refused
from casework.authority.profile import profile_of
from casework.early_support import cohort
from casework.early_support.policy import REFORM, SHIPPED, EarlySupportPolicy
from casework.early_support.rescreen import Rescreen, rescreen_of
from casework.early_support.summary import asks_for, line_of, status_of
from casework.early_support.support_record import (
    FIELDS,
    POLICY,
    KeptRecord,
    SupportRecord,
    by_child,
    said,
)
from casework.people.child import Details
from office.early_support_file import MOST_FAULTS, Given, Read, kept_record
from office.gate import thing_of
from office.reforms import reform, require_on
from office.refusals import ActRefused
from records import children, early_support, settings
from records.database import Database
from records.early_support import CaseOfChild, Known, StoredRecord
from records.profile import profile_content
from statute.counting import months_before

DUE_WITHIN = timedelta(days=7)
"""How long before its day a re-screen is shown as coming."""


@dataclass(frozen=True, slots=True)
class CaseSupport:
    """The early support of a case's child: the records, one line on them, how they stand, and the re-screen."""

    records: tuple[StoredRecord, ...]
    line: str
    status: str
    rescreen: Rescreen | None
    label: str

    @property
    def early(self) -> tuple[SupportRecord, ...]:
        """The re-screens that came before local policy counts them."""
        return self.rescreen.early if self.rescreen is not None else ()


@dataclass(frozen=True, slots=True)
class DueRescreen:
    """A re-screen that local policy asks for: the child, the setting, its day, and the child's open case, if any."""

    child: Details
    urn: str
    colour: str
    due_on: date
    case_id: str | None


def policy(session: Session) -> EarlySupportPolicy:
    """Return the local policy of the authority, or the one that we ship."""
    content = profile_content(session)
    return (profile_of(content).early_support if content else None) or SHIPPED


def load(database: Database, read: Read, by: str, today: date) -> dict[str, int]:
    """Keep the records of a file, and return how many were added, changed and unchanged. Raises ActRefused.

    Nothing is kept if one line is wrong. The same file again changes nothing. Old records of children without a case go.
    """
    with database.write() as session:
        check(session, read, today)
        early_support.remove_old(session, months_before(today, POLICY["kept_months"]))
        told = early_support.keep_records(session, read.records, by, datetime.now(UTC))
        return {"records": len(read.records), **{str(name): count for name, count in told.items()}}


def check(session: Session, read: Read, today: date) -> None:
    """Check that records may be kept. Raises ActRefused with the first faults."""
    require_on(session, REFORM, today)
    faults = (*read.faults, *_unknown_settings(session, read.records))
    if faults:
        more = len(faults) - MOST_FAULTS
        shown = " ".join(faults[:MOST_FAULTS])
        raise ActRefused(
            f"{shown}{f' And {more} more.' if more > 0 else ''} Correct the file and load it again"
        )
    if not read.records:
        raise ActRefused("The file has no records. Check that it is the right file")


def is_on(session: Session, today: date) -> bool:
    """Whether early support is switched on."""
    return reform(session, REFORM, today).is_on


def record_on_case(
    database: Database,
    case_id: str,
    given: tuple[str, str, str],
    answers: Mapping[str, Any],
    by: str,
    today: date,
) -> None:
    """Keep one record about a case's child. `given` is its kind, its day and the setting. Raises ActRefused or WrongField."""
    kind, on, urn = given
    with database.write() as session:
        require_on(session, REFORM, today)
        child = children.child_of_case(session, case_id)
        if child is None:
            raise ActRefused("The records hold no child of this case, so nothing can be added.")
        details = child.current.details
        if details.born_on is None:
            raise ActRefused(
                "The date of birth of this child is not known. Correct the child’s details first."
            )
        told = Given("", details.name, details.born_on.isoformat(), details.upn or "", urn, kind, on, answers)
        kept = kept_record(told, today)
        if _unknown_settings(session, (kept,)):
            raise ActRefused(
                "There is no school or setting with this number in the register. Check the number."
            )
        early_support.keep_records(session, (kept,), by, datetime.now(UTC))


def of_case(session: Session, case_id: str, today: date) -> CaseSupport:
    """Return the early support of a case's child. The caller must have checked that personal data may be shown."""
    return _support(session, early_support.records_of(session, _known(session, case_id)), today)


def lines_of(session: Session, case_ids: Iterable[str], today: date) -> dict[str, str]:
    """Return one line on the early support of each case that has any. The caller must have checked the rights."""
    known = {case_id: _known(session, case_id) for case_id in case_ids}
    rule = policy(session)
    return {
        case_id: line_of([one.record for one in found], rule, today)
        for case_id, found in early_support.records_of_each(session, known).items()
        if found
    }


def advisers_for(session: Session, case_id: str, today: date) -> tuple[str, ...]:
    """Return the advisers to propose because of early support; none while it is switched off.

    It never counts as advice: earlier advice does so only with the three agreements of regulation 6(4).
    """
    if not reform(session, REFORM, today).is_on:
        return ()
    found = early_support.records_of(session, _known(session, case_id))
    return asks_for([one.record for one in found])


def due_rescreens(session: Session, person: Person, today: date) -> list[DueRescreen]:
    """Return the re-screens that are due or due soon and that a person may see, earliest first; none while switched off.

    A child is left out who has a case that the person may not read.
    """
    waiting = waiting_rescreens(session, today, today + DUE_WITHIN)
    cases = early_support.cases_of_each(session, [kept[-1].child for kept, _ in waiting])
    found = [
        DueRescreen(
            kept[-1].child,
            kept[-1].urn,
            str(waits.screen.get("colour")),
            waits.due_on,
            its[-1].case_id if its else None,
        )
        for (kept, waits), its in zip(waiting, cases, strict=True)
        if waits.due_on is not None and _may_read(session, person, its)
    ]
    return sorted(found, key=lambda one: (one.due_on, one.urn, one.child.name))


def waiting_rescreens(
    session: Session, today: date, until: date
) -> list[tuple[tuple[KeptRecord, ...], Rescreen]]:
    """Return the records of each child whose re-screen waits and is due by a day; none while it is switched off."""
    if not reform(session, REFORM, today).is_on:
        return []
    rule = policy(session)
    return [
        (kept, waits)
        for kept in early_support.screened_children(session)
        if (waits := rescreen_of([one.record for one in kept], rule)) is not None
        and waits.waits
        and waits.due_on is not None
        and waits.due_on <= until
    ]


def report(session: Session, as_at: date) -> cohort.CohortTable:
    """Return the table of screened children by setting and school year, with small numbers hidden."""
    groups = by_child(early_support.all_current(session))
    cases = early_support.cases_of_each(session, [kept[-1].child for kept in groups])
    screened = [
        cohort.ScreenedChild(kept, tuple(one.received_on for one in its if one.received_on is not None))
        for kept, its in zip(groups, cases, strict=True)
    ]
    return cohort.cohort_table(screened, policy(session), as_at)


def report_as_json(session: Session, as_at: date) -> dict[str, object]:
    """Return the table as JSON values, with the names of the settings."""
    table = report(session, as_at)
    names = settings.names_of_settings(session, {row.partition(" ")[0] for row in table.rows})
    return cohort.as_json(table, names, reform(session, REFORM, as_at).label)


def support_as_json(found: CaseSupport, case_id: str) -> dict[str, Any]:
    """Return the early support of a case as JSON values."""
    waits = found.rescreen
    return {
        "case": case_id,
        "line": found.line,
        "status": found.status,
        "policy": found.label,
        "rescreen_due_on": waits.due_on.isoformat()
        if waits is not None and waits.due_on is not None
        else None,
        "records": [
            {
                "record": one.record_id,
                "kind": one.record.kind,
                "on": one.record.on.isoformat(),
                "setting": one.kept.urn,
                "answers": one.record.as_json(),
                "early": one.record in found.early,
                "by": one.by,
            }
            for one in found.records
        ],
    }


def answers_in_words(record: SupportRecord) -> list[tuple[str, str]]:
    """Return the answers of a record in words, with their questions."""
    return [(FIELDS[name].asks, said(name, value)) for name, value in record.values.items()]


def _support(session: Session, found: Sequence[StoredRecord], today: date) -> CaseSupport:
    rule, records = policy(session), [one.record for one in found]
    label = reform(session, REFORM, today).label
    return CaseSupport(
        tuple(found),
        line_of(records, rule, today),
        status_of(records, rule, today),
        rescreen_of(records, rule),
        label,
    )


def _known(session: Session, case_id: str) -> list[Known]:
    child = children.child_of_case(session, case_id)
    return children.known_by(session, children.group(session, child.child_id)) if child is not None else []


def _may_read(session: Session, person: Person, cases: Sequence[CaseOfChild]) -> bool:
    """Whether a person may see the records of a child: of each case if there is one, else as people who open cases."""
    if not cases:
        return refused(person, Right.OPEN_CASE, Thing()) is None
    return all(refused(person, Right.SEE_PERSONAL, thing_of(session, one.case_id)) is None for one in cases)


def _unknown_settings(session: Session, records: Iterable[KeptRecord]) -> list[str]:
    """Return a sentence for each setting that is not in the register; none if no register is loaded."""
    if settings.last_load(session) is None:
        return []
    urns = sorted({one.urn for one in records})
    known = settings.names_of_settings(session, urns)
    return [
        f"There is no setting {urn} in the register; check the number." for urn in urns if urn not in known
    ]
