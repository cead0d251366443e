"""The moments of a mediation, and the limits that end with it."""

from __future__ import annotations

from datetime import date

import pytest

from casework.case.clock import Clock
from casework.disputes.clocks import clocks_of, obligations_of
from casework.processes.mediation.moments import (
    after_moment,
    dropped_limits,
    late_step,
    moment_text,
    next_moment,
)
from casework.processes.telling import ToCase
from statute.facts import Event
from tests.casework.processes.mediation.mediations import (
    AGREED,
    ARRANGED,
    ASKED,
    DECLINED,
    HELD,
    STEPS_DONE,
    TOLD,
    Said,
    after_all,
    why,
)


@pytest.mark.parametrize(
    ("said", "done", "kind", "on"),
    [
        (TOLD, (), "no_mediator", "2024-05-22"),
        (TOLD, ("no_mediator",), "no_session", "2024-05-31"),
        (TOLD, ("no_mediator", "no_session"), "not_arranged", "2024-06-15"),
        ((*ARRANGED, "health_body_told 2024-05-17"), (), "not_arranged", "2024-06-15"),
        (ASKED[:1], (), "lapsed", "2024-07-02"),
        (DECLINED[:1], ("certificate_over:2024-05-16",), "lapsed", "2024-07-02"),
        (DECLINED[:1], (), "certificate_over:2024-05-16", "2024-05-17"),
        (ASKED, (), "health_body_over:2024-05-20", "2024-05-21"),
        ((*TOLD, "mediation_not_arranged 2024-06-15"), (), "health_mediation_over:2024-06-16", "2024-06-17"),
        ((*TOLD, "mediation_held 2024-06-13"), (), "certificate_over:2024-06-18", "2024-06-19"),
        (AGREED, STEPS_DONE, "agreement_late:2024-07-18", "2024-07-19"),
        ((*AGREED, ("agree_another_time 2024-06-14", {"until": "2024-07-31", "document": "letter-1"})), STEPS_DONE, "agreement_late:2024-07-31", "2024-08-01"),
    ],
)  # fmt: skip
def test_the_moments_that_come_without_an_act(
    said: tuple[Said, ...], done: tuple[str, ...], kind: str, on: str
) -> None:
    mediation = after_all(*said)
    moment = next_moment(mediation, frozenset(done), clocks_of(mediation, date(2024, 6, 14)))
    assert moment is not None and (moment.kind, str(moment.on)) == (kind, on)


@pytest.mark.parametrize(
    "said", [DECLINED, HELD, (*ASKED, "mediation_not_arranged 2024-06-15"), (*AGREED, "agreement_carried_out 2024-06-20")]
)  # fmt: skip
def test_only_the_end_of_the_time_comes_while_another_side_must_act_or_nothing_is_left(
    said: tuple[Said, ...],
) -> None:
    mediation, done = after_all(*said), frozenset[str]()
    clocks = clocks_of(mediation, date(2024, 6, 20))
    while (moment := next_moment(mediation, done, clocks)) is not None:
        assert moment.kind.partition(":")[0].endswith("_over")
        assert after_moment(mediation, moment.kind, moment.on) == (mediation, ()), "the case tells of it"
        done |= {moment.kind}


def test_the_end_of_the_time_for_a_step_of_the_law_is_a_fact_in_words_and_is_told_by_a_case_that_can() -> (
    None
):
    declined = after_all(*DECLINED[:1])
    assert moment_text("certificate_over:2024-05-16") == (
        "the mediation certificate was due on 16 May 2024, and is not recorded as issued"
    )
    late = late_step("certificate_over", clocks_of(declined, date(2024, 5, 17)), date(2024, 5, 17))
    assert late == ("certificate_late", date(2024, 5, 16))
    certified = after_all(DECLINED[1], of=declined)
    assert late_step("certificate_over", clocks_of(certified, date(2024, 5, 17)), date(2024, 5, 17)) is None


def test_a_certificate_because_it_was_not_arranged_leaves_the_family_free_to_mediate_until_its_time_is_over() -> (
    None
):
    certified = after_all(
        ASKED[0],
        "mediation_requested 2024-05-15",
        "mediation_not_arranged 2024-06-15",
        "mediation_certificate 2024-06-18",
    )
    assert not certified.is_over
    assert why(certified, "mediation_held 2024-06-28") is None
    moment = next_moment(certified, frozenset(), clocks_of(certified, date(2024, 6, 20)))
    assert moment is not None and (moment.kind, str(moment.on)) == ("lapsed", "2024-07-19")
    over, telling = after_moment(certified, "lapsed", date(2024, 7, 19))
    assert over.is_over
    assert telling == (ToCase("case-1", "mediation_ended", {"mediation": "mediation-1", "why": "lapsed"}),)


def test_that_it_was_not_arranged_in_thirty_days_becomes_a_fact() -> None:
    mediation, telling = after_moment(after_all(*ASKED), "not_arranged", date(2024, 6, 15))
    assert mediation.stage == "mediation_not_arranged"
    assert telling == (ToCase("case-1", "mediation_not_arranged", {}, on=date(2024, 6, 15)),)


def test_the_limits_of_arranging_are_dropped_when_the_mediation_has_ended() -> None:
    clocks: tuple[Clock, ...] = obligations_of(after_all(*ASKED), date(2024, 7, 1))
    assert dropped_limits(clocks, ()) == frozenset()
    ended = Event("mediation_ended", date(2024, 7, 1))
    rules = {rule for rule, _, _ in dropped_limits(clocks, (ended,))}
    assert rules == {"reg35.tell_icb", "reg36.la_mediation"}
