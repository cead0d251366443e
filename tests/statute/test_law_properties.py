"""What holds for any facts at all."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from statute.contradictions import contradiction
from statute.errors import BadFacts, Contradiction
from statute.facts import Event, ExceptionClaim, Facts
from statute.pack import ClockDefinition, load_pack
from statute.schema import FLAG_FIELDS, facts_from_json, facts_to_json
from statute.timeline import timeline

PACK = load_pack("england-2014")
GROUNDS = sorted(
    {name for rule in PACK.rules for ground in rule.exceptions for name in (ground.id, *ground.written)}
)
DAYS = st.dates(date(2014, 9, 1), date(2050, 12, 31))
NEAR = st.dates(date(2023, 9, 1), date(2025, 12, 31))
OPEN = {"running", "overdue", "superseded"}
few = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def an_event(draw: st.DrawFn, days: st.SearchStrategy[date] = NEAR) -> Event:
    name = draw(st.sampled_from(sorted(PACK.events)))
    definition = PACK.events[name]
    fields: dict[str, object] = {}
    for field in definition.fields:
        if field not in definition.needs and draw(st.booleans()):
            continue
        if field in definition.one_of:
            fields[field] = draw(st.sampled_from(definition.one_of[field]))
        elif field in FLAG_FIELDS:
            fields[field] = draw(st.booleans())
        elif field == "year":
            fields[field] = draw(st.integers(2015, 2049))
        elif field.endswith(("_on", "_by")) and field != "response_by":
            fields[field] = draw(days)
        else:
            fields[field] = draw(st.sampled_from(["primary", "secondary", "post16"]))
    of = draw(st.sampled_from(["health", "school"])) if definition.of else None
    if draw(st.integers(0, 9)) == 0:
        return Event(name, None, of, fields, draw(st.none() | days))
    return Event(name, draw(days), of, fields)


@st.composite
def a_claim(draw: st.DrawFn) -> ExceptionClaim:
    text, maybe = st.sampled_from(["doc-17", "", None]), st.none() | NEAR
    return ExceptionClaim(
        draw(st.sampled_from(GROUNDS)),
        draw(maybe),
        draw(maybe),
        draw(text),
        draw(text),
        draw(text),
        draw(maybe),
        draw(st.sampled_from([None, "health", "school"])),
        draw(maybe),
        draw(maybe),
        draw(maybe),
        draw(maybe),
    )


@st.composite
def some_facts(draw: st.DrawFn, days: st.SearchStrategy[date] = NEAR) -> Facts:
    events = tuple(draw(st.lists(an_event(days), max_size=9)))
    assume(contradiction(events) is None)
    claims = tuple(draw(st.lists(a_claim(), max_size=3)))
    assume(all(not (claim.from_ and claim.to and claim.to < claim.from_) for claim in claims))
    return Facts(events, claims)


def key(obligation) -> tuple:
    return (obligation.rule, obligation.of, obligation.started_on, obligation.start.event)


@few
@given(st.lists(an_event(DAYS), max_size=12), st.lists(a_claim(), max_size=2), DAYS)
def test_any_facts_give_a_timeline_or_one_sentence(
    events: list[Event], claims: list[ExceptionClaim], as_at: date
) -> None:
    try:
        obligations = timeline(Facts(tuple(events), tuple(claims)), as_at)
    except Contradiction as refused:
        assert "\n" not in str(refused) and str(refused).endswith(".")
        return
    for obligation in obligations:
        row = obligation.as_json()
        assert row["because"].endswith(".") and row["because"][0].isupper()
        assert obligation.days_late >= 0
        assert (obligation.days_late > 0) == (obligation.status in ("late", "overdue", "excused"))
        assert obligation.started_on <= as_at
        assert obligation.met_on is None or obligation.met_on <= as_at


@few
@given(some_facts(), NEAR, NEAR)
def test_the_day_of_asking_never_changes_a_last_day(known: Facts, one: date, other: date) -> None:
    first = {key(each): each.due_on for each in timeline(known, one)}
    for each in timeline(known, other):
        assert first.get(key(each), each.due_on) == each.due_on


@few
@given(some_facts(), NEAR)
def test_an_exception_never_changes_a_last_day_and_never_makes_late_met(known: Facts, as_at: date) -> None:
    without = {key(each): each for each in timeline(Facts(known.events), as_at)}
    for each in timeline(known, as_at):
        plain = without.pop(key(each))
        assert (each.due_on, each.met_on, each.days_late) == (plain.due_on, plain.met_on, plain.days_late)
        assert each.status == plain.status or (
            each.status == "excused" and plain.status in ("late", "overdue")
        )
    assert not without


@few
@given(some_facts(), st.none() | NEAR)
def test_facts_survive_the_way_through_json(known: Facts, as_at: date | None) -> None:
    assert facts_from_json(facts_to_json(known, as_at)) == (known, as_at)


@few
@given(some_facts(), NEAR)
def test_the_same_facts_always_give_the_same_answer(known: Facts, as_at: date) -> None:
    answer = [each.as_json() for each in timeline(known, as_at)]
    assert [each.as_json() for each in timeline(known, as_at)] == answer
    if not any(event.on is None for event in known.events):
        days = [event.on for event in known.events]
        assume(len(set(days)) == len(days))
        turned = Facts(tuple(reversed(known.events)), known.exceptions)
        assert [each.as_json() for each in timeline(turned, as_at)] == answer


def _facts_before(clock: ClockDefinition, start: date) -> list[Event]:
    """The facts that must come before a clock can begin: the state that it asks for, or the case that it goes on in."""
    if clock.counting is not None and clock.counting.from_case:
        ends_a_state = any(clock.started_by[0] in state.ends for state in PACK.states.values())
        return [Event("request_received", start, fields={"detained": ends_a_state})]
    if clock.in_state is None:
        return []
    return [Event(name, start) for name, wanted in PACK.states[clock.in_state].begins.items() if not wanted]


@pytest.mark.parametrize("clock", PACK.clocks, ids=lambda clock: f"{clock.rule}-{clock.started_by[0]}")
@settings(max_examples=25, deadline=None)
@given(on=DAYS, later=st.integers(0, 400))
def test_a_later_start_never_gives_an_earlier_last_day(clock, on: date, later: int) -> None:
    fields = {name: value[0] if isinstance(value, list) else value for name, value in clock.when.items()}
    for name, value in clock.and_when.items():
        fields[name] = [fields[name], value]
    fields = {name: "2030-01-01" if value == "*" else value for name, value in fields.items()}
    fields |= {
        name: date(2030, 1, 1) for name in PACK.events[clock.started_by[0]].needs if name.endswith("_on")
    }

    def last_day(start: date) -> date | None:
        own = {name: value for name, value in fields.items() if name != "of"}
        of = fields.get("of", "health" if clock.starts == "each_of" else None)
        before = start - timedelta(days=1)
        said = [*_facts_before(clock, start), Event(clock.started_by[0], start, of, own)]
        needed = list(clock.starts_if.after.items())[:1] if clock.starts_if else []
        said = [*(Event(name, before, fields=wanted) for name, wanted in needed), *said]
        said += [
            Event(name, start, fields=condition) for name, condition in list(clock.followed_by.items())[:1]
        ]
        found = [each for each in timeline(Facts(tuple(said)), date(2052, 12, 31)) if each.rule == clock.rule]
        mine = [each for each in found if each.started_on == start]
        return mine[-1].due_on if mine else None

    first, second = last_day(on), last_day(on + timedelta(days=later))
    assert first is not None and second is not None
    assert first <= second


def test_every_day_to_2050_starts_the_clocks_of_a_request_leap_days_and_clock_changes_included() -> None:
    day = date(2014, 9, 1)
    while day.year <= 2050:
        found = {
            each.rule: each.due_on - day for each in timeline(Facts((Event("request_received", day),)), day)
        }
        assert found["reg13_2.final_plan"] == timedelta(days=140)
        assert found["reg5.decide_to_assess"] == timedelta(days=42)
        day += timedelta(days=1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | DAYS.map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from([*sorted(PACK.events), "x"])
FIELDS = st.sampled_from(
    sorted({name for event in PACK.events.values() for name in event.fields} | {"of", "not_after"})
)
ROWS = st.builds(
    lambda name, on, more: {"event": name, "on": on, **more},
    NAMES | JSON,
    DAYS.map(str) | JSON,
    st.dictionaries(FIELDS, JSON, max_size=3),
)
CLAIMS = st.dictionaries(
    st.sampled_from(["ground", "from", "to", "because", "evidence", "family_told_on", "closed_from"]),
    JSON | st.sampled_from(GROUNDS),
)


@few
@given(
    st.lists(ROWS, max_size=3) | JSON, st.lists(CLAIMS, max_size=2) | JSON, st.none() | DAYS.map(str) | JSON
)
def test_any_json_is_answered_or_refused_in_one_sentence(
    events: object, claims: object, as_at: object
) -> None:
    text = json.dumps({"events": events, "exceptions": claims, "as_at": as_at})
    try:
        known, day = facts_from_json(text)
        rows = [each.as_json() for each in timeline(known, day or date(2026, 1, 1))]
    except (BadFacts, Contradiction) as refused:
        assert str(refused)[-1] in ".?" and "\n" not in str(refused)
    else:
        assert json.dumps(rows).isascii()
