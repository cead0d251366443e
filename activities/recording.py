"""Writing a case down: ledger, read model and outbox in one transaction, and the outlook that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from sqlalchemy.orm import Session
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.letters import dispatches
from activities.lines import came_with, events_of, facts_of_transition, moments_done
from casework.case.acts import Act
from casework.case.agenda import Moment, agenda, is_closed, next_limit, rag
from casework.case.case import Case, window_closed
from casework.case.casework_acts import ASSIGNMENTS
from casework.case.exception_verdict import verdict
from casework.case.facts import facts_of, planned, proclaimed
from casework.case.openings import REQUESTS
from casework.case.stages import Stage
from casework.letters.notice import Notice
from casework.letters.notices import of_act, of_moment, of_opening, of_refused
from casework.letters.sending_times import Policy
from casework.processes.registry import let_go
from records import cases, ledger, outbox, receipts
from records.database import Database
from statute.calendars import WorkingDays, england
from statute.clock_roles import ClockRole
from statute.facts import Event
from statute.local_time import london_date
from statute.obligation import Obligation
from statute.pack import RulePack, governing_pack, load_pack
from statute.timeline import received_on, timeline
from workflows.messages import ActDone, Came, MomentMessage, Outlook, RecordRequest, Transition
from workflows.ports import LEDGER_BEHIND, Recording
from workflows.words import timer_in_words

_DISPUTES = frozenset({"appeal_registered"})
_SETTLED = frozenset(
    {"tribunal_order", "appeal_unopposed", "mediation_agreement", "decision_reversed", "appeal_ended"}
)
_HORIZON = date(2055, 12, 31)
"""A day on which every claim of today has been told to the family, to see which limits an exception covers."""


class Recorder(Recording):
    """Records transitions in a database; `policy` says when what they send out may leave.

    One that `holds` queues messages for review: what is recorded again after a loss was most likely sent.
    """

    def __init__(self, database: Database, policy: Policy | None = None, *, holds: bool = False) -> None:
        self._database, self._policy, self._holds = database, policy or Policy(), holds

    @activity.defn(name="record_transition")
    def record_transition(self, request: RecordRequest) -> Outlook:
        """Record what is not recorded yet, once, and say how the case stands after the last transition."""
        with self._database.write() as session:
            before = ledger.facts_of(session, request.case_id)
            last = before[-1].seq if before else 0
            first = request.transitions[0].seq
            if first > last + 1:
                raise ApplicationError(
                    f"The ledger of {request.case_id} ends at step {last}; the workflow sends it again from there.",
                    last,
                    type=LEDGER_BEHIND,
                    non_retryable=True,
                )
            _same_story(request, before)
            known, standing = tuple(before), None
            for transition in request.transitions:
                if transition.seq > last:
                    is_last = transition is request.transitions[-1]
                    standing = self._record(session, request.case_id, transition, known, is_last)
                    known = standing.known
            standing = standing or _Standing(known, request.transitions[-1])
            return _outlook(session, request, standing)

    def _record(
        self,
        session: Session,
        case_id: str,
        transition: Transition,
        before: tuple[ledger.Fact, ...],
        is_last: bool,
    ) -> _Standing:
        """Write one transition into the ledger, with the notices that it sends out and the receipt that it answers.

        What had come already comes with the last one: between acts that are told together, nobody waits for anything.
        """
        standing = _Standing((*before, *facts_of_transition(transition)), transition)
        for done in transition.acts:
            if done.action == "exception_claimed":
                standing.add(_verdict(transition, done, standing))
        notices = _notices(transition, standing)
        while is_last and not transition.moments and (due := standing.due):
            standing.add(*came_with(transition, due, standing.stage_after(due)))
            notices += [notice for moment in due for notice in of_moment(moment, standing.today)]
        if standing.closes and not standing.was_closed:
            standing.add(_closing(transition, standing))
        ledger.append(session, case_id, standing.known[len(before) :])
        now = datetime.now(UTC)
        queued = dispatches(session, case_id, transition, notices, self._policy, now)
        outbox.put(session, queued, held=self._holds)
        if transition.receipt is not None and transition.receipt.request_id:
            receipts.save_receipt(
                session, case_id, transition.receipt.request_id, transition.receipt.model_dump(mode="json")
            )
        return standing


class _Standing:
    """A case as its ledger tells it at one instant: its obligations, how it stands and what comes next."""

    def __init__(self, known: tuple[ledger.Fact, ...], at: Transition | ledger.Fact) -> None:
        self.known, self.now = known, at.recorded_at
        self.today = london_date(self.now)
        self.stage = Stage(known[-1].stage)
        events = events_of(known)
        self.events = events
        facts = facts_of(events)
        self.pack = _pinned_pack(known) or governing_pack(received_on(facts))
        self.calendar: WorkingDays = england(proclaimed(events))
        computed = partial(timeline, facts, pack=self.pack, calendar=self.calendar)
        self.obligations: tuple[Obligation, ...] = computed(as_at=self.today)
        self.once_told: tuple[Obligation, ...] = computed(as_at=_HORIZON) if facts.exceptions else ()
        self.let_go = let_go(self.obligations, events)
        self.excused = self.let_go | frozenset(
            (one.rule, one.of, one.due_on) for one in self.once_told if one.excused_by is not None
        )
        self.was_closed = any(line.event == "case_closed" for line in known)

    def add(self, *lines: ledger.Fact) -> None:
        """Further lines of the same instant, which change neither facts nor obligations."""
        self.known = (*self.known, *lines)
        self.stage = Stage(lines[-1].stage)

    @property
    def closes(self) -> bool:
        """Whether nothing is left to wait for, nor to tell: of two windows that closed while nothing ran, both are told."""
        if self.was_closed:
            return True
        owed = [one for one in self.obligations if (one.rule, one.of, one.due_on) not in self.let_go]
        return is_closed(owed, self.stage, _disputed(self.events)) and not any(
            moment.kind == "window_closed" and moment.at <= self.now for moment in self.moments
        )

    @property
    def due(self) -> tuple[Moment, ...]:
        """The moments of the agenda that have come already: of a limit that was past when an act was recorded."""
        return () if self.closes else tuple(moment for moment in self.moments if moment.at <= self.now)

    def stage_after(self, moments: Iterable[Moment]) -> Stage:
        """The stage once windows have closed."""
        case = Case(self.stage, self.events)
        for moment in moments:
            if moment.kind == "window_closed":
                case = window_closed(case, moment.role)
        return case.stage

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The agenda from this instant on."""
        return agenda(
            self.obligations,
            self.stage,
            self.excused,
            moments_done(self.known),
            self.now,
            self.calendar,
            planned(self.events),
        )

    @property
    def limit(self) -> Obligation | None:
        found = next_limit(
            one for one in self.obligations if (one.rule, one.of, one.due_on) not in self.excused
        )
        return found if isinstance(found, Obligation) else None

    @property
    def earliest_final(self) -> date | None:
        """The first day on which the plan of the last draft may be finalised."""
        floors = [
            one for one in self.obligations if one.earliest_final and one.role == ClockRole.ANSWER_THE_DRAFT
        ]
        return max(floors, key=lambda one: one.started_on).earliest_final if floors else None


