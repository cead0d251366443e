"""What a process beside a case is: its acts, its guard, its moments, what it tells, whose it is and where people find it.

A kind of process is a folder of casework/processes with a `process.py` that gives one `PROCESS`. Nothing outside that
folder names it: the registry finds it, and every floor of the program asks it for what it needs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from casework.authority.profile import Profile
from casework.case.actions import Act, Action
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.letters.notice import Notice
from casework.processes.commands import Printed, Verb
from casework.processes.group import Group, Rights
from casework.processes.process_pages import ProcessPages
from casework.processes.scenario_process import Planned, planned_in_case
from casework.processes.shapes import Shapes
from casework.processes.telling import ProcessMoment, ToCase, ToProcess
from statute.errors import BadFacts
from statute.facts import Event
from statute.obligation import Obligation


class Standing(Protocol):
    """What the state of every process has."""

    @property
    def id(self) -> str: ...

    @property
    def stage(self) -> str: ...

    @property
    def is_over(self) -> bool: ...


State = TypeVar("State", bound=Standing)


@dataclass(frozen=True, slots=True)
class CaseBeside:
    """A case as one who calls a process in it finds it: its stage, its facts, and the day it closed."""

    id: str
    stage: str
    events: tuple[Event, ...]
    closed_on: date | None = None


class CannotBegin(ValueError):  # noqa: N818 - named for what it says
    """A process cannot be called as it was asked for; the message is the sentence for the person."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A process that a case has begun: `about` is the place of the fact in the case that it is about."""

    process: Process[Any]
    id: str
    about: int


