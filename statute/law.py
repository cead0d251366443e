"""Compile a rule pack: the clocks that each fact starts, and the facts that close running limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from statute.clock import Clock, clock_from, grounds_by_name
from statute.conditions import Condition, OfFacts, condition, of_facts
from statute.pack import Ground, RulePack, plain_ground


class Starts(NamedTuple):
    """The clocks that one fact starts. `plainly` leaves out those that need a value in a field of the fact.

    Those `in_no_state` leave out the clocks that need a state of the person.
    """

    clocks: tuple[Clock, ...]
    plainly: tuple[Clock, ...]
    clocks_in_no_state: tuple[Clock, ...]
    plainly_in_no_state: tuple[Clock, ...]
    fields: frozenset[str]
    a_case: bool


class Closer(NamedTuple):
    """A fact that closes running limits: in which way, and which rules (None means all)."""

    way: str
    rules: frozenset[str] | None
    from_request: bool
    excluding: Condition


class State(NamedTuple):
    """A state of a person, such as detention, with the facts that begin it and end it."""

    name: str
    begins: OfFacts
    ends: OfFacts


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """A compiled rule pack. `starts` and `closers` are by the name of the fact."""

    pack_id: str
    starts: Mapping[str, Starts]
    closers: Mapping[str, Closer]
    reversers: frozenset[str]
    states: tuple[State, ...]
    closing_facts: frozenset[str]
    """The facts that close limits."""
    why: Mapping[str, str]
    said: Mapping[str, str]
    appealable: frozenset[str]
    joined: Mapping[str, str]
    """Facts that count as one if they are of one day, with the field whose values are merged."""
    grounds: Mapping[str, tuple[Ground, ...]]
    never_words: tuple[str, ...]
    never_why: str
    no_such: Mapping[str, str]
    """Paragraphs that do not exist but that a claim may name, with the answer to each."""


_ready: dict[str, Law] = {}


def law_of(pack: RulePack) -> Law:
    """Compile a rule pack, once for each content."""
    law = _ready.get(pack.hash)
    if law is not None:
        return law
    started_by: dict[str, list[Clock]] = {}
    for definition in pack.clocks:
        clock = clock_from(definition, pack)
        for event in definition.started_by:
            started_by.setdefault(event, []).append(clock)
    closers = _closers(pack)
    law = Law(
        pack_id=pack.id,
        starts={event: _starts(clocks) for event, clocks in started_by.items()},
        closers=closers,
        closing_facts=frozenset(closers),
        reversers=frozenset(
            event
            for way in pack.supersession.values()
            for event, scope in way.by.items()
            if scope == "refused"
        ),
        states=tuple(
            State(name, of_facts(state.begins), of_facts(state.ends)) for name, state in pack.states.items()
        ),
        why={way: supersession.why for way, supersession in pack.supersession.items()},
        said={name: definition.said for name, definition in pack.events.items()},
        appealable=frozenset(
            event
            for definition in pack.clocks
            if definition.extended_by and definition.kind == "window"
            for event in definition.started_by
        ),
        joined={name: each.joined for name, each in pack.events.items() if each.joined},
        grounds=grounds_by_name(tuple(ground for rule in pack.rules for ground in rule.exceptions)),
        never_words=pack.never_a_ground.words,
        never_why=pack.never_a_ground.why,
        no_such={plain_ground(name): why for name, why in pack.never_a_ground.paragraphs.items()},
    )
    _ready[pack.hash] = law
    return law


def _starts(clocks: Sequence[Clock]) -> Starts:
    plainly = tuple(clock for clock in clocks if not clock.start.when)
    return Starts(
        clocks=tuple(clocks),
        plainly=plainly,
        clocks_in_no_state=tuple(clock for clock in clocks if not clock.start.in_state),
        plainly_in_no_state=tuple(clock for clock in plainly if not clock.start.in_state),
        fields=frozenset(
            name
            for clock in clocks
            for name, _ in (*clock.start.when, *clock.start.and_when, *clock.start.unless)
        ),
        a_case=any(clock.start.how == "case" for clock in clocks),
    )


def _closers(pack: RulePack) -> dict[str, Closer]:
    closers: dict[str, Closer] = {}
    for way, supersession in pack.supersession.items():
        excluding = condition(supersession.excluding)
        for event, scope in supersession.by.items():
            if scope == "refused":
                continue
            rules = frozenset(scope) if isinstance(scope, tuple) else None
            closers[event] = Closer(way, rules, scope == "from_request", excluding)
    return closers
