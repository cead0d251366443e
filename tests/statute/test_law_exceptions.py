"""Each ground of each regulation, and why a claim that falls short excuses nothing."""

from typing import Any

import pytest
from law_says import all_of, claim, day, facts, one

from statute.exceptions import DATES, FROM_FACTS
from statute.facts import ExceptionClaim
from statute.pack import load_pack

REQUEST = "request_received 2024-03-04"  # six weeks: 15 April; sixteen: 24 June; twenty: 22 July
LATE = (REQUEST, "assessment_agreed 2024-05-01", "plan_agreed 2024-07-10", "final_issued 2024-09-02")


def outcome(
    rule: str, as_at: str = "2024-12-01", *, said: tuple[str, ...] = LATE, **claimed: ExceptionClaim
) -> tuple[str, str]:
    obligation = one(rule, facts(*said, exceptions=[claimed["by"]]), as_at)
    return obligation.status, obligation.because


@pytest.mark.parametrize(
    ("ground", "rule"),
    [
        ("reg5(4)(c)", "reg5.decide_to_assess"),
        ("reg10(4)(c)", "reg10.no_plan"),
        ("reg13(3)(c)", "reg13_2.final_plan"),
        ("reg13.exceptional_personal", "reg13_2.final_plan"),
        ("Reg 13(3)(c)", "reg13_2.final_plan"),
    ],
)
def test_exceptional_circumstances_excuse_the_limit_that_they_name_and_no_other(
    ground: str, rule: str
) -> None:
    found = all_of(facts(*LATE, exceptions=[claim(ground, "2024-04-01", "2024-08-20")]), "2024-12-01")
    assert {name for name, each in found.items() if each.status == "excused"} == {rule}
    assert found[rule].days_late > 0


@pytest.mark.parametrize(
    ("first", "last", "accepted"),
    [
        ("2024-05-01", "2024-05-28", True),
        ("2024-05-01", "2024-05-27", False),
        ("2024-06-26", "2024-09-01", False),
        ("2024-02-01", "2024-03-20", False),
    ],
)
def test_an_absence_must_be_four_unbroken_weeks_inside_the_limits_own_time(
    first: str, last: str, accepted: bool
) -> None:
    status, because = outcome("reg13_2.final_plan", by=claim("reg13(3)(d)", first, last))
    assert status == ("excused" if accepted else "late")
    assert accepted or "must be 4 unbroken weeks" in because


def test_after_an_order_two_weeks_of_absence_are_enough() -> None:
    said = facts(
        ("tribunal_order 2024-09-02", {"to": "make_plan"}),
        "draft_issued 2024-10-30",
        exceptions=[claim("reg44(3)(b)", "2024-09-10", "2024-09-23")],
    )
    assert one("reg44.make_plan_draft", said, "2024-12-01").status == "excused"


def test_an_unopposed_appeal_has_the_grounds_of_an_order() -> None:
    said = facts(
        ("appeal_unopposed 2024-09-02", {"to": "make_plan"}),
        "draft_issued 2024-10-30",
        exceptions=[claim("reg44(3)(a)", "2024-09-10", "2024-09-23")],
    )
    assert one("reg45.issue_draft", said, "2024-12-01").status == "excused"


def test_re_assessment_has_its_own_grounds() -> None:
    said = facts(
        "reassessment_agreed 2024-03-04",
        "final_issued 2024-07-02",
        exceptions=[claim("reg27(3)(d)", "2024-04-01", "2024-05-30")],
    )
    assert one("reg27.final", said, "2024-12-01").status == "excused"


def test_a_missed_appointment_excuses_only_that_adviser() -> None:
    said = (
        *LATE,
        "advice_requested 2024-05-02 health",
        "advice_requested 2024-05-02 social_care",
        "appointment_missed 2024-05-20 health",
    )
    found = all_of(facts(*said, exceptions=[claim("reg8(2)(c)", of="health")]), "2024-12-01")
    assert {name for name, each in found.items() if each.status == "excused"} == {"reg8.advice_return health"}
    assert "it is a ground of another limit" in found["reg13_2.final_plan"].because


