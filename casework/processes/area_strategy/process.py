"""The process of a plan for the local area: from the first draft to its published versions and their yearly refresh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter

from casework.access.permissions import Right
from casework.case.actions import Act, Action
from casework.case.law_pin import LawPin
from casework.inclusion_plan.assumptions import assumed
from casework.inclusion_plan.plan_types import PLAN_TYPES
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.processes.action_as_json import action_as_json
from casework.processes.area_strategy import guard, moments, strategy
from casework.processes.area_strategy.acts import ACTS, FROZEN, PARTNERS_ACTS
from casework.processes.area_strategy.commands import COMMAND, VERBS, PrintedStrategy
from casework.processes.area_strategy.pages import LIST, StrategyPages
from casework.processes.area_strategy.scenario import planned_strategy
from casework.processes.area_strategy.shapes import SHAPES
from casework.processes.area_strategy.strategy import Strategy
from casework.processes.group import Group, Rights
from casework.processes.lookup import Answer, EvidenceWanted, Lookup
from casework.processes.process import CannotBegin, Known, Process
from casework.processes.scenario_process import Planned
from casework.processes.shapes import Described
from casework.processes.telling import ProcessMoment, ToCase
from statute.words import listed, long_date

_RIGHTS = Rights(
    see=Right.SEE_INCLUSION_PLAN,
    act=Right.ACT_IN_INCLUSION_PLAN,
    own_acts=PARTNERS_ACTS,
    hides_others=True,
    not_yours="You may not record this: it is for the lead of the plan.",
    call=Right.KEEP_INCLUSION_PLAN,
)
_STRATEGY: TypeAdapter[Strategy] = TypeAdapter(Strategy)
_REMINDER: Final = "plan_reminder"
_INVITED: Final = "plan_partner_named"
_ASKED: Final = "plan_sign_off_asked"
_PARTNER: Final = "partner"
_TAGS = {
    strategy.DRAFTING: "running",
    strategy.IN_REVIEW: "running",
    strategy.TO_SIGN: "amber",
    strategy.PUBLISHED: "met",
    strategy.SUPERSEDED: "closed",
}


class StrategyProcess(Process[Strategy]):
    """One plan for the local area. It belongs to no case, and no limit of a case depends on it."""

    kind = "area_strategy"
    noun = "strategy"
    title = "Plan for the local area"
    workflow = "AreaStrategy"
    details = (
        "A plan of the local partnership, such as a Local Area Inclusion Plan. Updates record the draft, the review, the "
        "sign-offs and the published versions. All of its days are local policy."
    )
    group = Group(
        noun="strategy",
        title="Inclusion plan",
        help="Plans of the local partnership, with their evidence, sign-offs and published versions.",
        command="inclusion-plan",
        path="inclusion-plans",
        called="inclusion plan",
        pages="inclusion-plan",
        lists="ehcp inclusion-plan list",
        case_key="inclusion_plan",
        rights=_RIGHTS,
        by_day=True,
        in_cases=False,
        terminal=COMMAND,
        list_page=LIST,
        described=Described(
            show="Its sections, evidence, priorities, sign-offs and published versions.",
            act="Record what happened in a plan, once.",
            call="Start a plan of one of the types, with its lead and the person who signs off for the authority.",
        ),
    )
    rights = _RIGHTS
    page_type = StrategyPages
    print_type = PrintedStrategy
    verbs = VERBS
    shapes = SHAPES
    acts = ACTS
    ends_with = frozenset({"close_plan"})
    shown_by_facts = True
    reform = "local_area_inclusion_plan"

    def called(self, asked: Mapping[str, Any], today: date) -> Mapping[str, Any]:
        """Return the opening fields: the type, the lead and the signer."""
        if asked["type"] not in PLAN_TYPES:
            raise CannotBegin(
                f"There is no type of plan {asked['type']!r}; choose from {listed(PLAN_TYPES)}."
            )
        named = {name: str(asked[name]) for name in ("type", "lead", "signer")}
        return {**named, "opened_on": today.isoformat()}

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Strategy:
        """Return a plan without text."""
        return _STRATEGY.validate_python({**fields, "id": process_id})

    def planned(self, place: int, row: Any, case_id: str, opened_on: date) -> Planned:
        return planned_strategy(place, row, opened_on)

    def heading(self, fields: Mapping[str, Any]) -> str:
        """Return the type of the plan."""
        return PLAN_TYPES[str(fields["type"])].title

    def opened(self, state: Strategy) -> tuple[str, str]:
        return "plan_started", f"a {state.plan_type.title} was started"

    def view(self, state: Strategy, team: str | None) -> dict[str, Any]:
        """Return the plan as JSON values."""
        whole = _STRATEGY.dump_python(state, mode="json")
        return {self.noun: whole.pop("id"), **whole, "team": team}

    def state(self, view: Mapping[str, Any]) -> Strategy:
        """Return the plan from a view."""
        return _STRATEGY.validate_python({**view, "id": view[self.noun]})

    def cases(self, state: Strategy) -> tuple[str, ...]:
        """Return nothing: a plan concerns no single case."""
        return ()

    def people(self, state: Strategy) -> frozenset[str]:
        """Return the lead and the people who sign off for the authority and for its partners."""
        return state.own_staff | frozenset(state.signers.values())

    def invitations(self, state: Strategy, on: date) -> tuple[Notice, ...]:
        """Return the notice that invites each person who signs for a partner."""
        return _notices(_INVITED, state.signers.values(), state, on)

    def asks(self, state: Strategy, event: str, on: date) -> tuple[Notice, ...]:
        """Return the notice to each person of a partner whose sign-off is asked for now."""
        if event != "ask_sign_off":
            return ()
        return _notices(
            _ASKED, [state.signers[one] for one in state.unsigned if one in state.signers], state, on
        )

    def is_breached(self, state: Strategy, done: frozenset[str]) -> bool:
        """Return whether the refresh or a priority is late, by local policy."""
        return moments.is_late(state, done)

    def due_on(self, state: Strategy) -> date:
        return moments.next_day(state)

    def stage_tag(self, stage: str) -> str:
        return _TAGS[stage]

    def refusal(self, state: Strategy, act: Act, today: date, by: str | None) -> str | None:
        return guard.refusal(state, act, today, by)

    def allowed(self, state: Strategy, today: date, by: str | None = None) -> tuple[Action, ...]:
        return guard.allowed(state, by)

    def after(self, state: Strategy, act: Act) -> Strategy:
        return strategy.after(state, act)

    def said(self, state: Strategy, act: Act, by: str | None) -> str:
        return strategy.said(state, act)

    def next_moment(self, state: Strategy, done: frozenset[str], today: date) -> ProcessMoment | None:
        return moments.next_moment(state, done)

    def moment_text(self, state: Strategy, moment: str, telling: Sequence[ToCase]) -> str:
        return moments.in_words(moment.partition(":")[0])

    def reminders(self, state: Strategy, event: str, on: date) -> tuple[Notice, ...]:
        """Return the notice of a reminder that came, to the lead and to the partners' people whose sign-off is missing."""
        text = sentence(_REMINDER, process=state.id, why=event)
        missing = [state.signers[one] for one in state.unsigned if one in state.signers]
        theirs = sentence(_REMINDER, process=state.id, why="your_sign_off")
        return (
            Notice(on, _REMINDER, "panel_member", _REMINDER, state.lead, text),
            *(
                Notice(on, _REMINDER, _PARTNER, _REMINDER, one, theirs)
                for one in dict.fromkeys(missing)
                if event == "sign_off"
            ),
        )

    def wants(self, state: Strategy) -> Lookup | None:
        if state.wanted is None:
            return None
        said = f"freeze the evidence of the plan as at {long_date(state.wanted)}"
        return Lookup(FROZEN, str(state.times_wanted), said, is_long=True)

    def evidence_wanted(self, state: Strategy) -> EvidenceWanted | None:
        """Return the day and the assumptions of the evidence that is to be frozen now."""
        return EvidenceWanted(state.wanted, assumed(state.assumptions)) if state.wanted is not None else None

    def choose(self, wanted: Lookup, state: Strategy, known: Known) -> Any:
        return known.evidence

    def answered(self, state: Strategy, wanted: Lookup, chosen: Any, today: date) -> Answer | None:
        """Return the act that notes the frozen evidence, unless another was asked for since."""
        if state.wanted is None or wanted.key != str(state.times_wanted):
            return None
        fields = {"evidence": str(chosen), "as_at": state.wanted.isoformat()}
        return Answer(Act(FROZEN, today, None, fields), f"{state.id}-frozen-{wanted.key}")

    def as_json(self, view: Mapping[str, Any], today: date, by: str | None = None) -> dict[str, Any]:
        state = self.state(view)
        whole = self.view(state, None)
        versions = whole.pop("versions")
        return {
            **self.list_json(view, today),
            **{name: value for name, value in whole.items() if name not in ("team", "opened_on")},
            "kind": self.kind,
            "unwritten": list(state.unwritten),
            "unsigned": list(state.unsigned),
            "published": versions,
            "actions": [action_as_json(one) for one in self.allowed(state, today, by)],
        }

    def list_json(self, view: Mapping[str, Any], today: date) -> dict[str, Any]:
        state = self.state(view)
        return {
            self.noun: state.id,
            "title": state.plan_type.title,
            "stage": state.stage,
            "is_over": state.is_over,
            "next_on": moments.next_day(state).isoformat(),
            "lead": state.lead,
            "versions": len(state.versions),
        }

    def texts(self, told: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
        """Yield every text of the plan and of its published versions."""
        yield from _texts_of(told)
        for version in told["published"]:
            yield from _texts_of(version)


def _notices(kind: str, people: Iterable[str], state: Strategy, on: date) -> tuple[Notice, ...]:
    """Return a notice to each of some people, with the day by which their sign-off is wanted if it is waited for."""
    until = long_date(moments.next_day(state)) if state.stage == strategy.TO_SIGN else None
    text = sentence(kind, process=state.id, until=until)
    return tuple(Notice(on, kind, _PARTNER, kind, one, text) for one in dict.fromkeys(people))


def _texts_of(told: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
    """Yield the texts of the plan itself, or of one version."""
    for name in list(told["sections"]):
        yield told["sections"], name
    for one in told["priorities"]:
        yield from ((one, name) for name in ("title", "owner", "measure", "reason"))
    for one in told.get("comments", ()):
        yield one, "comment"
    for one in told["sign_offs"]:
        yield one, "name"


PROCESS = StrategyProcess()
