"""The process of a concern about provision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.letters.notice import Notice
from casework.processes.group import Group
from casework.processes.keeping_provision import concern, escalation, guard, telling
from casework.processes.keeping_provision.case_acts import TELLS
from casework.processes.keeping_provision.concern import Concern
from casework.processes.keeping_provision.notices import notices
from casework.processes.keeping_provision.pages import LIST, ConcernPages
from casework.processes.keeping_provision.target import ROLE, obligations_of, owed
from casework.processes.plan_in_case import why_no_plan
from casework.processes.process import Measure, ParentCase
from casework.processes.process_of_one_case import ProcessOfOneCase, iso_days
from casework.processes.with_plan import MAINTAINED
from statute.obligation import Obligation

_ENDED_BY = {
    "died": ("end_concern", {"why": "died"}),
    "moved_away": ("end_concern", {"why": "moved_away"}),
    "aged_out": ("end_concern", {"why": "plan_ended"}),
    "plan_transferred_out": ("end_concern", {"why": "moved_away"}),
}


class KeepingProvision(ProcessOfOneCase[Concern]):
    """One concern that provision in a plan is not delivered, from the day it is raised until the family is satisfied."""

    kind = "keeping_provision"
    state_type = Concern
    noun = "concern"
    title = "Concern about provision"
    workflow = "KeepingProvision"
    details = (
        "One concern that provision in Section F of a plan is not delivered (CFA 2014 s.42). Updates record questions, "
        "findings and answers; signals tell its case while it is open. The concern goes on after the case has closed."
    )
    group = Group(
        noun="concern",
        title="Provision",
        help="Concerns that provision in a plan is not delivered.",
        command="provision",
        path="concerns",
        pages="provision",
        lists="ehcp provision list",
        case_key="concerns",
        at="in",
        list_page=LIST,
    )
    rights = group.rights
    in_lists = ("concern", "kind", "case", "stage", "is_over", "raised_on", "raised_by", "item", "missing_since", "answers", "outcome", "obligations")  # fmt: skip
    rules = guard
    timing = escalation
    reports = telling
    page_type = ConcernPages
    acts = concern.ACTS
    roles = frozenset({ROLE})
    called_with = "raise_concern"
    takes_up = frozenset({"provision_not_delivered", MAINTAINED})
    hears = frozenset({concern.HOLIDAY})
    ends_with = frozenset({"confirm_answer", "withdraw_concern", "end_concern"})
    ended_by = _ENDED_BY
    tells = TELLS

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why the case has no plan in force, if so. The case may be open or closed."""
        return why_no_plan(
            case,
            on,
            so="there is no provision to keep",
            then="Tell that authority about the concern.",
            instead="raise the concern in the case of the plan",
        )

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Concern:
        """Return a concern without acts; raising it is its first act."""
        return Concern(process_id, str(fields["case"]), law=law)

    def heading(self, fields: Mapping[str, Any]) -> str:
        """Return the kind of concern and the section of the law."""
        return "Concern that provision in Section F is not delivered (s.42)"

    def opened(self, state: Concern) -> tuple[str, str]:
        return "concern_opened", "a record of the concern was opened"

    def people(self, state: Concern) -> frozenset[str]:
        """Return the person or service that must answer."""
        return frozenset({state.answers} if state.answers else ())

    def is_breached(self, state: Concern, done: frozenset[str]) -> bool:
        """Return whether the target was missed and the concern is still not answered."""
        return escalation.is_missed(state, done)

    def due_on(self, state: Concern) -> date | None:
        """Return the target to answer or, after the answer, the last day for the family's reply."""
        if state.is_over:
            return None
        target = owed(state, state.last_on) if state.last_on is not None else None
        return state.reply_by or (target.due_on if target is not None else None)

    def measured(self, state: Concern) -> Measure:
        """Return the outcome of the answer, and its day."""
        answer = state.answer
        return Measure(str(answer.fields["outcome"]), answer.on) if answer is not None else Measure()

    def obligations(self, state: Concern, today: date) -> tuple[Obligation, ...]:
        """Return the local target to answer."""
        return obligations_of(state, today)

    def after(self, state: Concern, act: Act) -> Concern:
        return concern.after(state, act)

    def said(self, state: Concern, act: Act, by: str | None) -> str:
        return concern.said(state, act)

    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        return notices(act, on, clocks)

    def shown(self, state: Concern, today: date) -> dict[str, Any]:
        """Return what is missing, who answers, and the answer."""
        answer = state.answer
        return {
            **iso_days({"raised_on": state.raised_on, "reply_by": state.reply_by}),
            "raised_by": state.raised_by,
            "provision": state.provision,
            "item": state.item,
            "missing_since": state.missing_since,
            "answers": state.answers,
            "delivered": state.delivered,
            "outcome": answer.fields["outcome"] if answer is not None else None,
            "answer": answer.fields["answer"] if answer is not None else None,
            "ended_why": state.ended_why,
        }

    def texts(self, told: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
        """Return the fields for the provision and the answer."""
        assert isinstance(told, dict)
        return ((told, name) for name in ("provision", "answer"))


PROCESS = KeepingProvision()
