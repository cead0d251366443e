"""The advisory tailored list: what is on it, what is not, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.settings.kinds import KINDS
from casework.settings.settings import METRES_IN_A_MILE, NEEDS, SERVES, Directory, Setting
from casework.settings.tailored_list import RIGHTS, TailoredList, Wishes, tailored_list

HERE = (400_000, 290_000)
WISHES = Wishes(age=8, needs=("ASD",), easting=HERE[0], northing=HERE[1])


def setting(urn: str, miles: float = 1.0, **more: object) -> Setting:
    found = Setting(
        urn, f"School {urn}", "mainstream", "Sample", 4, 11, True, easting=HERE[0] + round(miles * METRES_IN_A_MILE), northing=HERE[1]
    )  # fmt: skip
    return replace(found, **more)  # type: ignore[arg-type]


def made(*settings: Setting, wishes: Wishes = WISHES) -> TailoredList:
    return tailored_list(Directory(settings, "2026-09-01"), wishes)


def why_not(*settings: Setting, wishes: Wishes = WISHES) -> dict[str, str]:
    return {miss.urn: miss.why_not for miss in made(*settings, wishes=wishes).near_misses}


def test_a_setting_that_declares_the_main_need_stands_before_a_nearer_one_that_does_not() -> None:
    special = setting("2", 5, kind="special", needs=frozenset({"ASD"}))
    found = made(setting("1", 1), special, setting("3", 2))
    assert [entry.urn for entry in found.entries] == ["2", "1", "3"]
    assert "declares provision for autism" in found.entries[0].reasons
    assert (
        "is mainstream, which the law presumes unless the family wants otherwise (s.33)"
        in found.entries[1].reasons
    )
    assert found.entries[0].miles == 5.0
    assert (found.data_as_at, found.rights) == ("2026-09-01", RIGHTS)


def test_every_near_miss_says_why_it_is_not_on_the_list() -> None:
    said = why_not(
        setting("far", 12),
        setting("old", low_age=10, high_age=16),
        setting("full", places=100, on_roll=100),
        setting("private", kind="independent", needs=frozenset({"ASD"})),
        setting("other", kind="special", needs=frozenset({"HI"})),
        setting("early", phase="nursery"),
        setting("closed", is_open=False),
    )
    assert said["far"] == "It is 12.0 miles away; the list reaches 10."
    assert said["old"] == "It takes ages 10 to 16, and the age here is 8."
    assert said["full"].startswith("The register shows it as full: 100 on roll, 100 places.")
    assert "not approved under section 41" in said["private"]
    assert said["other"] == "It does not declare provision for autism."
    assert said["early"] == "It is a nursery; the list is for primary."
    assert "closed" not in said


def test_what_fits_beyond_the_length_of_the_list_is_a_near_miss_too() -> None:
    found = made(*(setting(str(n), n / 10) for n in range(1, 6)), wishes=replace(WISHES, most=3))
    assert [entry.urn for entry in found.entries] == ["1", "2", "3"]
    assert [(miss.urn, miss.why_not) for miss in found.near_misses] == [
        (urn, "Others fit better or are nearer; the list holds 3.") for urn in ("4", "5")
    ]


def test_near_misses_that_differ_only_in_distance_are_named_up_to_a_limit_and_then_counted() -> None:
    near = [setting(f"near-{n}", 1 + n / 100) for n in range(60)]
    far = [setting(f"far-{n}", 10.5 + n / 100) for n in range(50)]
    wrong = [setting(f"wrong-{n}", 2, kind="special", needs=frozenset({"HI"})) for n in range(70)]
    found = made(*near, *far, *wrong)
    assert [
        len([m for m in found.near_misses if m.urn.startswith(kind)]) for kind in ("near", "far", "wrong")
    ] == [40, 40, 70]
    assert found.others == (
        "8 more fit, but others fit better or are nearer; the list holds 12.",
        "10 more fit, but are more than 10 miles away, like the nearest of them above.",
    )


@pytest.mark.parametrize(
    ("age", "asked", "served"),
    [
        (4, None, {"nursery", "primary", "all_through", "middle", ""}),
        (8, None, {"primary", "all_through", "middle", ""}),
        (11, None, {"primary", "secondary", "all_through", "middle", ""}),
        (17, None, {"secondary", "post_16", "all_through", "middle", ""}),
        (11, "secondary", {"secondary", "all_through", "middle", ""}),
    ],
)
def test_a_list_is_for_the_phase_that_the_age_says_or_that_of_a_coming_move(
    age: int, asked: str | None, served: set[str]
) -> None:
    each = [setting(phase or "none", phase=phase, low_age=0, high_age=25) for phase in SERVES]
    found = made(*each, wishes=replace(WISHES, age=age, phase=asked))
    assert {entry.urn for entry in found.entries} == {phase or "none" for phase in served}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("pupil_referral_unit", "It is a pupil referral unit. It is not of a kind in section 38(3)."),
        ("secure", "It is a secure unit, where a court or a local authority places a child. It is not of a kind in section 38(3)."),
        ("overseas", "It is a school outside England and Wales. It is not of a kind in section 38(3)."),
        ("special_post_16", "It is a special post-16 institution that is not approved under section 41."),
        ("wales", "It is a school in Wales, and the register does not record of which kind. We must check"),
        ("unknown", "It is of a kind that we do not know. We must check whether the law lets a family ask for it."),
        ("a kind of a later release", "It is of a kind that we do not know."),
    ],
)  # fmt: skip
def test_a_kind_that_a_family_has_no_right_to_is_a_near_miss_with_the_reason(kind: str, said: str) -> None:
    one = setting("1", kind=kind, needs=frozenset({"ASD"}))
    assert why_not(one)["1"].startswith(said)
    (asked,) = made(one, wishes=replace(WISHES, asked_for=("1",))).entries
    assert asked.cautions[0].startswith(said)
    assert "mainstream" not in " ".join(asked.reasons)


def test_alternative_provision_may_be_on_the_list_and_is_not_called_mainstream() -> None:
    one = setting("1", kind="alternative_provision", needs=frozenset({"ASD"}))
    (entry,) = made(one).entries
    assert "is an alternative provision Academy" in entry.reasons
    assert "mainstream" not in " ".join(entry.reasons)
    assert why_not(replace(one, needs=frozenset()))["1"] == "It does not declare provision for autism."


def test_a_setting_without_ages_is_a_near_miss_unless_the_family_asks_for_it() -> None:
    one = setting("1", low_age=None, high_age=None)
    assert why_not(one)["1"] == "The register does not give the ages that it takes."
    (asked,) = made(one, wishes=replace(WISHES, asked_for=("1",))).entries
    assert not any(reason.startswith("takes ages") for reason in asked.reasons)


def test_an_independent_school_approved_under_section_41_may_be_on_the_list() -> None:
    approved = setting("1", kind="independent", section_41=True, needs=frozenset({"ASD"}))
    assert "is approved under section 41" in made(approved).entries[0].reasons


def test_a_resourced_provision_is_full_by_its_own_places_and_not_by_the_schools() -> None:
    unit = {"resourced": True, "needs": frozenset({"ASD"}), "places": 100, "on_roll": 100}
    free = setting("1", resourced_places=10, resourced_on_roll=8, **unit)
    full = setting("2", resourced_places=10, resourced_on_roll=10, **unit)
    assert "8 in 10 places of its resourced provision" in made(free).entries[0].reasons
    assert "10 in 10 places" in why_not(full)["2"]


def test_the_familys_own_choice_comes_first_whatever_speaks_against_it() -> None:
    far = setting("far", 60, kind="special", needs=frozenset({"HI"}))
    wishes = replace(WISHES, asked_for=("far", "The Invented School"))
    first, second, third = made(setting("1"), far, wishes=wishes).entries
    assert (first.urn, first.by, first.reasons[0]) == ("far", "family", "the family asks for it")
    assert first.cautions == ("It does not declare provision for autism.",)
    assert (second.urn, second.name, second.by) == (None, "The Invented School", "family")
    assert (third.urn, third.by) == ("1", "authority")


def test_a_setting_that_is_proposed_to_close_has_a_caution() -> None:
    assert made(setting("1", closing=True)).entries[0].cautions == ("proposed to close",)


SETTINGS = st.builds(
    setting,
    st.uuids().map(str),
    st.floats(0, 25),
    kind=st.sampled_from(sorted(KINDS)),
    low_age=st.integers(0, 12),
    high_age=st.integers(12, 25),
    is_open=st.booleans(),
    section_41=st.booleans(),
    needs=st.frozensets(st.sampled_from(sorted(NEEDS)), max_size=3),
    places=st.none() | st.integers(1, 50),
    on_roll=st.none() | st.integers(0, 60),
)


@given(
    st.lists(SETTINGS, max_size=30), st.integers(0, 25), st.lists(st.sampled_from(sorted(NEEDS)), max_size=2)
)
def test_every_entry_has_reasons_every_miss_a_why_and_nothing_is_told_twice(
    settings: list[Setting], age: int, needs: list[str]
) -> None:
    asked = tuple(one.urn for one in settings[:1])
    wishes = replace(WISHES, age=age, needs=tuple(needs), asked_for=asked)
    found = made(*settings, wishes=wishes)
    urns = [entry.urn for entry in found.entries] + [miss.urn for miss in found.near_misses]
    assert len(urns) == len(set(urns))
    assert all(entry.reasons for entry in found.entries) and all(miss.why_not for miss in found.near_misses)
    assert [entry.urn for entry in found.entries if entry.by == "family"] == list(asked)
    by_urn = {one.urn: one for one in settings}
    for entry in found.entries:
        if entry.by == "authority":
            one = by_urn[str(entry.urn)]
            assert one.is_open and one.why_not_requested is None
            assert one.low_age is not None and one.high_age is not None and one.low_age <= age <= one.high_age
            assert entry.miles is not None and entry.miles <= wishes.miles + 0.05
