"""The national code list, and what the law makes of each kind."""

from __future__ import annotations

import pytest

from casework.settings.kinds import KINDS, TYPES, kind, kind_on_register


def test_every_type_has_a_kind_and_every_kind_says_what_the_law_makes_of_it() -> None:
    assert {row.kind for row in TYPES} | {row.in_a_hospital for row in TYPES if row.in_a_hospital} == set(
        KINDS
    )
    assert len({row.code for row in TYPES}) == len({row.name for row in TYPES}) == len(TYPES)
    for each in KINDS.values():
        assert each.law and each.words and each.request in ("yes", "no", "approved", "unknown")
        assert not each.presumed or each.request == "yes"


@pytest.mark.parametrize(
    ("name", "code", "presumed", "asked"),
    [
        ("Voluntary aided school", "02", True, "yes"),
        ("Academy converter", "34", True, "yes"),
        ("Local authority nursery school", "15", True, "yes"),
        ("Further education", "18", True, "yes"),
        ("Pupil referral unit", "14", False, "no"),
        ("Academy alternative provision converter", "42", False, "yes"),
        ("Free schools - alternative provision", "38", False, "yes"),
        ("Secure units", "24", False, "no"),
        ("Academy secure 16 to 19", "57", False, "unknown"),
        ("Offshore schools", "25", False, "no"),
        ("Service Childrens Education", "26", False, "no"),
        ("Welsh establishment", "30", False, "unknown"),
        ("Community special school", "07", False, "yes"),
        ("Non-Maintained Special School", "08", False, "yes"),
        ("Other independent school", "11", False, "approved"),
        ("City technology college", "06", False, "approved"),
        ("Special post 16 institution", "32", False, "approved"),
        ("Miscellaneous", "27", False, "unknown"),
    ],
)
def test_the_kind_is_read_from_the_name_of_the_type_or_its_code(
    name: str, code: str, presumed: bool, asked: str
) -> None:
    found = kind_on_register(name)
    assert (found.presumed, found.request) == (presumed, asked)
    assert kind_on_register(" ", code.lstrip("0")) == kind_on_register(name, "01") == found


@pytest.mark.parametrize(("name", "code"), [("", ""), ("Academy of the air", "01"), ("", "99"), ("", "x")])
def test_a_type_that_is_not_on_the_list_is_unknown_and_never_mainstream(name: str, code: str) -> None:
    assert kind_on_register(name, code) == kind("no such code") == KINDS["unknown"]


def test_a_maintained_special_school_in_a_hospital_is_not_taken_for_one_that_can_be_asked_for() -> None:
    assert kind_on_register("Community special school", "", "Sample Hospital School").request == "unknown"
    assert kind_on_register("Academy special converter", "", "Sample Hospital School").request == "yes"
