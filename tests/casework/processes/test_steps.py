"""The steps that come in a process when time passes."""

from __future__ import annotations

from datetime import date, timedelta

from casework.processes.steps import Step, next_of, next_of_ladder, step_of, text_of
from casework.processes.telling import ProcessMoment

FIRST = date(2026, 9, 1)
ASKED = Step(FIRST + timedelta(days=1), "ask", FIRST, "family")
SILENT = Step(FIRST + timedelta(days=9), "silent", FIRST)
WAITS = {"ask": "the family is asked", "silent": "the officer is told"}
CAME = {"ask": "the family was to be asked by {}", "silent": "there was no answer by {}"}


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def ladder() -> tuple[Step, ...]:
    return (
        Step(day(0), "before", day(1)),
        Step(day(2), "missed", day(1)),
        *(Step(day(number), "again", day(number)) for number in (5, 10, 15)),
    )


def test_a_step_is_kept_as_its_code_what_it_is_about_and_its_day() -> None:
    assert ASKED.kind == "ask:family:2026-09-01" and SILENT.kind == "silent:2026-09-01"
    assert (step_of(ASKED.kind).why, step_of(ASKED.kind).about, step_of(ASKED.kind).day) == (
        "ask",
        "family",
        FIRST,
    )
    assert step_of(SILENT.kind).about is None


def test_the_first_step_that_has_not_come_is_next_and_an_alert_of_the_law_can_come_before() -> None:
    steps = (SILENT, ASKED)
    assert next_of(steps, frozenset(), WAITS) == ProcessMoment(ASKED.on, ASKED.kind, "the family is asked")
    later = next_of(steps, frozenset({ASKED.kind}), WAITS)
    assert later is not None and later.kind == SILENT.kind
    assert next_of(steps, frozenset({ASKED.kind, SILENT.kind}), WAITS) is None
    alert = ProcessMoment(FIRST, "limit_last_day:a:b:c", "people are told")
    assert next_of(steps, frozenset(), WAITS, alert) is alert


def test_the_text_of_a_step_tells_its_day() -> None:
    assert text_of(ASKED.kind, CAME) == "the family was to be asked by 1 September 2026"
    assert text_of(SILENT.kind, CAME) == "there was no answer by 1 September 2026"


def test_of_a_ladder_only_the_latest_step_that_was_missed_comes() -> None:
    def coming(today: date, *done: str, since: date = FIRST) -> str | None:
        found = next_of_ladder(ladder(), frozenset(done), today, since, "again")
        return found.kind if found is not None else None

    before, missed, fifth = (one.kind for one in ladder()[:3])
    assert coming(FIRST - timedelta(days=1)) == before
    assert coming(day(0)) == before and coming(day(1), before) == missed
    assert coming(day(4)) == missed and coming(day(7)) == missed
    assert coming(day(5), missed) == fifth and coming(day(6), missed, fifth) == ladder()[3].kind
    assert coming(day(0), since=day(1)) == missed
    assert coming(day(20), missed) is None
