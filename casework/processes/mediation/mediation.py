"""A mediation: from the first step of a dispute to the certificate, until what was agreed is done.

Its clocks are those of SEND Regulations 2014 regs 32 to 42. The facts that start and meet them are acts of the case that
are recorded here too. The arrangements (mediator, dates, decision maker of the authority) exist only here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework.case.actions import Act, Action, Field
from casework.case.disputable_decisions import unfitting_about
from casework.case.statutory_acts import AGREED, ISSUES
from casework.disputes.dispute import CASE_ACTS, DOING, Dispute, Order, day, not_now, refused
from casework.processes.mediation.case_acts import MEDIATION_ENDS, MEDIATION_OUTCOMES, NOT_HELD_WHY
from casework.processes.telling import ToCase
from statute.facts import Event
from statute.words import listed, short_date

FIRST_STEPS = frozenset({"mediation_adviser_contacted", "mediation_declined", "mediation_requested"})
"""The acts of a case that begin a mediation."""
FACTS = (
    "mediation_adviser_contacted", "mediation_declined", "mediation_requested", "health_body_told", "mediation_held",
    "mediation_not_arranged", "mediation_agreement", "authority_told", "agreement_carried_out", "mediation_certificate",
)  # fmt: skip
"""The facts of a dispute that a case and its mediation share."""
FOLLOWED = frozenset(FACTS) | DOING | {"bank_holiday_proclaimed"}
"""The acts of a case that are passed on to its mediation."""
_ARRANGING_ACTS = frozenset(
    {
        "invite_mediator",
        "accept_invitation",
        "decline_invitation",
        "withdraw_invitation",
        "propose_dates",
        "confirm_session",
        "session_not_held",
    }
)
_DATES = Field("dates", "ids", True, asks="The dates that the mediator can offer")


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_OWN = (
    _act("invite_mediator", "Invite a mediator", "a mediator was invited", Field("mediator", "id", True, asks="The mediator's id")),
    _act("accept_invitation", "Accept the invitation", "the mediator accepted"),
    _act("decline_invitation", "Decline the invitation", "the mediator declined"),
    _act("withdraw_invitation", "Withdraw the invitation", "the mediator's invitation was withdrawn"),
    _act("propose_dates", "Propose dates", "the mediator proposed dates", _DATES),
    _act(
        "name_decision_maker", "Name who decides for the authority", "the authority named its decision maker",
        Field("person", "id", True, asks="The person who can settle the matter at the session (reg 37)"),
        Field("may_settle", "flag", asks="May this person agree a settlement at the session without asking anyone else?"),
    ),
    _act("confirm_session", "Confirm the session", "the session was confirmed", Field("session_on", "date", True, asks="The day of the session")),
    _act("session_not_held", "Record that the session was not held", "the session was not held", Field("why", "code", True, NOT_HELD_WHY, "Why")),
    _act(
        "record_outcome", "Record the outcome of the mediation", "the outcome of the mediation was recorded",
        Field("outcome", "code", True, MEDIATION_OUTCOMES, "Agreement on every issue, on some, or on none"),
        Field("agreed_on", "code", choices=ISSUES, asks="The issues on which there is agreement", several=True),
    ),
    _act(
        "agree_another_time", "Record another time agreed in writing", "another time was agreed in writing",
        Field("until", "date", True, asks="The day by which it must be done"), Field("document", "id", True, asks="The written agreement"),
        Field("to", "code", choices=AGREED, asks="The agreed action that this is about, if there are several"),
    ),
    _act("end_mediation", "End the mediation", "the mediation ended", Field("why", "code", True, MEDIATION_ENDS, "Why")),
)  # fmt: skip
MEDIATION_ACTS: Mapping[str, Action] = {
    **{name: CASE_ACTS[name] for name in (*FACTS, *sorted(FOLLOWED - set(FACTS)))},
    **{action.name: action for action in _OWN},
}
"""The acts in a mediation, by name."""
_BY_MEDIATOR = frozenset({"accept_invitation", "decline_invitation", "propose_dates"})
"""The acts that only the mediator can do."""
MEDIATORS_ACTS = _BY_MEDIATOR | {
    "session_not_held",
    "mediation_held",
    "record_outcome",
    "mediation_agreement",
}
"""The acts that a mediator may record. The authority records everything else."""
_ORDER = Order(
    "mediation",
    MEDIATION_ACTS,
    {
        "health_body_told": ("mediation_requested",),
        "mediation_held": ("mediation_requested",),
        "mediation_not_arranged": ("mediation_requested",),
        "mediation_agreement": ("mediation_held",),
        "authority_told": ("mediation_agreement",),
        "agreement_carried_out": ("mediation_agreement",),
        "agree_another_time": ("mediation_agreement",),
        "mediation_certificate": ("mediation_declined", "mediation_held", "mediation_not_arranged"),
        "record_outcome": ("mediation_held",),
        "invite_mediator": ("mediation_requested",),
        "name_decision_maker": ("mediation_requested",),
    },
    frozenset(
        {
            "mediation_declined",
            "mediation_held",
            "mediation_not_arranged",
            "mediation_certificate",
            "authority_told",
        }
    ),
)


@dataclass(frozen=True, slots=True)
class OtherTime:
    """Another time agreed in writing for one agreed action (reg 42(5))."""

    to: str
    until: date


@dataclass(frozen=True, slots=True)
class Mediation(Dispute):
    """The state of a mediation."""

    mediator: str | None = None
    accepted: bool = False
    proposed: tuple[date, ...] = ()
    decision_maker: str | None = None
    may_settle: bool | None = None
    session_on: date | None = None
    another_time: date | None = None
    other_times: tuple[OtherTime, ...] = ()
    passed_over: tuple[str, ...] = ()
    outcome: str | None = None
    agreed_on: tuple[str, ...] = ()

    @property
    def issues(self) -> tuple[str, ...]:
        """The issues of the mediation, as in the request for it."""
        asked = self.fact("mediation_requested")
        written = asked.fields.get("issues") if asked is not None else None
        return (written,) if isinstance(written, str) else tuple(written or ())

    def changed_days(self) -> Iterator[Event]:
        """The days agreed in writing in place of the legal ones (reg 42(5))."""
        for agreed in self.other_times:
            until = agreed.until.isoformat()
            yield Event("mediation_time_agreed", None, None, {"until": until, "to": agreed.to})
        if self.another_time is not None:
            yield Event("mediation_time_agreed", None, None, {"until": self.another_time.isoformat()})

    @property
    def placement_only(self) -> bool:
        """Whether it is about the school or setting only. Such a disagreement is mediated like any other (CFA 2014 s.52)."""
        asked = self.fact("mediation_requested")
        return asked is not None and bool(asked.fields.get("placement_only"))

    @property
    def needs_mediator(self) -> bool:
        """Whether mediation is wanted and not yet held, and no mediator is invited."""
        wanted = self.fact("mediation_requested", "mediation_declined", "mediation_held")
        return (
            not self.is_over
            and self.mediator is None
            and wanted is not None
            and wanted.event == "mediation_requested"
        )

    @property
    def agreement_is_missing(self) -> bool:
        """Whether the outcome is an agreement, and the agreement itself is not recorded."""
        return self.outcome in ("agreed", "partly") and self.fact("mediation_agreement") is None

    @property
    def agreement_is_open(self) -> bool:
        """Whether something was agreed and is not recorded as done."""
        return self.undone("mediation_agreement", "agreement_carried_out")

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it: it is certified, and no agreement is left to record or to carry out.

        A certificate because mediation could not be arranged does not end it: the family may still mediate (reg 39).
        """
        certified = self.fact("mediation_certificate") is not None
        finished = self.fact("mediation_held", "mediation_declined") is not None
        left = self.agreement_is_open or self.agreement_is_missing
        return self.ended_why is not None or (certified and finished and not left)

    @property
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""
        if self.fact("mediation_agreement") is not None:
            return "mediation_agreed" if self.agreement_is_open else "mediation_carried_out"
        if self.ended_why is not None:
            return "mediation_ended"
        for name, stage in (
            ("mediation_certificate", "mediation_certified"),
            ("mediation_held", "mediation_held"),
            ("mediation_not_arranged", "mediation_not_arranged"),
        ):
            if self.fact(name) is not None:
                return stage
        if self.fact("mediation_requested") is not None:
            return "mediation_confirmed" if self.session_on else "mediation_arranging"
        return "mediation_not_wanted" if self.fact("mediation_declined") else "mediation_advised"


