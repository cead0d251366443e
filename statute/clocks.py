"""The pack's clocks, made ready once so that a timeline reads no models and looks nothing up twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from statute.facts import Event
from statute.pack import ClockDefinition, Counting, Ground, RulePack, plain_ground
from statute.periods import DueOn, as_date, due_on, fixed_days
from statute.words import citation_in_full

REQUEST = ("request_received", "authority_responsible")
Condition = tuple[tuple[str, tuple[Any, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """One clock of one rule, ready to run; the pack file explains what each part means."""

    rule: str
    title: str
    citation: str
    cited: str
    kind: str
    duty_holder: str
    window: bool
    starts: str
    of_matters: bool
    from_request: bool
    when: Condition
    unless: Condition
    or_when: Condition
    followed_by: tuple[tuple[str, Condition], ...]
    awaited: frozenset[str]
    restored_by: tuple[tuple[str, Condition], ...]
    met_by: tuple[str, ...]
    shown_by: tuple[str, ...]
    used_by: tuple[str, ...]
    used_before: bool
    floor_of: tuple[str, ...]
    closed_by: tuple[str, ...]
    decided_by: tuple[str, ...]
    otherwise: frozenset[str]
    otherwise_means: str
    survives: frozenset[str]
    amend_needs: str | None
    ordered_by: str | None
    act: str
    done: str
    counting: Counting
    fixed: timedelta | None
    due_on: DueOn
    appeal: bool
    excusable: bool
    """Whether anybody may be excused from it: a limit of law, and not guidance or a target."""
    verified: bool
    in_force_from: date | None
    in_force_to: date | None
    waits: bool
    """Whether more than its own fact decides if it begins: what else is known, or the days its rule is in force."""
    grounds: Mapping[str, Ground]


class Starts(NamedTuple):
    """The clocks that one fact starts; `plainly` when it has none of the fields that they ask about."""

    clocks: tuple[Clock, ...]
    plainly: tuple[Clock, ...]
    fields: frozenset[str]
    a_case: bool


class Closer(NamedTuple):
    """One fact that closes running limits: in which way, and which of them (None is every one)."""

    way: str
    rules: frozenset[str] | None
    from_request: bool
    excluding: Condition


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """A rule pack made ready: the clocks that each fact starts, and closers by the fact that closes."""

    pack_id: str
    starts: Mapping[str, Starts]
    closers: Mapping[str, Closer]
    reversers: frozenset[str]
    closing_facts: frozenset[str]
    """The facts that close limits."""
    why: Mapping[str, str]
    said: Mapping[str, str]
    whose: Mapping[str, str | None]
    appealable: frozenset[str]
    grounds: Mapping[str, Ground]
    never_words: tuple[str, ...]
    never_why: str


def _condition(wanted: Mapping[str, Any]) -> Condition:
    return tuple(
        (name, tuple(value) if isinstance(value, list) else (value,)) for name, value in wanted.items()
    )


def holds(condition: Condition, event: Event) -> bool:
    """Whether a fact's fields are as a condition wants them. A field with several values holds if any does."""
    for name, wanted in condition:
        value = event.fields.get(name)
        if value is None or value == "":
            return False
        if wanted == ("*",):
            continue
        values = value if isinstance(value, (list, tuple)) else (value,)
        if not any(item == one for item in values for one in wanted):
            return False
    return True


def ordered_by_the_tribunal(clock: Clock, start: Event) -> date | None:
    """The day that an order sets for what it orders, in place of the period ("unless the Tribunal directs otherwise",
    reg 44(2)), or None. Each of several limits of one order has a field of its own."""
    if clock.ordered_by is None or start.event != "tribunal_order":
        return None
    return as_date(start.fields.get(clock.ordered_by))


class Moved(NamedTuple):
    """Directions by which the Tribunal moved a day of its order: when they were given, and the day that the order set."""

    on: date
    first: date | None


def moved_by_the_tribunal(clock: Clock, start: Event) -> Moved | None:
    """The later directions that moved the day of an order (r.5(3)(a) and r.6), or None where it is as the order set it."""
    if ordered_by_the_tribunal(clock, start) is None:
        return None
    on = as_date(start.fields.get(f"{clock.ordered_by}_directed_on"))
    return None if on is None else Moved(on, as_date(start.fields.get(f"first_{clock.ordered_by}")))


def directed_by_the_tribunal(clock: Clock, start: Event) -> date | None:
    """The day that the Tribunal directed for the response, which stands in place of the 30 days (r.5(3)(a)), or None."""
    if start.event != "appeal_registered" or clock.rule != "rule21.la_response":
        return None
    return as_date(start.fields.get("response_by"))