def test_a_missed_appointment_must_be_recorded_and_in_time() -> None:
    said = ("advice_requested 2024-05-02 health",)
    status, because = outcome("reg8.advice_return health", said=said, by=claim("reg8(2)(c)"))
    assert (status, "no missed appointment" in because) == ("overdue", True)
    late = claim("reg8(2)(c)", of="health", missed_on=day("2024-09-01"))
    status, because = outcome("reg8.advice_return health", said=said, by=late)
    assert (status, "outside the time" in because) == ("overdue", True)


@pytest.mark.parametrize("lacking", ["because", "evidence", "approved_by", "family_told_on"])
def test_a_claim_without_one_of_its_proofs_excuses_nothing(lacking: str) -> None:
    status, because = outcome(
        "reg13_2.final_plan", by=claim("reg13(3)(c)", "2024-07-01", "2024-08-20", **{lacking: None})
    )
    assert (status, f"{lacking} is missing" in because) == ("late", True)


@pytest.mark.parametrize(
    ("first", "last", "missing"), [(None, "2024-08-20", "from"), ("2024-07-01", None, "to")]
)
def test_a_claim_without_its_span_excuses_nothing(first: str | None, last: str | None, missing: str) -> None:
    status, because = outcome("reg13_2.final_plan", by=claim("reg13(3)(c)", first, last))
    assert (status, f"{missing} is missing" in because) == ("late", True)


def test_circumstances_outside_the_limits_own_time_excuse_nothing() -> None:
    status, because = outcome("reg13_2.final_plan", by=claim("reg13(3)(c)", "2024-08-01", "2024-08-20"))
    assert (status, "outside the time that the limit covers" in because) == ("late", True)


@pytest.mark.parametrize(
    "words", ["shortage of psychologists", "EP waiting list", "staff sickness", "consultation with settings"]
)
def test_shortage_consultation_and_the_search_for_a_placement_are_never_grounds(words: str) -> None:
    status, because = outcome("reg13_2.final_plan", by=claim(words, "2024-07-01", "2024-08-20"))
    assert (status, "are never exceptions" in because) == ("late", True)


@pytest.mark.parametrize(
    ("asked", "closed", "reopens", "accepted"),
    [
        ("2024-07-16", "2024-07-23", "2024-09-03", True),
        ("2024-07-15", "2024-07-23", "2024-09-03", False),
        ("2024-07-18", "2024-07-23", "2024-08-20", True),
        ("2024-07-18", "2024-07-23", "2024-08-19", False),
        ("2024-08-27", "2024-07-23", "2024-09-03", False),
    ],
)
def test_a_closure_counts_when_advice_was_asked_in_its_window(
    asked: str, closed: str, reopens: str, accepted: bool
) -> None:
    said = ("request_received 2024-06-20", f"advice_requested {asked} school", "final_issued 2024-12-20")
    closure = claim(
        "reg13(3)(a)", closed_from=day(closed), reopens_on=day(reopens), family_told_on=day("2024-07-20")
    )
    status, because = outcome("reg13_2.final_plan", "2025-01-10", said=said, by=closure)
    assert status == ("excused" if accepted else "late"), because


def test_a_closure_may_be_told_by_its_first_and_last_day() -> None:
    said = (
        "request_received 2024-06-20",
        "advice_requested 2024-07-18 head_teacher",
        "final_issued 2024-12-20",
    )
    status, _ = outcome(
        "reg13_2.final_plan", "2025-01-10", said=said, by=claim("reg13(3)(a)", "2024-07-23", "2024-09-02")
    )
    assert status == "excused"