def concerns(mediation: Mediation, action: str) -> bool:
    """Whether an act of the case concerns its mediation. Acts that carry out an agreement do so only until it is done."""
    return action in MEDIATION_ACTS and (action not in DOING or mediation.agreement_is_open)


def refusal(mediation: Mediation, act: Act, today: date, by: str | None) -> str | None:
    """Why an act may not be recorded in a mediation today, in one sentence; None if it may."""
    return (
        refused(_ORDER, mediation, mediation.is_over, act, today)
        or _cannot_arrange(mediation, act.action, today)
        or _not_by(mediation, act.action, by)
        or unfitting_about(mediation.about, act.action, act.fields)
        or _bad_value(mediation, act, today)
    )


def allowed(mediation: Mediation, today: date, by: str | None = None) -> tuple[Action, ...]:
    """The acts that may be recorded now: those open to the person `by`, or all if it is None."""
    return tuple(
        action
        for action in MEDIATION_ACTS.values()
        if action.name not in DOING
        and action.name != "bank_holiday_proclaimed"
        and not_now(_ORDER, mediation, mediation.is_over, action) is None
        and _cannot_arrange(mediation, action.name, today) is None
        and (by is None or _not_by(mediation, action.name, by) is None)
    )


def _not_by(mediation: Mediation, action: str, by: str | None) -> str | None:
    if action in _BY_MEDIATOR and by != mediation.mediator:
        return "Only the invited mediator may do this."
    if by is not None and by == mediation.mediator and action not in MEDIATORS_ACTS:
        return "A mediator may not record this; ask the authority to record it."
    return None


