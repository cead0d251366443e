"""An appeal to the Tribunal: the family's time to bring it, the Tribunal's directions, and what its order requires.

Its clocks are those of rules 20 and 21 of the Tribunal's Rules and of SEND Regulations 2014 regs 43 to 45. The facts that
start and meet them are acts of the case that are recorded here too. Directions and hearings exist only here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework.case.actions import Act, Action, Field
from casework.case.disputable_decisions import unfitting_about
from casework.case.ordered_dates import MOVED as MOVED_DAYS
from casework.case.ordered_dates import moved, unfitting_days, unmovable
from casework.disputes.dispute import CASE_ACTS, DAY, DOING, Clocks, Dispute, Order, day, not_now, refused
from casework.processes.appeal.case_acts import APPEAL_ENDS
from casework.processes.appeal.hearing import HEARING_DAYS, too_early
from casework.processes.telling import ProcessMoment, ToCase
from statute.facts import Event
from statute.words import short_date

FIRST_STEPS = frozenset({"mediation_certificate", "appeal_registered"})
"""The acts of a case that begin an appeal: the certificate, or the appeal itself if it is only about Section I."""
FACTS = (
    "mediation_certificate", "appeal_registered", "appeal_response_sent", "appeal_unopposed", "tribunal_order",
    "tribunal_recommendation", "recommendation_answered",
)  # fmt: skip
"""The facts of a dispute that a case and its appeal share."""
FOLLOWED = frozenset(FACTS) | DOING | {"bank_holiday_proclaimed"}
"""The acts of a case that are passed on to its appeal."""
EVIDENCE_DAYS = 7
"""Calendar days before the last day for evidence when the officer and the manager are reminded (our own practice)."""
_HEARING = Field("hearing_on", "date", True, asks="The day of the hearing")


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_OWN = (
    _act(
        "record_directions", "Record the Tribunal's directions", "the Tribunal gave directions",
        Field("response_by", "date", asks="The last day for the response, if the Tribunal did not set 30 days"),
        Field("evidence_by", "date", asks="The last day for final evidence"),
        Field("hearing_on", "date", asks="The day of the hearing"),
        *MOVED_DAYS,
        Field("document", "id", asks="The Tribunal's document"),
    ),
    _act("send_evidence", "Record that the evidence was sent", "the authority's final evidence was sent"),
    _act("hold_hearing", "Record that the appeal was heard", "the appeal was heard"),
    _act("end_appeal", "Record that the appeal ended without an order", "the appeal ended without an order", Field("why", "code", True, APPEAL_ENDS, "Why")),
)  # fmt: skip
APPEAL_ACTS: Mapping[str, Action] = {
    **{name: CASE_ACTS[name] for name in (*FACTS, *sorted(FOLLOWED - set(FACTS)))},
    **{action.name: action for action in _OWN},
}
"""The acts in an appeal, by name."""
_REGISTERED = ("appeal_registered",)
_ORDER = Order(
    "appeal",
    APPEAL_ACTS,
    {
        "appeal_response_sent": _REGISTERED,
        "appeal_unopposed": _REGISTERED,
        "tribunal_order": _REGISTERED,
        "tribunal_recommendation": _REGISTERED,
        "recommendation_answered": ("tribunal_recommendation",),
        "record_directions": _REGISTERED,
        "send_evidence": _REGISTERED,
        "hold_hearing": _REGISTERED,
    },
    frozenset(
        {
            "mediation_certificate",
            "appeal_registered",
            "appeal_response_sent",
            "appeal_unopposed",
            "tribunal_order",
        }
    ),
)
_DIRECTED = ("response_by", "evidence_by", "hearing_on")
_DECIDED = ("tribunal_order", "appeal_unopposed")


@dataclass(frozen=True, slots=True)
class Appeal(Dispute):
    """The state of an appeal."""

    response_by: date | None = None
    evidence_by: date | None = None
    evidence_sent_on: date | None = None
    hearing_on: date | None = None
    heard_on: date | None = None
    ended_on: date | None = None

    def changed_days(self) -> Iterator[Event]:
        """The days that the Tribunal directed, and the end of an appeal without an order."""
        if self.response_by is not None:
            yield Event("tribunal_directions", None, None, {"response_by": self.response_by.isoformat()})
        if self.ended_on is not None:
            yield Event("appeal_ended", self.ended_on, None, {"why": self.ended_why})

    @property
    def order_is_open(self) -> bool:
        """Whether something was ordered or conceded and is not recorded as done."""
        return self.undone("tribunal_order") or (
            self.fact("tribunal_order") is None and self.undone("appeal_unopposed")
        )

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The bodies that have not answered a recommendation of the Tribunal."""
        answered = {event.of for event in self.facts if event.event == "recommendation_answered"}
        told = (event.of for event in self.facts if event.event == "tribunal_recommendation")
        return tuple(of for of in dict.fromkeys(told) if of is not None and of not in answered)

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it: it is decided, carried out and answered, or it ended."""
        decided = self.fact(*_DECIDED) is not None
        return self.ended_why is not None or (decided and not self.order_is_open and not self.unanswered)

    @property
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""
        if self.ended_why is not None:
            return "appeal_not_brought" if self.ended_why == "lapsed" else "appeal_ended"
        if self.fact(*_DECIDED) is not None:
            if not self.order_is_open:
                return "appeal_carried_out"
            return "appeal_ordered" if self.fact("tribunal_order") else "appeal_conceded"
        if self.heard_on is not None:
            return "appeal_heard"
        if self.fact("appeal_response_sent") is not None:
            return "appeal_directed" if self.hearing_on else "appeal_answered"
        return "appeal_registered" if self.fact("appeal_registered") else "appeal_may_be_brought"


def concerns(appeal: Appeal, action: str) -> bool:
    """Whether an act of the case concerns its appeal. Acts that carry out an order do so only until it is done."""
    return action in APPEAL_ACTS and (action not in DOING or appeal.order_is_open)


def refusal(appeal: Appeal, act: Act, today: date) -> str | None:
    """Why an act may not be recorded in an appeal today, in one sentence; None if it may."""
    if (why := refused(_ORDER, appeal, appeal.is_over, act, today)) is not None:
        return why
    if (why := unfitting_about(appeal.about, act.action, act.fields) or unfitting_days(act)) is not None:
        return why
    match act.action:
        case "record_directions":
            return _undirected(appeal, act)
        case "hold_hearing":
            return too_early(appeal.hearing_on, act.on)
        case "end_appeal" if act.fields.get("why") != "case_ended":
            return _cannot_end(appeal)
    return None


def _undirected(appeal: Appeal, act: Act) -> str | None:
    """Why directions are empty, or move a day that does not exist; None if they are valid."""
    if not any(act.fields.get(name) for name in _DIRECTED) and not moved(act.fields):
        return (
            "Give a day that the Tribunal directs: response_by, evidence_by or hearing_on; or the new day of its order: "
            "due_on, start_by, refusal_by or draft_by."
        )
    return unmovable(appeal.fact("tribunal_order"), act.fields)


def _cannot_end(appeal: Appeal) -> str | None:
    """Why an appeal cannot end without an order, in one sentence; None if it can."""
    if appeal.fact(*_DECIDED) is not None:
        return "The appeal was decided; it ends when the order is carried out."
    return None if appeal.fact(*_REGISTERED) else "No appeal is registered; record the appeal first."


def allowed(appeal: Appeal) -> tuple[Action, ...]:
    """The acts that may be recorded now."""
    return tuple(
        action
        for action in APPEAL_ACTS.values()
        if action.name not in DOING
        and action.name != "bank_holiday_proclaimed"
        and not_now(_ORDER, appeal, appeal.is_over, action) is None
        and not (action.name == "tribunal_recommendation" and unfitting_about(appeal.about, action.name, {}))
        and not (action.name == "end_appeal" and _cannot_end(appeal) is not None)
    )


def after(appeal: Appeal, act: Act) -> Appeal:
    """The appeal after an act, which must not have been refused."""
    match act.action:
        case "record_directions":
            given = {name: day(act.fields[name]) for name in _DIRECTED if act.fields.get(name)}
            days = moved(act.fields)
            moving = (Event("tribunal_directions", act.on, None, days),) if days else ()
            return replace(
                appeal,
                facts=(*appeal.facts, *moving),
                response_by=given.get("response_by", appeal.response_by),
                evidence_by=given.get("evidence_by", appeal.evidence_by),
                hearing_on=given.get("hearing_on", appeal.hearing_on),
            )
        case "send_evidence":
            return replace(appeal, evidence_sent_on=act.on)
        case "hold_hearing":
            return replace(appeal, heard_on=act.on)
        case "end_appeal":
            return replace(appeal, ended_why=str(act.fields["why"]), ended_on=act.on)
    return replace(appeal, facts=(*appeal.facts, Event(act.action, act.on, act.of, act.fields)))


_TOLD: Mapping[str, str] = {
    "record_directions": "tribunal_directions",
    "send_evidence": "tribunal_evidence_sent",
    "hold_hearing": "tribunal_hearing_held",
    "end_appeal": "appeal_ended",
}
"""The act to report to the case for each of the appeal's own acts."""


