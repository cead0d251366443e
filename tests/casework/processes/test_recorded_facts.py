"""What every state with facts says of them, and what is wrong with the form or the day of an act."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest

from casework.case.actions import Act, Action, Field
from casework.case.particulars import in_future, malformed
from casework.processes.process_of_one_case import ProcessOfOneCase
from casework.processes.recorded_facts import RecordedFacts, WithFacts, misdated
from casework.processes.registry import PROCESSES
from statute.facts import Event

FIRST, SECOND = date(2026, 9, 1), date(2026, 9, 14)
LENDS = Action("lend", "Lend", "it was lent", frozenset(), fields=(Field("to", "code", True, ("school",)),))


def act(name: str, on: date | None, **given: Any) -> Act:
    return Act(name, on, None, given)


LOAN = (
    RecordedFacts.begun("loan-1", {"case": "case-1", "plan": "plan-1"}, None)
    .with_act(act("lend", FIRST, to="school", until="2026-10-01"))
    .with_act(act("lend", SECOND, to="other"))
    .with_act(act("note", None))
)


def test_a_state_begins_without_facts_and_each_act_adds_one() -> None:
    begun = RecordedFacts.begun("loan-1", {"case": "case-1"}, None)
    assert (begun.id, begun.case, begun.plan, begun.facts, begun.last_on) == (
        "loan-1",
        "case-1",
        None,
        (),
        None,
    )
    assert LOAN.plan == "plan-1" and [fact.event for fact in LOAN.facts] == ["lend", "lend", "note"]


def test_the_last_fact_its_day_and_its_fields_are_read() -> None:
    assert LOAN.last("lend", "note") == Event("note", None, None, {}) and LOAN.last("lost") is None
    assert LOAN.on("lend") == LOAN.last_on == SECOND and LOAN.on("lost") is None
    assert LOAN.count("lend") == 2 and [fact.on for fact in LOAN.each("lend")] == [FIRST, SECOND]


def test_a_field_is_read_from_the_last_act_that_has_it_or_only_from_the_last_act() -> None:
    assert LOAN.value("until", "lend") == "2026-10-01" and LOAN.day("until", "lend") == date(2026, 10, 1)
    assert LOAN.in_last("until", "lend") is None and LOAN.in_last("to", "lend") == "other"
    assert LOAN.in_last("to", "lost") is None and LOAN.value("to", "lost") is None
    assert LOAN.coded("to", "lend") == "other" and LOAN.coded("why", "lend") is None


def test_an_act_that_is_unknown_or_badly_formed_is_refused() -> None:
    known = {"lend": LENDS}
    assert (
        malformed("loan", known, act("lose", FIRST)) == "There is no act 'lose' in a loan; the acts are lend."
    )
    assert malformed("loan", known, act("lend", FIRST, to="moon")) is not None
    assert malformed("loan", known, act("lend", FIRST, to="school")) is None


def test_an_act_is_not_in_the_future_and_not_before_what_it_follows() -> None:
    after = {"lend": "it was lent"}
    assert misdated(LOAN, act("return", SECOND), SECOND, after) is None
    assert misdated(LOAN, act("return", None), SECOND, after) is None
    assert misdated(LOAN, act("return", FIRST), SECOND, after) == (
        "1 September 2026 is before it was lent on 14 September 2026; correct the date."
    )
    assert in_future(None, FIRST) is None and in_future(FIRST, FIRST) is None
    assert (
        misdated(LOAN, act("return", SECOND), FIRST, {})
        == in_future(SECOND, FIRST)
        == ("14 September 2026 is in the future; record it on that day or after.")
    )


@pytest.mark.parametrize(
    "process", [each for each in PROCESSES if isinstance(each, ProcessOfOneCase)], ids=lambda each: each.kind
)
def test_every_process_of_one_case_reads_its_facts_alike_and_keeps_its_own_fields(process: Any) -> None:
    assert issubclass(process.state_type, WithFacts)
    assert "facts" in {one.name for one in fields(process.state_type)}


def test_what_reads_the_facts_has_no_field_of_its_own() -> None:
    assert fields(WithFacts) == ()

    @dataclass(frozen=True, slots=True)
    class Bare(WithFacts):
        pass

    with pytest.raises(NotImplementedError):
        _ = Bare().facts
