"""The days of one case that measures, forecasts and plans count, from its ledger and its pinned law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from casework.case.disputable_decisions import disputed
from casework.case.ledger_line import LedgerLine
from casework.case.letter_days import as_told
from casework.case.openings import REQUESTS
from casework.case.outlook import Outlook
from casework.case.stages import ENDED, UNDECIDED
from casework.case.statutory_acts import FINAL_PLANS
from casework.plans.plan_limit import PlanLimit
from casework.processes.registry import PROCESSES
from statute.clock_roles import DECIDE_ON_A_PLAN, DECIDE_TO_ASSESS, FINAL_PLAN, ClockRole
from statute.facts import Event
from statute.local_time import london_date
from statute.obligation import Obligation

ROLES: Mapping[ClockRole, ClockRole] = {
    role: same[0] for same in (DECIDE_TO_ASSESS, DECIDE_ON_A_PLAN, FINAL_PLAN) for role in same
}
"""The roles of one limit under one name: a detained person has a clock of their own for it."""
REVIEW, PHASE_TRANSFER = "review_meeting", "phase_transfer"
"""The facts that start the limits of a plan that measures count."""
_DECIDES = "review_decision"
_OF_ANOTHER_LIMIT = "it is a ground of another limit"
_TO_ASSESS = {"assessment_agreed": True, "assessment_refused": False}
_ON_A_PLAN = {"plan_agreed": True, "plan_refused": False}
_ENDS_THE_PLAN = {"plan_ended": "ceased", "plan_transferred_out": "transferred_out"}
_STARTS_A_DISPUTE = frozenset({"mediation_requested", "appeal_registered"})
_HELD = {"mediation_requested": "mediation_held", "appeal_registered": "tribunal_hearing_held"}
_ENDS: Mapping[str, frozenset[str]] = {
    "mediation_requested": frozenset({"mediation_agreement", "mediation_certificate", "mediation_ended"}),
    "appeal_registered": frozenset({"tribunal_order", "appeal_unopposed", "appeal_ended"}),
}
DISPUTE_KINDS = {start: each.kind for each in PROCESSES for start in each.begins_again & _STARTS_A_DISPUTE}
"""The kind of process of each dispute, by the act that begins it."""


@dataclass(frozen=True, slots=True)
class AdviceAsked:
    """Advice that a service was asked for. `closed_on` is the day on which it was no longer owed, without an answer."""

    service: str
    asked_on: date
    due_on: date | None
    received_on: date | None
    closed_on: date | None = None
    excused: bool = False


@dataclass(frozen=True, slots=True)
class StageSpan:
    """The days that a case spent in a stage; `to_on` is None while it lasts."""

    stage: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class DisputeLife:
    """A dispute about a decision of the case.

    `began_with` is the act that began it, `about` the act of the disputed decision, `held_on` the day of the meeting or
    hearing, and `outcome` the act that ended the dispute.
    """

    kind: str
    about: str | None
    began_on: date
    ended_on: date | None
    outcome: str | None
    held_on: date | None = None
    began_with: str = ""


@dataclass(frozen=True, slots=True)
class ChildFacts:
    """What the child's record and the register add to a case. It is joined when a life is read, and never kept with it."""

    child_id: str = ""
    born_on: date | None = None
    sex: str | None = None
    ethnicity: str | None = None
    need: str | None = None
    attended: str | None = None
    setting_kind: str | None = None


