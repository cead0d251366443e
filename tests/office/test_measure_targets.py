"""The council's own targets stand beside the measures that may have one."""

from __future__ import annotations

from pathlib import Path

from casework.authority.local_policy import SHIPPED, LocalPolicy, Targets
from casework.measures.measure import MEASURES, Count, measured
from office.measure_targets import target_of, targets_of
from office.policy_file import read_policy
from tests.running import ROOT


def test_a_target_is_met_or_missed_by_some_points() -> None:
    told = Targets(in_time_percent=80, measures={"advice_late": 20, "plans_in_20_weeks_including": 75})
    targets = targets_of(told)
    assert {name: (one.percent, one.at_most) for name, one in targets.items()} == {
        "plans_in_20_weeks_excluding": (80, False),
        "plans_in_20_weeks_including": (75, False),
        "advice_late": (20, True),
    }
    assert targets["advice_late"].words(12.5) == "Own target: at most 20%, met"
    missed = targets["plans_in_20_weeks_excluding"]
    assert missed.words(46.1) == "Own target: at least 80%, missed by 33.9 percentage points"
    assert missed.words(None) == "Own target: at least 80%" and missed.as_json(None)["met"] is None
    assert targets_of(SHIPPED.targets) == {}


def test_a_figure_that_is_cut_is_held_to_no_target() -> None:
    targets = targets_of(Targets(measures={"advice_late": 20}))
    one = measured(MEASURES["advice_late"], Count(3, 10, 9))
    assert target_of(targets, one, None) is not None and target_of(targets, one, "officer") is None


def test_only_shares_have_targets_and_the_sample_sets_some() -> None:
    assert {one.unit for one in MEASURES.values() if one.target} == {"percent"}
    samples: Path = ROOT / "samples"
    read = read_policy((samples / "policy.yaml").read_bytes(), lambda name: (samples / name).read_bytes())
    policy = LocalPolicy.model_validate(read.local)
    assert len(targets_of(policy.targets)) == 2 + len(policy.targets.measures) > 2