def agreed_in_writing(clock: Clock, start: Event) -> date | None:
    """Another time that the parties of a mediation agreed in writing for what was agreed (reg 42(5)), or None."""
    if start.event != "mediation_agreement" or not any(name == "to" for name, _ in clock.when):
        return None
    return as_date(start.fields.get("due_on"))


def _pairs(wanted: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, Condition], ...]:
    return tuple((name, _condition(condition)) for name, condition in wanted.items())


def _clock(definition: ClockDefinition, pack: RulePack) -> Clock:
    rule = None if definition.citation else pack.rule(definition.rule)
    known_to = pack.rule(definition.grounds_of) if definition.grounds_of else rule
    counting = definition.counting or (rule.counting if rule else None)
    if counting is None:
        raise ValueError(f"The clock {definition.rule} has no period.")
    citation = definition.citation or (rule.citation if rule else "")
    return Clock(
        rule=definition.rule,
        title=definition.title or (rule.title if rule else ""),
        citation=citation,
        cited=citation_in_full(citation),
        kind=definition.kind,
        duty_holder=definition.duty_holder or (rule.duty_holder if rule else ""),
        window=(definition.shape or definition.kind) == "window",
        starts=definition.starts,
        of_matters=definition.starts == "each_of",
        from_request=set(definition.started_by) <= set(REQUEST),
        when=_condition(definition.when),
        unless=_condition(definition.unless),
        or_when=_condition(definition.or_when),
        followed_by=_pairs(definition.followed_by),
        awaited=frozenset(definition.followed_by),
        restored_by=_pairs(definition.restored_by),
        met_by=definition.met_by,
        shown_by=definition.shown_by,
        used_by=definition.used_by,
        used_before=definition.used == "before",
        floor_of=definition.floor_of,
        closed_by=definition.closed_by,
        decided_by=definition.decided_by,
        otherwise=frozenset(definition.otherwise),
        otherwise_means=definition.otherwise_means,
        survives=frozenset(definition.survives),
        amend_needs=definition.amend_needs,
        ordered_by=definition.ordered_by,
        act=definition.act,
        done=definition.done,
        counting=counting,
        fixed=fixed_days(counting),
        due_on=due_on(counting),
        appeal=counting.convention == "appeal_window",
        excusable=definition.kind in ("limit", "floor"),
        verified=rule is None or rule.verified,
        in_force_from=rule.effective_from if rule else None,
        in_force_to=rule.effective_to if rule else None,
        waits=bool(
            definition.followed_by
            or definition.used == "before"
            or (rule and (rule.effective_from or rule.effective_to))
        ),
        grounds={
            plain_ground(name): ground
            for ground in (known_to.exceptions if known_to else ())
            for name in (ground.id, *ground.written)
        },
    )


def _starts(clocks: Sequence[Clock]) -> Starts:
    return Starts(
        clocks=tuple(clocks),
        plainly=tuple(clock for clock in clocks if not clock.when),
        fields=frozenset(name for clock in clocks for name, _ in (*clock.when, *clock.unless)),
        a_case=any(clock.starts == "case" for clock in clocks),
    )


def _closers(pack: RulePack) -> dict[str, Closer]:
    closers: dict[str, Closer] = {}
    for way, supersession in pack.supersession.items():
        excluding = _condition(supersession.excluding)
        for event, scope in supersession.by.items():
            if scope == "refused":
                continue
            rules = frozenset(scope) if isinstance(scope, tuple) else None
            closers[event] = Closer(way, rules, scope == "from_request", excluding)
    return closers


_ready: dict[str, Law] = {}


def law_of(pack: RulePack) -> Law:
    """A rule pack made ready to run; made once per content."""
    law = _ready.get(pack.hash)
    if law is not None:
        return law
    started_by: dict[str, list[Clock]] = {}
    for definition in pack.clocks:
        clock = _clock(definition, pack)
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
        why={way: supersession.why for way, supersession in pack.supersession.items()},
        said={name: definition.said for name, definition in pack.events.items()},
        whose={name: definition.of for name, definition in pack.events.items()},
        appealable=frozenset(
            event
            for definition in pack.clocks
            if definition.extended_by and definition.kind == "window"
            for event in definition.started_by
        ),
        grounds={
            plain_ground(name): ground
            for rule in pack.rules
            for ground in rule.exceptions
            for name in (ground.id, *ground.written)
        },
        never_words=pack.never_a_ground.words,
        never_why=pack.never_a_ground.why,
    )
    _ready[pack.hash] = law
    return law
