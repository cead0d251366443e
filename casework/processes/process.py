"""The interface of a process: its acts, guard, moments, reports to its cases, people and pages.

A kind of process is a folder of casework/processes with a `process.py` that defines `PROCESS`. Nothing outside that
folder names the kind: the registry finds it, and every layer asks it for what it needs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic

from casework.authority.profile import Profile
from casework.case.actions import Act, Action
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.letters.notice import Notice
from casework.plans.child_known import ChildKnown
from casework.processes.commands import Printed, Verb
from casework.processes.counted import Counted
from casework.processes.group import Group, Rights
from casework.processes.listing import Listing
from casework.processes.lookup import Answer, Lookup
from casework.processes.plan_changed import as_act
from casework.processes.process_pages import ProcessPages
from casework.processes.process_state import State
from casework.processes.scenario_process import Planned, planned_in_case
from casework.processes.shapes import Shapes
from casework.processes.telling import ProcessMoment, ToCase, ToProcess
from casework.processes.with_people import WithPeople
from casework.processes.with_plan import WithPlan
from statute.errors import BadFacts
from statute.facts import Event
from statute.obligation import Obligation
from statute.school_closures import Closure


@dataclass(frozen=True, slots=True)
class ParentCase:
    """The case in which a process is called: its stage, its facts, and the day it closed."""

    id: str
    stage: str
    events: tuple[Event, ...]
    closed_on: date | None = None


class CannotBegin(ValueError):  # noqa: N818 - named for what it says
    """A process cannot be called with these fields; the message is the sentence for the person."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A process that a case has begun. `about` is the index of the fact of the case that it is about."""

    process: Process[Any]
    id: str
    about: int


@dataclass(frozen=True, slots=True)
class Known:
    """What a lookup chooses from: the authority's profile, the number of open processes of each person, and the closures of
    the setting whose days the process counts, its case if its lookups read it, the id of the evidence that was frozen for
    it, the child of its case, and the date of birth if its lookups read it.
    """

    profile: Profile | None
    busy: Mapping[str, int] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    case: ParentCase | None = None
    evidence: str | None = None
    child: ChildKnown | None = None
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """The outcome of a process, for measures and the data return: a code and its day."""

    outcome: str | None = None
    on: date | None = None