def _cannot_arrange(mediation: Mediation, action: str, today: date) -> str | None:
    """Why an act does not fit the present arrangements, in one sentence; None if it does."""
    if action in _BY_MEDIATOR | {"withdraw_invitation"} and mediation.mediator is None:
        return "No mediator is invited; invite one first."
    if action in _ARRANGING_ACTS and mediation.fact("mediation_held") is not None:
        return "The mediation has been held; nothing is left to arrange."
    match action:
        case "invite_mediator" if mediation.mediator is not None:
            return "A mediator is already invited; wait for the answer, or withdraw the invitation first."
        case "accept_invitation" if mediation.accepted:
            return "The invitation is already accepted."
        case "propose_dates" | "confirm_session" if not mediation.accepted:
            return "The mediator has not accepted yet; wait for the answer."
        case "confirm_session" if mediation.decision_maker is None:
            return "First name who decides for the authority (reg 37): without them a session cannot settle anything."
        case "record_outcome" if mediation.outcome is not None:
            return "The outcome of the mediation is already recorded."
        case "mediation_agreement" if mediation.outcome == "none":
            return "The outcome is recorded as no agreement, so there is no agreement to record."
        case "session_not_held" if mediation.session_on is None or today < mediation.session_on:
            return "No session was due yet; record this on the day of the session or after."
    return None


def _bad_value(mediation: Mediation, act: Act, today: date) -> str | None:
    if act.action == "name_decision_maker" and act.fields.get("may_settle") is False:
        return "The person cannot settle the matter (reg 37); name a person who may agree a settlement at the session."
    if act.action == "record_outcome":
        return _bad_outcome(mediation, act)
    agreed = mediation.fact("mediation_agreement")
    if act.action == "agree_another_time" and agreed is not None and agreed.on is not None:
        until = day(act.fields["until"])
        return (
            f"{short_date(until)} is before the agreement on {short_date(agreed.on)}; correct the date."
            if until < agreed.on
            else None
        )
    if act.action == "propose_dates":
        return _bad_dates(act.fields["dates"], today)
    offered = mediation.proposed
    if act.action == "confirm_session" and offered and day(act.fields["session_on"]) not in offered:
        days = listed(short_date(each) for each in offered)
        return f"The mediator offers {days}; choose one of these dates."
    return None