def _pinned_pack(known: Sequence[ledger.Fact]) -> RulePack | None:
    opening = known[0]
    return load_pack(str(opening.fields["rule_pack"])) if "rule_pack" in opening.fields else None


def _disputed(events: Iterable[Event]) -> bool:
    running = False
    for event in events:
        running = event.event in _DISPUTES or (running and event.event not in _SETTLED)
    return running


def _same_story(request: RecordRequest, before: Sequence[ledger.Fact]) -> None:
    """A workflow that was reset tells another story than the ledger, which is never rewritten."""
    recorded = {line.seq: line for line in reversed(before)}
    for transition in request.transitions:
        line = recorded.get(transition.seq)
        if line is not None and line.event != facts_of_transition(transition)[0].event:
            raise ApplicationError(
                f"Step {transition.seq} of {request.case_id} is already recorded as {line.event}; the workflow was "
                "reset to before it. Start the case anew from its ledger, or reset to a later point."
            )


def _verdict(transition: Transition, done: ActDone, standing: _Standing) -> ledger.Fact:
    """The answer to a claimed exception, as a line of its own."""
    accepted, said = verdict(str(done.fields.get("ground")), done.of, standing.once_told)
    return ledger.Fact(
        seq=transition.seq,
        kind="system",
        event="exception_accepted" if accepted else "exception_refused",
        on=standing.today,
        recorded_at=transition.recorded_at,
        stage=done.stage,
        of=done.of,
        text=said,
    )


def _closing(transition: Transition, standing: _Standing) -> ledger.Fact:
    return ledger.Fact(
        seq=transition.seq,
        kind="system",
        event="case_closed",
        on=standing.today,
        recorded_at=transition.recorded_at,
        stage=transition.stage,
        text="The case is closed: nothing is left to wait for.",
    )


