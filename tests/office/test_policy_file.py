"""The policy file of a council: every fault with its line and how to mend it, and the sample."""

from __future__ import annotations

import pytest

from casework.authority.local_policy import SHIPPED, LocalPolicy
from casework.case.alert_steps import STANDARD
from office.policy_file import BadPolicy, PolicyFile, read_policy
from office.refusals import ActRefused
from tests.running import ROOT

SAMPLES = ROOT / "samples"


def beside(name: str) -> bytes:
    path = SAMPLES / name
    if not path.exists():
        raise ActRefused(f"{name!r} cannot be read; put it beside the policy file.")
    return path.read_bytes()


def read(text: str) -> PolicyFile:
    return read_policy(text.encode(), beside)


def faults(text: str) -> list[str]:
    with pytest.raises(BadPolicy) as caught:
        read(text)
    return [str(one) for one in caught.value.faults]


def test_the_sample_is_a_policy_and_holds_every_part() -> None:
    made = read((SAMPLES / "policy.yaml").read_text(encoding="utf-8"))
    assert set(made.local) == set(LocalPolicy.model_fields)
    assert made.details and made.closures and made.retention
    policy = LocalPolicy.model_validate(made.local)
    assert policy.ladders.alert_steps == STANDARD == SHIPPED.ladders.alert_steps


def test_a_part_that_is_left_out_stays_as_it_is() -> None:
    assert read("capacity: {officers: 3}") == PolicyFile(
        {"capacity": {"officers": 3.0, "psychologists": None, "panel_places_a_week": None}}
    )


LIMIT = "ladders:\n  limit:\n    steps: [{}]\n    repeats: {{every: 5, to: [team_manager]}}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "Line 1: The file is no list of parts; samples/policy.yaml shows its form."),
        ("a: [", "Line 2: This is not YAML"),
        ("\nteams: {}\nteams: {}", "is given twice, again on line 3; keep one of them."),
        ("\ntargetz: {}", "Line 2: targetz: there is no such part; did you mean targets?"),
        ("capacity:\n  officers: 1\n  oficers: 2", "Line 3: capacity, oficers: there is no such part; did you mean officers?"),
        ("capacity:\n\n  officers: many", "Line 3: capacity, officers: 'many' is no number; write one, such as 2.5."),
        ("warnings: {from_percent: 40,\n over_below_percent: 40}", "Line 1: warnings: over_below_percent must be lower than from_percent"),
        ("panel_days:\n- tuesday\n- someday", "Line 3: panel_days, 2: 'someday' is not known; write 'monday', 'tuesday'"),
        ("targets:\n  measures:\n    reviews_in_4_week: 9", "Line 3: targets, measures, reviews_in_4_week: a target cannot be set for this; did you mean reviews_in_4_weeks?"),
        ("targets:\n  measures:\n    requests: 9", "Line 3: targets, measures, requests: a target cannot be set for this"),
        ("targets:\n  weeks:\n    final_plan: 19\n    decide_to_assess: 9", "Line 4: targets, weeks, decide_to_assess: 9 weeks is later than the law allows; write 6 or fewer."),
        (LIMIT.format("{working_days: -5, to: [case_officer]}"), "both learn of every missed deadline."),
        (LIMIT.format("{working_days: 4, to: [case_officer]}"), "Line 3: ladders, limit, steps, 1, working_days: 4 is too large; write 0 or less."),
        (LIMIT.format("{working_days: -5, to: []}"), "Line 3: ladders, limit, steps, 1, to: it has 0 entries; give at least 1."),
        ("ladders: {chase_advice_weeks: [4, 2]}", "the numbers are not in order; write the smallest first, each once."),
        ("teams:\n  not a code: {name: X}", "'not a code' is no code; use letters, digits and . _ - without spaces."),
        ("\ndetails: nothing.yaml", "Line 2: details: 'nothing.yaml' cannot be read; put it beside the policy file."),
        ("details:\n  authority:\n    name: X\n    mail: y", "Line 4: details, authority, mail: is not a part of a profile; leave it out."),
        ("\nclosures: terms.ics", "Line 2: closures: it must be the name of a CSV file beside this file, such as closures.csv."),
        ("retention: {with_plan: []}", "Line 1: retention: A schedule must have only with_plan and without_plan, each a list of periods."),
    ],
)  # fmt: skip
def test_every_fault_has_its_line_and_says_how_to_mend_it(text: str, said: str) -> None:
    found = faults(text)
    assert any(said in one for one in found), found


def test_all_faults_are_said_at_once_in_the_order_of_their_lines() -> None:
    found = faults("capacity: {officers: x}\npanel_days: [someday]\nunknown: 1")
    assert [one.split(":")[0] for one in found] == ["Line 1", "Line 2", "Line 3"]


def test_a_file_that_it_names_is_named_with_its_own_line() -> None:
    def bad(name: str) -> bytes:
        return b"authority:\n  name: X\n  email: nowhere\n"

    with pytest.raises(BadPolicy) as caught:
        read_policy(b"details: own.yaml", bad)
    assert str(caught.value.faults[0]).startswith("own.yaml, line 3: authority, email: ")
