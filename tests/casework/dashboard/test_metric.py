"""The dashboard has the Department's 26 metrics, and each can be loaded."""

from __future__ import annotations

from collections import Counter

from casework.dashboard.areas import (
    AUTHORITIES,
    AUTHORITY,
    HEALTH,
    NATIONAL,
    REGIONAL,
    REGIONS,
    authority_code,
    level_of,
)
from casework.dashboard.file_kind import KINDS
from casework.dashboard.metric import DATA_SETS, METRICS, OWN, TABS, figure_in_words
from casework.settings.kinds import KINDS as SETTING_KINDS


def test_there_are_26_metrics_on_five_tabs() -> None:
    assert len(METRICS) == 26
    assert Counter(one.tab for one in METRICS.values()) == dict(zip(TABS, (8, 6, 5, 2, 5), strict=True))
    assert all(one.definition.endswith(".") and one.denominator for one in METRICS.values())


def test_every_series_of_a_file_is_one_of_a_metric() -> None:
    known = {(one.id, part) for one in METRICS.values() for name in one.series for part in one.parts_of(name)}
    for kind in KINDS.values():
        found = {(one.metric, one.series) for one in kind.figures} - {("*", "*")}
        assert found <= known, kind.id
    loaded = {one.metric for kind in KINDS.values() for one in kind.figures}
    assert set(METRICS) == loaded - {"*"}, "each can be loaded from a file as it is published"
    assert {one.data_set for one in METRICS.values()} | {"expenditure"} == set(DATA_SETS)


def test_every_series_has_a_live_figure_or_the_metric_says_in_one_sentence_why_not() -> None:
    for one in METRICS.values():
        without = set(one.series) - set(one.live)
        assert bool(without) == bool(one.why_not_live), one.id
        assert one.why_not_live.count(".") == bool(without), one.id
    assert all(own.kinds <= set(SETTING_KINDS) for own in OWN.values())
    assert all(own.of_kinds <= set(SETTING_KINDS) for own in OWN.values())


def test_there_are_153_authorities_today() -> None:
    today = [one for one in AUTHORITIES.values() if not one.is_ended]
    assert len(today) == 153
    assert all(one.region in REGIONS for one in today)
    assert len({one.number for one in AUTHORITIES.values()}) == len(AUTHORITIES)


def test_an_area_is_known_by_its_code_or_its_name() -> None:
    assert [level_of(code) for code in ("E92000001", "E12000007", "E09000007", "E06000999", "NHS DEVON ICB - 15N")] == [
        NATIONAL, REGIONAL, AUTHORITY, AUTHORITY, HEALTH,
    ]  # fmt: skip
    assert authority_code("Bristol") == authority_code("801") == "E06000023"
    assert authority_code("Kingston Upon Hull, City of") == "E06000010" and authority_code("Nowhere") is None


def test_figures_are_written_as_a_page_shows_them() -> None:
    assert figure_in_words(58.7188, "percent") == "58.7%"
    assert figure_in_words(-0.04, "percent") == "0.0%"
    assert figure_in_words(-1234.4, "pounds") == "−£1,234"
    assert figure_in_words(None, "number") == ""
    assert figure_in_words(-0.45, "score") == "−0.45"