def _bad_outcome(mediation: Mediation, act: Act) -> str | None:
    """Why the agreed issues do not fit the outcome or the mediation, in one sentence; None if they do."""
    outcome, issues = act.fields["outcome"], set(mediation.issues)
    agreed = set(_several(act.fields.get("agreed_on")))
    if issues and (other := sorted(agreed - issues)):
        return f"The mediation was not about {listed(other)}; it was about {listed(sorted(issues))}."
    if outcome == "none" and agreed:
        return "outcome=none means that nothing was agreed; leave out agreed_on, or record outcome=partly."
    if outcome == "agreed" and agreed and agreed != issues:
        return f"outcome=agreed means every issue ({listed(sorted(issues))}); record outcome=partly with the issues agreed on."
    if outcome == "partly" and len(issues) > 1 and (not agreed or agreed == issues):
        return f"outcome=partly needs agreed_on: some of {listed(sorted(issues))}, but not all of them."
    return None


def _several(written: Any) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written or ())


def _bad_dates(written: list[str], today: date) -> str | None:
    for each in written:
        try:
            offered = day(each)
        except ValueError:
            return f"{each!r} is not a date; write it as YYYY-MM-DD, such as 2026-03-04."
        if offered < today:
            return f"{short_date(offered)} is in the past; propose future dates."
    return None


def after(mediation: Mediation, act: Act) -> Mediation:
    """The mediation after an act, which must not have been refused."""
    match act.action:
        case "invite_mediator":
            return replace(mediation, mediator=str(act.fields["mediator"]), accepted=False)
        case "accept_invitation":
            return replace(mediation, accepted=True)
        case "decline_invitation":
            return _without_mediator(mediation)
        case "withdraw_invitation":
            return _without_mediator(mediation)
        case "propose_dates":
            return replace(mediation, proposed=tuple(day(each) for each in act.fields["dates"]))
        case "name_decision_maker":
            may = act.fields.get("may_settle")
            return replace(mediation, decision_maker=str(act.fields["person"]), may_settle=may)
        case "confirm_session":
            return replace(mediation, session_on=day(act.fields["session_on"]))
        case "session_not_held":
            return replace(mediation, session_on=None)
        case "record_outcome":
            everything = mediation.issues if act.fields["outcome"] == "agreed" else ()
            agreed_on = _several(act.fields.get("agreed_on")) or everything
            return replace(mediation, outcome=str(act.fields["outcome"]), agreed_on=agreed_on)
        case "agree_another_time" if (to := act.fields.get("to")) is not None:
            others = tuple(other for other in mediation.other_times if other.to != to)
            return replace(mediation, other_times=(*others, OtherTime(str(to), day(act.fields["until"]))))
        case "agree_another_time":
            return replace(mediation, another_time=day(act.fields["until"]))
        case "end_mediation":
            return replace(mediation, ended_why=str(act.fields["why"]))
    return replace(mediation, facts=(*mediation.facts, Event(act.action, act.on, act.of, act.fields)))


def _without_mediator(mediation: Mediation) -> Mediation:
    """The mediation without its mediator, and without anything arranged with them."""
    gone = (*mediation.passed_over, str(mediation.mediator))
    return replace(mediation, mediator=None, accepted=False, proposed=(), session_on=None, passed_over=gone)


_TOLD: Mapping[str, str] = {
    "invite_mediator": "mediator_invited",
    "accept_invitation": "mediator_accepted",
    "decline_invitation": "mediator_declined",
    "withdraw_invitation": "mediator_stood_down",
    "propose_dates": "mediator_proposed_dates",
    "record_outcome": "mediation_outcome",
    "name_decision_maker": "decision_maker_named",
    "confirm_session": "mediation_session_confirmed",
    "session_not_held": "mediation_session_not_held",
    "agree_another_time": "mediation_time_agreed",
    "end_mediation": "mediation_ended",
}
"""The act to report to the case for each arranging act of the mediation."""


def told(before: Mediation, act: Act) -> tuple[ToCase, ...]:
    """What to report to the case about an act recorded in its mediation."""
    if act.action in FOLLOWED:
        return (ToCase(before.case, act.action, act.fields, on=act.on),)
    if (name := _TOLD.get(act.action)) is None:
        return ()
    fields: dict[str, Any] = {"mediation": before.id, **act.fields}
    if name in ("mediator_accepted", "mediator_declined", "mediator_stood_down"):
        fields["mediator"] = before.mediator
    return (ToCase(before.case, name, fields, on=act.on),)