def test_a_psychologist_is_not_a_closed_school() -> None:
    said = ("request_received 2024-06-20", "advice_requested 2024-07-18 educational_psychologist")
    status, because = outcome(
        "reg13_2.final_plan", "2025-01-10", said=said, by=claim("reg13(3)(a)", "2024-07-23", "2024-09-02")
    )
    assert (status, "advice_asked_on" in because) == ("overdue", True)


def test_an_early_years_closure_is_asked_of_the_nursery() -> None:
    said = ("request_received 2024-06-20", "advice_requested 2024-07-18 nursery", "final_issued 2024-12-20")
    status, _ = outcome(
        "reg13_2.final_plan", "2025-01-10", said=said, by=claim("reg13(3)(b)", "2024-07-23", "2024-09-02")
    )
    assert status == "excused"


def test_an_exception_on_a_limit_that_still_runs_sets_no_new_date() -> None:
    known = facts(
        REQUEST,
        exceptions=[claim("reg13(3)(c)", "2024-03-05", "2024-03-20", family_told_on=day("2024-03-06"))],
    )
    final = one("reg13_2.final_plan", known, "2024-03-25")
    assert (final.status, final.due_on) == ("running", day("2024-07-22"))
    assert "sets no new date" in final.because


def test_a_letter_that_is_yet_to_be_sent_proves_nothing() -> None:
    known = facts(
        REQUEST,
        exceptions=[claim("reg5(4)(c)", "2024-04-01", "2024-04-20", family_told_on=day("2024-06-01"))],
    )
    assert one("reg5.decide_to_assess", known, "2024-05-01").status == "overdue"
    assert one("reg5.decide_to_assess", known, "2024-06-01").status == "excused"


def test_a_ground_that_no_regulation_gives_excuses_nothing() -> None:
    status, because = outcome("reg13_2.final_plan", by=ExceptionClaim("weather"))
    assert (status, "no regulation gives this ground" in because) == ("late", True)


def test_only_the_limits_that_the_law_names_have_exceptions() -> None:
    excused = {rule.id for rule in load_pack("england-2014").rules if rule.effect == "excuses"}
    assert {rule.split(".")[0] for rule in excused} == {
        "reg5",
        "reg8",
        "reg10",
        "reg13_2",
        "reg27",
        "reg44",
        "reg45",
        "detained",
    }


@pytest.mark.parametrize(
    ("ground", "rule"),
    [
        (written, rule.id)
        for rule in load_pack("england-2014").rules
        if rule.id in ("reg5.decide_to_assess", "reg8.advice_return", "reg10.no_plan", "reg13_2.final_plan")
        for each in rule.exceptions
        for written in each.written
    ],
)
def test_the_dates_that_a_ground_is_asked_for_are_those_that_show_it(ground: str, rule: str) -> None:
    (kind,) = {
        each.ground
        for one_of in load_pack("england-2014").rules
        for each in one_of.exceptions
        if ground in each.written
    }
    days = {
        "from": "2024-03-10", "to": "2024-05-30", "closed_from": "2024-03-29", "reopens_on": "2024-05-06",
        "advice_asked_on": "2024-04-02", "missed_on": "2024-05-10",
    }  # fmt: skip
    asked = {{"from": "from_"}.get(name, name): day(days[name]) for name in DATES[kind]}
    said = (*LATE, "advice_requested 2024-04-20 health", "advice_received 2024-08-01 health")
    whole = {
        "because": "It could not be.",
        "evidence": "doc-1",
        "approved_by": "manager-1",
        "family_told_on": day("2024-07-10"),
    }
    whose = "health" if rule.startswith("reg8") else None

    def status(**given: Any) -> str:
        claimed = ExceptionClaim(ground, of=whose, **whole, **given)
        found = all_of(facts(*said, exceptions=[claimed]), "2024-12-01")
        return found[f"{rule} {whose}" if whose else rule].status

    assert status(**asked) == "excused"
    for name in DATES[kind]:
        assert (
            name in FROM_FACTS
            or status(**{k: v for k, v in asked.items() if k.rstrip("_") != name}) == "late"
        )
