"""Compile a clock of the pack once, so that computing a timeline needs no further lookups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from statute.conditions import Condition, OfFacts, Test, condition, of_facts, test_of
from statute.facts import REQUEST
from statute.pack import ChasedUntil, ClockDefinition, Counting, Ground, Rule, RulePack, plain_ground
from statute.periods import DueOn, due_on, fixed_days
from statute.words import citation_in_full


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The rule of a clock: its title and citation, who must act, and the days on which it is in force."""

    title: str
    citation: str
    cited: str
    duty_holder: str
    verified: bool
    in_force_from: date | None
    in_force_to: date | None


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What starts a clock, and how often."""

    how: str
    of_matters: bool
    from_request: bool
    carries_on: bool
    """Whether it replaces another limit of the same case, so that it begins only while the case is undecided."""
    when: Condition
    and_when: Condition
    unless: Condition
    followed_by: OfFacts
    awaited: frozenset[str]
    unless_followed_by: OfFacts
    ruled_out_by: frozenset[str]
    test: Test | None
    state: str | None
    """A state of the person on which the start depends. `in_state` is whether they must be in it."""
    in_state: bool
    waits: bool
    """Whether the start depends on more than its own fact, such as other facts or the days its rule is in force."""


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """What meets a limit, and what closes it or shows that it was met."""

    met_by: tuple[str, ...]
    tests: Mapping[str, tuple[Test, ...]]
    """The tests of each fact, by its name. A fact meets the limit if it passes one of its tests."""
    otherwise: frozenset[str]
    otherwise_means: str
    shown_by: tuple[str, ...]
    closed_by: tuple[str, ...]
    survives: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """How a window is used, what must wait for it, and what keeps it open."""

    used_by: tuple[str, ...]
    used_before: bool
    floor_of: tuple[str, ...]
    decided_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Period:
    """How the last day is counted, and the fields of a fact that can set a different day."""

    counting: Counting
    fixed: timedelta | None
    due_on: DueOn
    appeal: bool
    ordered_by: str | None
    directed_by: str | None
    agreed_by: str | None
    elsewhere: bool
    """Whether it can run from a day other than that of the starting fact."""
    can_be_set: bool
    """Whether an order, directions or an agreement can set a different last day."""


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words that describe a clock."""

    act: str
    done: str
    whose: str
    after_window: str
    applied_by: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Process:
    """How the process treats a clock."""

    role: str | None
    chased_until: ChasedUntil
    keeps_case_open: bool
    shown_in_dispute: bool
    carries_out_outcome: bool


@dataclass(frozen=True, slots=True, eq=False)
class Excuses:
    """Whether an exception can excuse a limit (guidance and targets need none), and its grounds by name."""

    possible: bool
    grounds: Mapping[str, tuple[Ground, ...]]
    why_none: str | None
    """Why the regulation allows no exception to this limit."""


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """One compiled clock of one rule. The pack file explains each part."""

    rule: str
    kind: str
    window: bool
    source: Source
    start: Start
    end: End
    use: Use
    period: Period
    wording: Wording
    process: Process
    excuses: Excuses


def clock_from(definition: ClockDefinition, pack: RulePack) -> Clock:
    """Compile a clock of a pack."""
    rule = None if definition.citation else pack.rule(definition.rule)
    grounds_of = pack.rule(definition.grounds_of) if definition.grounds_of else rule
    return Clock(
        rule=definition.rule,
        kind=definition.kind,
        window=(definition.shape or definition.kind) == "window",
        source=_source(definition, rule),
        start=_start(definition, rule),
        end=_end(definition),
        use=_use(definition),
        period=_period(definition, rule),
        wording=_wording(definition, pack),
        process=_process(definition),
        excuses=Excuses(
            possible=definition.kind in ("limit", "floor"),
            grounds=grounds_by_name(grounds_of.exceptions if grounds_of else ()),
            why_none=grounds_of.no_exceptions if grounds_of else None,
        ),
    )