@dataclass(frozen=True, slots=True)
class CaseLife:
    """The days of one case that measures, forecasts and plans count. They come from its ledger and its pinned law.

    `is_request` is False for a case opened for a plan that exists already. `due` holds the last day of each limit by the
    role of its clock; `excused` the roles with an accepted exception and `claimed` those with any. The first decision on
    each question counts: a later reversal does not change it. `setting` is named in the final plan, or else attended.
    `process_limits` are those limits of the plan that processes beside the case count, such as its reviews.
    """

    case_id: str
    child_id: str
    team: str | None
    officer: str | None
    rule_pack: str
    is_request: bool
    taken_over: bool
    source: str | None
    received_on: date | None
    decided_to_assess_on: date | None
    agreed_to_assess: bool | None
    decided_on_plan_on: date | None
    agreed_to_plan: bool | None
    draft_on: date | None
    final_on: date | None
    ended_on: date | None
    ended_as: str | None
    plan_ended_on: date | None
    plan_ended_as: str | None
    transferred_in_on: date | None
    closed_on: date | None
    due: Mapping[str, date]
    excused: frozenset[str]
    claimed: frozenset[str]
    advice: tuple[AdviceAsked, ...] = ()
    stages: tuple[StageSpan, ...] = ()
    disputes: tuple[DisputeLife, ...] = ()
    plan_limits: tuple[PlanLimit, ...] = ()
    process_limits: tuple[PlanLimit, ...] = ()
    born_on: date | None = None
    sex: str | None = None
    ethnicity: str | None = None
    need: str | None = None
    setting: str | None = None
    setting_kind: str | None = None

    @property
    def stage(self) -> str:
        """The present stage."""
        return self.stages[-1].stage

    @property
    def undecided(self) -> bool:
        """Whether it is a request whose family still waits for a decision or a plan."""
        return self.is_request and self.stage in UNDECIDED

    def with_end_of_plan(self, end: tuple[date, str] | None) -> CaseLife:
        """Return the life with the end of its plan that the process knows which keeps the plan; what the case knows goes first."""
        if end is None or self.plan_ended_on is not None:
            return self
        return replace(self, plan_ended_on=end[0], plan_ended_as=end[1])

    def with_child(self, child: ChildFacts) -> CaseLife:
        """The life with what the child's record and the register add."""
        return replace(
            self,
            child_id=child.child_id,
            born_on=child.born_on,
            sex=child.sex,
            ethnicity=child.ethnicity,
            need=child.need,
            setting=self.setting or child.attended,
            setting_kind=child.setting_kind,
        )


@dataclass(frozen=True, slots=True)
class _Days:
    """The facts of a case by name, with the days on which the family was told of them."""

    events: tuple[Event, ...]
    first: Mapping[str, Event] = field(default_factory=dict)

    @classmethod
    def of(cls, events: Sequence[Event]) -> _Days:
        first: dict[str, Event] = {}
        for event in events:
            first.setdefault(event.event, event)
        return cls(tuple(events), first)

    def on(self, name: str) -> date | None:
        """The day of the first fact with a name; None if there is none, or its day is not recorded."""
        event = self.first.get(name)
        return event.on if event is not None else None

    def decided(self, answers: Mapping[str, bool]) -> tuple[date | None, bool | None]:
        """The day and the answer of the first of some decisions."""
        event = next((each for each in self.events if each.event in answers), None)
        return (event.on, answers[event.event]) if event is not None else (None, None)


def life_of(case_id: str, outlook: Outlook) -> CaseLife:
    """The life of a case, without what its child's record adds."""
    opening, days = outlook.lines[0], _Days.of(as_told(outlook.events))
    to_assess, on_plan = days.decided(_TO_ASSESS), days.decided(_ON_A_PLAN)
    ended = next((event for event in reversed(days.events) if event.event in ENDED), None)
    plan_ended_on, plan_ended_as = _plan_ended(days.events)
    whose = outlook.assignment
    return CaseLife(
        case_id=case_id,
        child_id="",
        team=whose.team,
        officer=whose.officer,
        rule_pack=outlook.pin.rule_pack,
        is_request=opening.event in REQUESTS,
        taken_over=is_taken_over(outlook.lines),
        source=_text(opening.fields.get("source")),
        received_on=opening.on,
        decided_to_assess_on=to_assess[0],
        agreed_to_assess=to_assess[1],
        decided_on_plan_on=on_plan[0],
        agreed_to_plan=on_plan[1],
        draft_on=days.on("draft_issued"),
        final_on=days.on("final_issued"),
        ended_on=ended.on if ended is not None else None,
        ended_as=ended.event if ended is not None else None,
        plan_ended_on=plan_ended_on,
        plan_ended_as=plan_ended_as,
        transferred_in_on=days.on("plan_transferred_in"),
        closed_on=outlook.closed_on,
        due=_due(outlook.obligations),
        excused=frozenset(_roles(outlook.at_last, accepted=True)),
        claimed=frozenset(_roles(outlook.at_last, accepted=False)),
        advice=tuple(_advice(outlook, days.events)),
        stages=tuple(stages_of(outlook.lines)),
        disputes=tuple(_disputes(days.events)),
        plan_limits=tuple(_plan_limits(outlook.obligations)),
        setting=_named_setting(days.events),
    )


def is_taken_over(lines: Iterable[LedgerLine]) -> bool:
    """Whether a case was taken over in mid-course: acts came with its opening, or have no recorded day."""
    return any(
        line.kind in ("opening", "act")
        and (line.on is None or (line.request_id is not None and "-intake-" in line.request_id))
        for line in lines
    )