def told(before: Appeal, act: Act) -> tuple[ToCase, ...]:
    """What to report to the case about an act recorded in its appeal."""
    if act.action in FOLLOWED:
        return (ToCase(before.case, act.action, act.fields, on=act.on, of=act.of),)
    fields: dict[str, Any] = {"appeal": before.id, **act.fields}
    fields.pop("document", None)
    return (ToCase(before.case, _TOLD[act.action], fields, on=act.on),)


def next_moment(appeal: Appeal, done: frozenset[str], clocks: Clocks) -> ProcessMoment | None:
    """The next moment, which comes unless a person acts first. A day that the Tribunal moves has new moments."""
    if appeal.is_over:
        return None
    coming = [moment for moment in _moments(appeal, clocks) if moment.kind not in done]
    return min(coming, key=lambda moment: moment.on, default=None)


def _moments(appeal: Appeal, clocks: Clocks) -> list[ProcessMoment]:
    if appeal.fact("appeal_registered") is None:
        said = "if no appeal is brought, the family's time for it is over"
        return [ProcessMoment(clocks.appeal_by + DAY, "lapsed", said)] if clocks.appeal_by is not None else []
    if appeal.fact(*_DECIDED) is not None:
        said = "if what was ordered is not done, the officer and the manager are told"
        to_do = clocks.do_by if appeal.order_is_open else ()
        return [_moment(by, by + DAY, "order_late", said) for by in to_do]
    coming: list[ProcessMoment] = []
    if appeal.fact("appeal_response_sent") is None:
        coming += _response_over(clocks.respond_by)
    if appeal.evidence_sent_on is None:
        coming += _awaited(appeal.evidence_by, "evidence", EVIDENCE_DAYS, "late")
    if appeal.heard_on is None:
        coming += _awaited(appeal.hearing_on, "hearing", HEARING_DAYS, "not_recorded")
    return coming


