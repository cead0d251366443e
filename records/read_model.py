"""Make the rows of a case in the read model from its outlook."""

from __future__ import annotations

from casework.case.outlook import Outlook
from records.cases import CaseRow, ObligationRow
from statute.obligation import Obligation
from statute.status_by_day import status_by_day


def rows_of(case_id: str, outlook: Outlook) -> tuple[CaseRow, list[ObligationRow]]:
    """Return the row of a case and the rows of its obligations."""
    limit, turn, whose = outlook.next_limit, outlook.turn, outlook.assignment
    row = CaseRow(
        case_id=case_id,
        stage=outlook.stage,
        officer=whose.officer,
        team=whose.team,
        received_on=outlook.lines[0].on,
        rag=outlook.rag,
        next_due_on=limit.due_on if limit else None,
        next_due_rule=limit.rule if limit else None,
        next_due_title=limit.title if limit else None,
        breached=outlook.rag == "red",
        turn=turn.side,
        turn_back_on=turn.back_on,
        seq=outlook.lines[-1].seq,
        **outlook.pin.as_fields(),
        opened_at=outlook.lines[0].recorded_at,
        changed_at=outlook.now,
        closed_on=outlook.closed_on,
    )
    return row, [_obligation(one, outlook.at_last_of(one)) for one in outlook.obligations]


def _obligation(one: Obligation, at_last: Obligation | None) -> ObligationRow:
    by_day = status_by_day(one, at_last)
    return ObligationRow(
        rule=one.rule,
        role=one.role,
        title=one.title,
        citation=one.citation,
        of=one.of,
        kind=one.kind,
        duty_holder=one.duty_holder,
        verified=one.clock.source.verified,
        started_on=one.started_on,
        due_on=one.due_on,
        raw_due_on=one.raw_due_on,
        met_on=one.met_on,
        status=one.status,
        days_late=one.days_late,
        excused_by=one.excused_by,
        excused_from=by_day.excused_from,
        safe_on=one.safe_on,
        earliest_final=one.earliest_final,
        closed_on=one.closed_on,
        by_day=by_day.as_json(),
    )