class Process(Counted[State], WithPlan[State], WithPeople[State], ABC, Generic[State]):
    """One kind of process. Class variables describe the kind; methods take the state of one process."""

    kind: str
    """The name of its folder."""
    noun: str
    """The noun for one of them in a sentence; its ids begin with it."""
    title: str
    """The name of the kind, as a heading."""
    workflow: str
    """The name of its workflow type."""
    details: str
    """The details text in the Temporal UI."""
    group: Group
    """Where people find it."""
    rights: Rights
    """Who may see it and act in it."""
    acts: Mapping[str, Action]
    """What can be recorded in it, by name."""
    roles: frozenset[str] = frozenset()
    """The clock roles that it needs from a rule pack, besides those that every case needs."""

    @property
    def has_case(self) -> bool:
        """Whether each belongs to one case: the case that begins it, or in which people call it."""
        return bool(self.starts_from) or self.called_with is not None

    reform: str | None = None
    """The reform that it belongs to, which an authority can switch off; None if it belongs to none."""

    # How it begins, and what it hears from and reports to its cases.
    starts_from: frozenset[str] = frozenset()
    """The acts of a case that begin it; empty if people call it."""
    begins_again: frozenset[str] = frozenset()
    """Those of them that begin a new process if the last one is over."""
    called_with: str | None = None
    """The act with which people call it in a case; None if they cannot, or if its opening has its own fields."""
    may_have_no_case: bool = False
    """Whether people can also call it for a child who has no case. It then hangs on the record of the child."""
    begins_from_past: bool = False
    """Whether an act of the past of a case that is taken over begins it too: only a kind that writes to no one."""
    begins_in_words: str = "it begins automatically"
    """How it begins, for a person who looks for one that has not begun."""
    hears: frozenset[str] = frozenset()
    """The acts of a case that are passed on to it."""
    ends_with: frozenset[str] = frozenset()
    """The acts that end it in the ordinary way."""
    ended_by: Mapping[str, tuple[str, Mapping[str, Any]]] = {}
    """The acts of a case, and the facts of its plan, that end it at once, each with the act and fields that are then recorded in it."""
    tells: tuple[Action, ...] = ()
    """The acts that it adds to the catalogue of a case."""
    only_told: frozenset[str] = frozenset()
    """Those of `tells` that people cannot record in a case."""
    refuses: Mapping[tuple[str, str, str], str] = {}
    """What refuses a right, or advises to: the decision whose test of law judges the reasons, by act, field and value."""
    for_several: frozenset[str] = frozenset()
    """The acts that a person can record in several processes at once."""
    takes_in: Mapping[str, str] = {}
    """The acts that bring a case into it, each with the refusal for a case that is closed."""
    automatic: frozenset[str] = frozenset()
    """The acts that the service records by itself. They change nothing that a person decided, so no person's act is stale after them."""
    knows: frozenset[str] = frozenset()
    """The names in its view of what an act of a case that names it need not give."""
    shown_by_facts: bool = False
    """Whether a case shows it from the facts that it reported, not from its own state."""
    shows_ledger: bool = True
    """Whether its JSON includes its ledger."""
    page_type: type[ProcessPages] = ProcessPages
    """Its pages in the console."""
    print_type: type[Printed] = Printed
    """What a command prints about it."""
    verbs: tuple[Verb, ...] | None = None
    """The verbs of the command that record its acts; None means one for each act."""
    bundle_file: Path | None = None
    """The file that says in which order its papers are bound, and how many pages each part may have; None for no bundle."""
    looks_at_case: bool = False
    """Whether its lookups read the facts of its case."""
    looks_at_birth: bool = False
    """Whether its lookups read the date of birth. Keep no more of it in the process than a code for the age."""
    listings: tuple[Listing, ...] = ()
    """The lists that it gives for returns and tables."""
    shapes: Shapes = Shapes()
    """Its models in the API."""

    def brings_in(self, action: str, fields: Mapping[str, Any]) -> bool:
        """Return whether an act brings a case into it, or into another process, whose people may then read the case."""
        return action in self.takes_in

    @abstractmethod
    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> State:
        """Return the first state, from the fields of its opening and the pin of the case that begins it."""

    def called(self, asked: Mapping[str, Any], today: date) -> Mapping[str, Any]:
        """Return the fields of the opening that a person asks for. Raises CannotBegin with one sentence."""
        raise CannotBegin(f"A {self.noun} begins automatically; you cannot call one.")

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why it cannot be called in a case on a day, in one sentence; None if it can."""
        return None

    def begins_with(self, case: ParentCase) -> Mapping[str, Any]:
        """Return what the opening of a process that people call takes from its case, besides its id. It must be JSON values."""
        return {}

    def planned(self, place: int, row: Any, case_id: str, opened_on: date) -> Planned:
        """Return the process that a scenario calls, from its row and its place in the list. Raises BadFacts."""
        if self.called_with is not None:
            return planned_in_case(self.noun, self.acts, self.called_with, place, row, case_id, opened_on)
        raise BadFacts(f"A {self.noun} begins automatically; leave it out of the scenario.")

    def heading(self, fields: Mapping[str, Any]) -> str:
        """Return the summary of its workflow, from the fields of its opening. It must hold no personal data."""
        return self.title

    def opened(self, state: State) -> tuple[str, str]:
        """Return the event and the text of its first step."""
        return f"{self.kind}_begun", f"the {self.noun} began"

    def about(
        self, events: Sequence[Event], action: str, fields: Mapping[str, Any], begun: Sequence[Begun]
    ) -> int | None:
        """Return the index of the fact that an act of a case is about. A first step about another fact begins another process."""
        return next((at for at in range(len(events) - 1, -1, -1) if events[at].event == action), None)

    def opens_with(self, case: str, events: Sequence[Event], about: int, on: date) -> Mapping[str, Any]:
        """Return the opening fields of a process that a case begins on a day. They must be JSON values."""
        return {"case": case, "began_on": on.isoformat()}

    def concerns(self, state: State, action: str) -> bool:
        """Return whether an act of its case concerns it."""
        return action in self.acts

    # Its state.

    @abstractmethod
    def view(self, state: State, team: str | None) -> dict[str, Any]:
        """Return the whole state as JSON values."""

    @abstractmethod
    def state(self, view: Mapping[str, Any]) -> State:
        """Return the state from a view."""

    @abstractmethod
    def cases(self, state: State) -> tuple[str, ...]:
        """Return the cases that it concerns."""

    def case(self, state: State) -> str | None:
        """Return the one case that it belongs to; None if it concerns several."""
        found = self.cases(state)
        return found[0] if self.has_case and found else None

    def child(self, state: State) -> str | None:
        """Return the record of the child that it hangs on, if the child had no case; else None."""
        return None

    def is_breached(self, state: State, done: frozenset[str]) -> bool:
        """Return whether something in it was not done in time; `done` holds the moments that have come."""
        return False

    def due_on(self, state: State) -> date | None:
        """Return the next day that matters in it."""
        return None

    def calendar_days(self, state: State) -> tuple[tuple[date, str], ...]:
        """Return the days that its people keep in a calendar, each with what happens on it in words without names."""
        due_on = self.due_on(state)
        return ((due_on, self.title),) if due_on is not None else ()

    def stage_in_words(self, stage: str) -> str:
        """Return a stage in words."""
        code = stage.removeprefix(f"{self.kind}_")
        return self.page_type.stages.get(code) or code.replace("_", " ")

    def stage_tag(self, stage: str) -> str:
        """Return the status colour of a stage: running, met, overdue or closed."""
        return "running"

    def measured(self, state: State) -> Measure:
        """Return its outcome."""
        return Measure()

    def obligations(self, state: State, today: date) -> tuple[Obligation, ...]:
        """Return its own obligations and windows on a day."""
        return ()

    # Acts.

    @abstractmethod
    def refusal(self, state: State, act: Act, today: date, by: str | None) -> str | None:
        """Return why an act may not be recorded today, in one sentence; None if it may."""

    @abstractmethod
    def allowed(self, state: State, today: date, by: str | None = None) -> tuple[Action, ...]:
        """Return the acts that may be recorded now: those open to the person `by`, or all if it is None."""

    @abstractmethod
    def after(self, state: State, act: Act) -> State:
        """Return the state after an act, which must not have been refused."""

    def said(self, state: State, act: Act, by: str | None) -> str:
        """Return the text of an act for the ledger; `state` is the state before it."""
        return self.acts[act.action].said

    def told(self, state: State, act: Act, by: str | None, heard: bool) -> tuple[ToCase, ...]:
        """Return what to report to its cases about an act. `state` is the state before it; `heard` is whether a case sent it."""
        return ()

    def heard_from_plan(self, fact: Event, today: date) -> Act | None:
        """Return the act in which a fact of its plan is passed on to it: one that ends it, or `plan_changed`; else None."""
        if (last_act := self.ended_by.get(fact.event)) is not None:
            action, fields = last_act
            return Act(action, fact.on or today, None, fields)
        return as_act(fact, today) if fact.event in self.hears_from_plan else None

    def follow_ups(self, fact: ToCase) -> tuple[ToProcess, ...]:
        """Return what other processes must record after a case is told a fact."""
        return ()

    def recorded(self, state: State) -> frozenset[str]:
        """Return the names of the acts that were recorded in it."""
        return frozenset(fact.event for fact in getattr(state, "facts", ()))

    # Moments and lookups.

    def next_moment(self, state: State, done: frozenset[str], today: date) -> ProcessMoment | None:
        """Return the next moment, which comes unless a person acts first; `done` holds the moments that have come."""
        return None

    def after_moment(self, state: State, moment: str, today: date) -> tuple[State, tuple[ToCase, ...]]:
        """Return the state after a moment, and what to report to its cases."""
        return state, ()

    def moment_text(self, state: State, moment: str, telling: Sequence[ToCase]) -> str:
        """Return the text of a moment that has come; `state` is the state before it."""
        return moment.partition(":")[0].replace("_", " ")

    def act_if_case_closed(self, state: State, event: str, today: date) -> Act | None:
        """Return the act that sends a moment's notices itself, if its case has closed and so cannot; else None."""
        return None

    def dropped_limits(
        self, clocks: Iterable[Clock], events: Iterable[Event]
    ) -> frozenset[tuple[str, str | None, date]]:
        """Return the limits of a case that are no longer alerted, from its facts: rule, `of` and last day of each."""
        return frozenset()

    def wants(self, state: State) -> Lookup | None:
        """Return the lookup in the records that it needs now, or None."""
        return None

    def counts_days_of(self, state: State) -> str | None:
        """Return the setting whose closures its lookups need, or None."""
        return None

    def choose(self, wanted: Lookup, state: State, known: Known) -> Any:
        """Return its choice from what the records know, as a JSON value; None if nothing fits."""
        return None

    def answered(self, state: State, wanted: Lookup, chosen: Any, today: date) -> Answer | None:
        """Return the result of a choice; None if the lookup is no longer needed."""
        return None

    # Notices, JSON and pages.

    def notices(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...] | None:
        """Return the notices of an act that it reports to a case; None if the act is not its own."""
        return () if any(act.action == action.name for action in self.tells) else None

    def without_cases(self, view: Mapping[str, Any], hidden: Collection[str]) -> Mapping[str, Any]:
        """Return a view for a reader who must not know of some of its cases."""
        return view

    @abstractmethod
    def as_json(self, view: Mapping[str, Any], today: date, by: str | None = None) -> dict[str, Any]:
        """Return the full JSON of one; `by` is a person who sees only their own."""

    def in_case(self, events: Sequence[Event]) -> list[dict[str, Any]]:
        """Return what a case shows from the facts that were reported to it."""
        return []

    def texts(self, told: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
        """Yield each object and field name in the JSON of one that holds the id of a text, to be replaced by the text."""
        return ()

    def list_json(self, view: Mapping[str, Any], today: date) -> dict[str, Any]:
        """Return the JSON of one for a list."""
        return self.as_json(view, today)

    @property
    def pages(self) -> ProcessPages:
        """Return its pages in the console."""
        calls = self.acts[self.called_with] if self.called_with is not None else None
        return self.page_type(self.group.noun, f"/{self.group.pages}", self.kind, calls)

    @property
    def printed(self) -> Printed:
        """Return what a command prints about it."""
        return self.print_type(self.group.noun, self.group.command)