def _response_over(by: date | None) -> list[ProcessMoment]:
    """The end of the time for the response. The case counts it too, and sends the reminders and alerts."""
    said = "if the response is not recorded as sent, the time for it is over"
    return [_moment(by, by + DAY, "response_over", said)] if by is not None else []


def _awaited(by: date | None, what: str, before: int, over: str) -> list[ProcessMoment]:
    """A reminder `before` calendar days ahead of one of the Tribunal's days, and an alert after it."""
    if by is None:
        return []
    told = "the officer and the manager are"
    return [
        _moment(by, by - before * DAY, f"{what}_near", f"{told} reminded of the {what}"),
        _moment(by, by + DAY, f"{what}_{over}", f"if nothing is recorded about the {what}, {told} told"),
    ]


def _moment(about: date, on: date, kind: str, said: str) -> ProcessMoment:
    return ProcessMoment(on, f"{kind}:{about.isoformat()}", said)


def after_moment(appeal: Appeal, moment: str) -> tuple[Appeal, tuple[ToCase, ...]]:
    """The appeal after a moment, and what to report to the case."""
    if moment == "lapsed":
        return replace(appeal, ended_why="lapsed"), ()
    kind, _, about = moment.partition(":")
    if kind == "response_over":
        return appeal, ()
    fields = {"appeal": appeal.id, "why": kind, "by": about}
    return appeal, (ToCase(appeal.case, "appeal_waits", fields),)


def moment_text(moment: str) -> str:
    """The text of a moment for the ledger."""
    kind, _, about = moment.partition(":")
    if kind == "lapsed":
        return "the family's time to appeal is over, and no appeal was brought"
    when = short_date(date.fromisoformat(about))
    if kind == "response_over":
        return f"the time for the response ended on {when}, and it is not recorded as sent"
    what, _, how = kind.partition("_")
    if how == "near":
        return f"the Tribunal's day for the {what} is {when}; the officer and the manager were reminded"
    of = "what was ordered" if what == "order" else f"the {what}"
    return f"the day for {of} was {when}, and nothing is recorded about it; the officer and the manager were told"