@dataclass(frozen=True, slots=True)
class Lookup:
    """Something that a process wants found in the records. `key` names the question: each is asked once.

    `said` is the summary of the activity that looks.
    """

    name: str
    key: str
    said: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the records know that a lookup chooses from: the authority's particulars, and each person's open processes."""

    profile: Profile | None
    busy: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows from a lookup: an act with the id of its request, or else a step of the ledger and what is told."""

    act: Act | None = None
    request_id: str = ""
    event: str = ""
    text: str = ""
    telling: tuple[ToCase, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What came of a process, for measures and the return of data: a code, and the day it came."""

    outcome: str | None = None
    on: date | None = None


class Process(ABC, Generic[State]):
    """One kind of process. A class variable says what it is; a method says what it does with a state."""

    kind: str
    """The name of its folder."""
    noun: str
    """What one of them is called in a sentence; its ids begin with it."""
    title: str
    """What people call the kind, as a heading."""
    workflow: str
    """The name of its workflow type."""
    details: str
    """What the Temporal UI says of one of them."""
    group: Group
    """Where people find it."""
    rights: Rights
    """Who may see it and act in it."""
    acts: Mapping[str, Action]
    """What can be recorded in it, by name."""
    roles: frozenset[str] = frozenset()
    """The roles of clocks that it asks the rule pack for, beside those that every case needs."""

    @property
    def has_case(self) -> bool:
        """Whether each belongs to one case: one that begins it, or in which people call it."""
        return bool(self.starts_from) or self.called_with is not None

    # How it begins, what it hears and what it tells.

    starts_from: frozenset[str] = frozenset()
    """The acts of a case that begin it; none where people call it themselves."""
    begins_again: frozenset[str] = frozenset()
    """Those of them that begin another where the one before is over."""
    called_with: str | None = None
    """The act with which people call it in a case; None where nobody does, or its opening has fields of its own."""
    begins_in_words: str = "it begins by itself"
    """How it begins, to a person who looks for one that has not begun."""
    hears: frozenset[str] = frozenset()
    """The acts of a case that it is told."""
    ends_with: frozenset[str] = frozenset()
    """The acts that end it in the ordinary way."""
    ended_by: Mapping[str, tuple[str, Mapping[str, Any]]] = {}
    """The acts of a case that end it at once: each with the act, and its fields, that is recorded in it."""
    tells: tuple[Action, ...] = ()
    """The acts that it adds to the catalogue of a case."""
    only_told: frozenset[str] = frozenset()
    """Those of `tells` that nobody records in a case by hand."""
    takes_in: Mapping[str, str] = {}
    """The acts that bring a case into it, each with what is said of a case that is closed."""
    shown_by_facts: bool = False
    """Whether a case shows it by the facts that it told the case, not as it stands."""
    shows_ledger: bool = True
    """Whether programs read its ledger with it."""
    page_type: type[ProcessPages] = ProcessPages
    """How the console shows one."""
    print_type: type[Printed] = Printed
    """What a command prints of one."""
    verbs: tuple[Verb, ...] | None = None
    """The words of the command that record its acts; None makes one of each act."""
    shapes: Shapes = Shapes()
    """What programs read of one."""

    @abstractmethod
    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> State:
        """The state with which it begins, from the fields of its opening and the pin of the case that begins it."""

    def called(self, asked: Mapping[str, Any], today: date) -> Mapping[str, Any]:
        """The fields of the opening that people ask for. Raises CannotBegin with one sentence."""
        raise CannotBegin(f"A {self.noun} begins by itself; nobody calls one.")

    def not_in_case(self, case: CaseBeside, on: date) -> str | None:
        """Why it cannot be called in a case on a day, in one sentence; None where it can."""
        return None

    def planned(self, place: int, row: Any, case_id: str, opened_on: date) -> Planned:
        """One that a scenario calls, by its place in the list under the path of its group. Raises BadFacts."""
        if self.called_with is not None:
            return planned_in_case(self.noun, self.acts, self.called_with, place, row, case_id, opened_on)
        raise BadFacts(f"A {self.noun} begins by itself; leave it out of the scenario.")

    def heading(self, fields: Mapping[str, Any]) -> str:
        """The summary of its workflow, by the fields of its opening: nothing in it is personal."""
        return self.title

    def opened(self, state: State) -> tuple[str, str]:
        """The event and the words of its first step."""
        return f"{self.kind}_begun", f"the {self.noun} began"

    def about(
        self, events: Sequence[Event], action: str, fields: Mapping[str, Any], begun: Sequence[Begun]
    ) -> int | None:
        """The place of the fact that an act of a case is about; a first step about another begins another."""
        return next((at for at in range(len(events) - 1, -1, -1) if events[at].event == action), None)

    def opens_with(self, case: str, events: Sequence[Event], about: int, on: date) -> Mapping[str, Any]:
        """The fields of the opening of one that a case begins on a day. Only values that JSON carries."""
        return {"case": case, "began_on": on.isoformat()}

    def concerns(self, state: State, action: str) -> bool:
        """Whether an act that its case tells has to do with it."""
        return action in self.acts

    # How it stands.

    @abstractmethod
    def view(self, state: State, team: str | None) -> dict[str, Any]:
        """The whole of a state as JSON carries it."""

    @abstractmethod
    def state(self, view: Mapping[str, Any]) -> State:
        """The state of a view."""

    @abstractmethod
    def cases(self, state: State) -> tuple[str, ...]:
        """The cases that it concerns."""

    def case(self, state: State) -> str | None:
        """The one case that it belongs to; None where it concerns several."""
        found = self.cases(state)
        return found[0] if self.has_case and found else None

    def people(self, state: State) -> frozenset[str]:
        """Whose it is besides the officers of its cases."""
        return frozenset()

    def outsiders(self, profile: Profile) -> frozenset[str]:
        """The people from outside the authority who may act only in their own, by the authority's particulars."""
        return frozenset()

    def is_breached(self, state: State, done: frozenset[str]) -> bool:
        """Whether something in it was not done in time; `done` are the moments that have come."""
        return False

    def due_on(self, state: State) -> date | None:
        """The next day that matters in it."""
        return None

    def stage_in_words(self, stage: str) -> str:
        """A stage as people read it."""
        return stage.removeprefix(f"{self.kind}_").replace("_", " ")

    def stage_tag(self, stage: str) -> str:
        """The status colour of a stage: running, met, overdue or closed."""
        return "running"

    def measured(self, state: State) -> Measure:
        """What came of it."""
        return Measure()

    def obligations(self, state: State, today: date) -> tuple[Obligation, ...]:
        """Its own obligations and windows as they stand on a day."""
        return ()

    # What is done in it.

    @abstractmethod
    def refusal(self, state: State, act: Act, today: date, by: str | None) -> str | None:
        """Why an act may not be recorded today, in one sentence; None where it may."""

    @abstractmethod
    def allowed(self, state: State, today: date, by: str | None = None) -> tuple[Action, ...]:
        """The acts that may be recorded now: by a person, those that fall to them; else all."""

    @abstractmethod
    def after(self, state: State, act: Act) -> State:
        """The state once an act is recorded. The act is one that was not refused."""

    def said(self, state: State, act: Act, by: str | None) -> str:
        """An act in words, as the ledger has them; `state` is the one before it."""
        return self.acts[act.action].said

    def told(self, state: State, act: Act, by: str | None, heard: bool) -> tuple[ToCase, ...]:
        """What its cases are told of an act; `state` is the one before it, `heard` holds for an act that a case told."""
        return ()

    def then(self, fact: ToCase) -> tuple[ToProcess, ...]:
        """What other processes are asked to record once a case was told a fact."""
        return ()

    # What comes of itself.

    def next_moment(self, state: State, done: frozenset[str], today: date) -> ProcessMoment | None:
        """What is told next unless somebody acts first; `done` are the moments that have come."""
        return None

    def came(self, state: State, moment: str, today: date) -> tuple[State, tuple[ToCase, ...]]:
        """The state once a moment has come, and what its cases are told."""
        return state, ()

    def said_of_moment(self, state: State, moment: str, telling: Sequence[ToCase]) -> str:
        """A moment that has come in words; `state` is the one before it."""
        return moment.partition(":")[0].replace("_", " ")

    def instead_of_case(self, state: State, event: str, today: date) -> Act | None:
        """What it tells people itself when a moment comes and its case, which would have, has closed."""
        return None

    def lets_go(
        self, clocks: Iterable[Clock], events: Iterable[Event]
    ) -> frozenset[tuple[str, str | None, date]]:
        """The limits of a case that nobody is chased for any more, by its facts: rule, whose, and last day of each."""
        return frozenset()

    def wants(self, state: State) -> Lookup | None:
        """What it wants found in the records now."""
        return None

    def choose(self, wanted: Lookup, state: State, known: Known) -> Any:
        """What it chooses of what the records know: a value that JSON carries, None where nothing fits."""
        return None

    def answered(self, state: State, wanted: Lookup, chosen: Any, today: date) -> Answer | None:
        """What follows from what was chosen; None where nothing is wanted any more."""
        return None

    # What people are told of it, and how they see it.

    def notices(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...] | None:
        """Who is told of an act that it tells a case; None where the act is none of its own."""
        return () if any(act.action == action.name for action in self.tells) else None

    @abstractmethod
    def as_json(self, view: Mapping[str, Any], today: date, by: str | None = None) -> dict[str, Any]:
        """One of them, whole, as programs read it; `by` is a person who sees only their own."""

    def in_case(self, events: Sequence[Event]) -> list[dict[str, Any]]:
        """What a case shows of the facts that it was told, where it shows those."""
        return []

    def texts(self, told: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
        """Where the JSON of one holds the id of a text, to be put in its place: each object with the name of the field."""
        return ()

    def in_short(self, view: Mapping[str, Any], today: date) -> dict[str, Any]:
        """One of them as a list shows it."""
        return self.as_json(view, today)

    @property
    def pages(self) -> ProcessPages:
        """How the console shows one."""
        calls = self.acts[self.called_with] if self.called_with is not None else None
        return self.page_type(self.group.noun, f"/{self.group.pages}", self.kind, calls)

    @property
    def printed(self) -> Printed:
        """What a command prints of one."""
        return self.print_type(self.group.noun, self.group.command)