def stages_of(lines: Iterable[LedgerLine]) -> Iterator[StageSpan]:
    """Yield the stages of a case with their days, in order. No stage begins before the one that it follows."""
    stage, since = None, None
    for line in lines:
        if line.stage == stage:
            continue
        on = line.on or line.not_after or london_date(line.recorded_at)
        on = max(on, since) if since is not None else on
        if stage is not None and since is not None:
            yield StageSpan(stage, since, on)
        stage, since = line.stage, on
    if stage is not None and since is not None:
        yield StageSpan(str(stage), since, None)


def _text(value: object) -> str | None:
    return str(value) if value else None


def _named_setting(events: Iterable[Event]) -> str | None:
    named = (event.fields.get("setting") for event in events if event.event in FINAL_PLANS)
    return next((str(one) for one in reversed(list(named)) if one), None)


def _plan_ended(events: Iterable[Event]) -> tuple[date | None, str | None]:
    """The day and the way in which the plan ended. A decision to cease is no end: the plan is kept while it can be appealed."""
    found: tuple[date | None, str | None] = (None, None)
    for event in events:
        if (how := _ENDS_THE_PLAN.get(event.event)) is not None:
            ended_on = event.fields.get("ended_on")
            found = (date.fromisoformat(str(ended_on)) if ended_on else event.on, how)
    return found


def _due(obligations: Iterable[Obligation]) -> dict[str, date]:
    """The last day of the first limit of each role."""
    found: dict[str, date] = {}
    for one in obligations:
        if one.role is not None and one.kind == "limit" and one.of is None:
            found.setdefault(_same(one.role), one.due_on)
    return found


def _same(role: str) -> str:
    return str(ROLES.get(ClockRole(role), role)) if role in set(ClockRole) else role


def _roles(at_last: Iterable[Obligation], *, accepted: bool) -> Iterator[str]:
    """Yield the roles of the limits for which an exception was claimed, or only those where it is accepted."""
    for one in at_last:
        if one.role is None or one.kind != "limit" or one.of is not None:
            continue
        if any(_counts(said, accepted=accepted) for _, said in one.judged):
            yield _same(one.role)


def _counts(refused: str | None, *, accepted: bool) -> bool:
    return refused is None or (not accepted and not refused.startswith(_OF_ANOTHER_LIMIT))


def _advice(outlook: Outlook, events: Sequence[Event]) -> Iterator[AdviceAsked]:
    """Yield the advice that was asked for, in the order of asking. Advice without a recorded day has no limit."""
    limits: dict[tuple[str | None, date], Obligation] = {}
    for one in outlook.at_last:
        if one.role == ClockRole.RETURN_ADVICE:
            limits.setdefault((one.of, one.started_on), one)
    for event in events:
        if event.event != "advice_requested" or event.on is None or event.of is None:
            continue
        limit = limits.pop((event.of, event.on), None)
        if limit is not None:
            excused = any(refused is None for _, refused in limit.judged)
            yield AdviceAsked(event.of, event.on, limit.due_on, limit.met_on, limit.closed_on, excused)


def _plan_limits(obligations: Iterable[Obligation]) -> Iterator[PlanLimit]:
    """Yield the limits to decide after a review meeting, and to amend a plan before a change of phase."""
    for one in obligations:
        starts = one.start.event
        if one.kind == "limit" and starts in (REVIEW, PHASE_TRANSFER) and _DECIDES in one.clock.end.met_by:
            yield PlanLimit(starts, one.started_on, one.due_on, one.met_on, one.closed_on)


def _disputes(events: Sequence[Event]) -> Iterator[DisputeLife]:
    """Yield the mediations that were asked for and the appeals that were registered, in order."""
    for place, event in enumerate(events):
        if event.event not in DISPUTE_KINDS or event.on is None:
            continue
        decision = disputed(events[:place], event.fields.get("against"))
        held, ended = None, None
        for later in events[place + 1 :]:
            if later.event == event.event:
                break
            held = held or (later if later.event == _HELD[event.event] else None)
            if later.event in _ENDS[event.event]:
                ended = later
                break
        yield DisputeLife(
            kind=DISPUTE_KINDS[event.event],
            about=events[decision].event if decision is not None else None,
            began_on=event.on,
            ended_on=ended.on if ended is not None else None,
            outcome=ended.event if ended is not None else None,
            held_on=held.on if held is not None else None,
            began_with=event.event,
        )