def _notices(transition: Transition, standing: _Standing) -> list[Notice]:
    today, found = standing.today, list[Notice]()
    if (opening := transition.opening) is not None and opening.on is not None and not opening.told_before:
        if opening.event in REQUESTS:
            found += of_opening(opening.event, opening.on, standing.obligations)
        else:
            act = Act(opening.event, opening.on, None, opening.fields)
            found += of_act(act, today, standing.obligations)
        found = [replace(notice, on=today) for notice in found]
    for done in (each for each in transition.acts if not each.told_before):
        found += of_act(done.act(), today, standing.obligations)
    for moment in transition.moments:
        found += of_moment(moment.moment(), today)
    if transition.refusal is not None:
        found += of_refused(transition.refusal.action, today, transition.refusal.why)
    return found


def _outlook(session: Session, request: RecordRequest, standing: _Standing) -> Outlook:
    known, closed = standing.known, standing.closes
    coming = () if closed else standing.moments
    at = max(coming[0].at, standing.now) if coming else None
    row, obligations = _read_model(request.case_id, standing)
    cases.save(session, row, obligations)
    limit = None if closed else standing.limit
    next_moments = tuple(MomentMessage.pinned(m) for m in coming if max(m.at, standing.now) == at)
    return Outlook(
        seq=row.seq,
        closed=closed,
        rag=row.rag,
        breached=row.breached,
        next_due_on=row.next_due_on,
        next_due=f"{limit.title} ({limit.citation})" if limit else None,
        next_at=at,
        moments=next_moments,
        next_in_words=timer_in_words(next_moments),
        earliest_final=standing.earliest_final,
        officer=row.officer,
        team=row.team,
        came=tuple(_came(request, known, standing.pack)),
    )


def read_model(case_id: str, known: Sequence[ledger.Fact]) -> tuple[cases.CaseRow, list[cases.ObligationRow]]:
    """The read model of a case, made from its ledger alone: as it stood when its last line was written."""
    return _read_model(case_id, _Standing(tuple(known), known[-1]))


def _came(request: RecordRequest, known: Iterable[ledger.Fact], pack: RulePack) -> Iterator[Came]:
    """What came with the acts of a request, read from the ledger so that a repeated request is told the same."""
    with_acts = {transition.seq for transition in request.transitions if not transition.moments}
    for line in known:
        if line.kind == "moment" and line.seq in with_acts:
            yield Came(kind=line.event, role=pack.role_of(str(line.fields["rule"])))


def _assigned(known: Iterable[ledger.Fact]) -> tuple[str | None, str | None]:
    officer: str | None = None
    team: str | None = None
    for line in known:
        if line.kind == "opening" or line.event in ASSIGNMENTS:
            is_nobodys = line.event == "officer_unassigned"
            officer = None if is_nobodys else line.fields.get("officer") or officer
            team = line.fields.get("team") or team
    return officer, team


def _read_model(case_id: str, standing: _Standing) -> tuple[cases.CaseRow, list[cases.ObligationRow]]:
    known, closed = standing.known, standing.closes
    limit = None if closed else standing.limit
    colour = rag(
        [one for one in standing.obligations if (one.rule, one.of, one.due_on) not in standing.excused],
        standing.stage, closed, standing.today, standing.calendar,
    )  # fmt: skip
    officer, team = _assigned(known)
    row = cases.CaseRow(
        case_id=case_id,
        stage=standing.stage,
        officer=officer,
        team=team,
        received_on=known[0].on,
        rag=colour,
        next_due_on=limit.due_on if limit else None,
        next_due_rule=limit.rule if limit else None,
        next_due_title=limit.title if limit else None,
        breached=colour == "red",
        seq=known[-1].seq,
        rule_pack=standing.pack.id,
        rule_pack_hash=standing.pack.hash,
        opened_at=known[0].recorded_at,
        changed_at=standing.now,
        closed_on=next((line.on for line in known if line.event == "case_closed"), None),
    )
    return row, [_row(one) for one in standing.obligations]


def _row(one: Obligation) -> cases.ObligationRow:
    return cases.ObligationRow(
        rule=one.rule,
        role=one.role,
        title=one.title,
        citation=one.citation,
        of=one.of,
        kind=one.kind,
        duty_holder=one.duty_holder,
        started_on=one.started_on,
        due_on=one.due_on,
        met_on=one.met_on,
        status=one.status,
        days_late=one.days_late,
        because=one.because,
        excused_by=one.excused_by,
        safe_on=one.safe_on,
        earliest_final=one.earliest_final,
        closed_on=one.closed_on,
    )