def grounds_by_name(grounds: tuple[Ground, ...]) -> dict[str, tuple[Ground, ...]]:
    """Grounds by every name that a claim may use: ids and regulations. One name can mean several grounds."""
    named: dict[str, tuple[Ground, ...]] = {}
    for ground in grounds:
        for name in dict.fromkeys(map(plain_ground, (ground.id, *ground.written, *ground.also_written))):
            named[name] = (*named.get(name, ()), ground)
    return named


def _source(definition: ClockDefinition, rule: Rule | None) -> Source:
    citation = definition.citation or (rule.citation if rule else "")
    return Source(
        title=definition.title or (rule.title if rule else ""),
        citation=citation,
        cited=citation_in_full(citation),
        duty_holder=definition.duty_holder or (rule.duty_holder if rule else ""),
        verified=rule is None or rule.verified,
        in_force_from=rule.effective_from if rule else None,
        in_force_to=rule.effective_to if rule else None,
    )


def _start(definition: ClockDefinition, rule: Rule | None) -> Start:
    return Start(
        how=definition.starts,
        of_matters=definition.starts == "each_of",
        from_request=set(definition.started_by) <= set(REQUEST) or _counting(definition, rule).from_case,
        carries_on=_counting(definition, rule).from_case,
        when=condition(definition.when),
        and_when=condition(definition.and_when),
        unless=condition(definition.unless),
        followed_by=of_facts(definition.followed_by),
        awaited=frozenset(definition.followed_by),
        unless_followed_by=of_facts(definition.unless_followed_by),
        ruled_out_by=frozenset(definition.unless_followed_by),
        test=test_of(definition.starts_if) if definition.starts_if else None,
        state=definition.in_state or definition.not_in_state,
        in_state=definition.in_state is not None,
        waits=bool(
            _counting(definition, rule).from_case
            or definition.followed_by
            or definition.unless_followed_by
            or definition.starts_if
            or definition.used == "before"
            or (rule and (rule.effective_from or rule.effective_to))
        ),
    )


def _end(definition: ClockDefinition) -> End:
    return End(
        met_by=definition.met_by,
        tests={name: tuple(map(test_of, counts)) for name, counts in definition.met_if.items()},
        otherwise=frozenset(definition.otherwise),
        otherwise_means=definition.otherwise_means,
        shown_by=definition.shown_by,
        closed_by=definition.closed_by,
        survives=frozenset(definition.survives),
    )


def _use(definition: ClockDefinition) -> Use:
    return Use(
        used_by=definition.used_by,
        used_before=definition.used == "before",
        floor_of=definition.floor_of,
        decided_by=definition.decided_by,
    )


def _counting(definition: ClockDefinition, rule: Rule | None) -> Counting:
    counting = definition.counting or (rule.counting if rule else None)
    if counting is None:
        raise ValueError(f"The clock {definition.rule} has no period.")
    return counting


def _period(definition: ClockDefinition, rule: Rule | None) -> Period:
    counting = _counting(definition, rule)
    agreed_by = "due_on" if "to" in definition.when else None
    return Period(
        counting=counting,
        fixed=fixed_days(counting),
        due_on=due_on(counting),
        appeal=counting.convention == "appeal_window",
        ordered_by=definition.ordered_by,
        directed_by=definition.directed_by,
        agreed_by=agreed_by,
        elsewhere=bool(counting.from_field or counting.from_case),
        can_be_set=any((definition.ordered_by, definition.directed_by, agreed_by)),
    )


def _wording(definition: ClockDefinition, pack: RulePack) -> Wording:
    return Wording(
        act=definition.act,
        done=definition.done,
        whose=definition.whose,
        after_window=definition.after_window,
        applied_by={event: pack.texts[text] for event, text in definition.applied_by.items()},
    )


def _process(definition: ClockDefinition) -> Process:
    return Process(
        role=definition.role,
        chased_until=definition.chased_until,
        keeps_case_open=definition.keeps_case_open,
        shown_in_dispute=definition.shown_in_dispute,
        carries_out_outcome=definition.carries_out_outcome,
    )
