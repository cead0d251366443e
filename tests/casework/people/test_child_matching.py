"""Which requests may be for one child."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people.child import Details
from casework.people.child_matching import (
    SAME_NAME,
    first_repeated,
    is_same_name,
    match,
    may_be_same,
    may_join,
    name_key,
    why_ask,
)

BORN, LATER = date(2015, 5, 5), date(2016, 5, 5)
CHILDREN = st.lists(
    st.tuples(
        st.sampled_from(["Wren Example", "example, wren", "Robin"]), st.sampled_from([None, BORN, LATER])
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Wren Example", BORN), ("  wren  EXAMPLE ", BORN), True),
        (("Wren Example", BORN), ("Example, Wren", BORN), True),
        (("Wren O'Example", BORN), ("Wr\u00e9n O\u2019Example", None), True),
        (("Wren Example", None), ("Wren Example", None), True),
        (("Wren Example", BORN), ("Wren Example", LATER), False),
        (("Wren Example", BORN), ("Robin Example", BORN), False),
    ],
)
def test_the_name_is_compared_plainly_and_two_dates_of_birth_that_differ_tell_children_apart(
    one: tuple[str, date | None], other: tuple[str, date | None], same: bool
) -> None:
    assert may_be_same(*one, *other) is may_be_same(*other, *one) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sean O'Brien", "Sean OBrien"),
        ("Sean O\u02bcBrien", "sean obrien"),
        ("Anne-Marie Smith", "Annemarie Smith"),
        ("Smith, Anne Marie", "Annemarie Smith"),
        ("Mary Ann Lee", "Ann Lee Mary"),
        ("\u0141ukasz Nowak", "Lukasz Nowak"),
        ("\u00d8st Fri\u00f0riksd\u00f3ttir", "Ost Fridriksdottir"),
        ("\u0110\u1eb7ng V\u0103n", "Dang Van"),
        ("Stra\u00dfe \u00c6sa \u0152uf \u00de\u00f3r", "STRASSE AESA OEUF THOR"),
        ("I\u015f\u0131k \u0130brahim", "Isik Ibrahim"),
        ("\u0181ello \u0186k\u0254", "Bello Oko"),
    ],
)
def test_separators_and_marks_on_latin_letters_do_not_tell_two_names_apart(one: str, other: str) -> None:
    assert is_same_name(one, other) and is_same_name(other, one)
    assert name_key(one) == name_key(other)
    assert name_key(one).isascii()


@pytest.mark.parametrize(("one", "other"), [("Nadia Khan", "Aidan Khan"), ("Amy Sample", "May Sample")])
def test_names_with_the_same_letters_in_another_order_are_two_names(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    assert not is_same_name(one, other)
    assert match(Details(one, BORN), Details(other, BORN)) != match(Details(one, BORN), Details(one, BORN))
    assert why_ask(Details(one, BORN), Details(other, BORN)) is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_same_names_always_have_the_same_key(one: str, other: str) -> None:
    assert is_same_name(one, one)
    assert not is_same_name(one, other) or name_key(one) == name_key(other)


@given(CHILDREN)
def test_the_first_pair_in_a_file_is_found_wherever_it_stands(
    children: list[tuple[str, date | None]],
) -> None:
    pairs = [
        (first, second)
        for second in range(len(children))
        for first in range(second)
        if may_be_same(*children[first], *children[second])
    ]
    assert first_repeated(children) == (pairs[0] if pairs else None)


WREN = Details("Wren Example", BORN)


@pytest.mark.parametrize(
    ("one", "other", "kind", "because"),
    [
        (WREN, Details("Example, Wren", BORN), "same", "the name and the date of birth are the same"),
        (WREN, Details("Wren Example"), "near", "the name is the same, and no two dates of birth differ"),
        (WREN, Details("Wren Exampel", BORN), "near", "the date of birth is the same, and the names are alike"),
        (WREN, Details("Wren Example", LATER), None, None),
        (WREN, Details("Robin Other", BORN), None, None),
        (replace(WREN, upn="A"), Details("Wren Example", None, "A"), "same", "the unique pupil number is the same, and so is the name"),
        (replace(WREN, upn="A"), Details("Wren New", BORN, "A"), "near", "the unique pupil number is the same, but not the name"),
        (replace(WREN, upn="A"), replace(WREN, upn="B"), "near",
         "the name and the date of birth are the same, but not the unique pupil number"),
        (replace(WREN, nhs_number="1"), Details("Wren Example", LATER, None, "1"), "near",
         "the NHS number is the same, but not the date of birth"),
    ],
)  # fmt: skip
def test_a_match_says_how_two_children_are_alike(
    one: Details, other: Details, kind: str | None, because: str | None
) -> None:
    for found in (match(one, other), match(other, one)):
        assert (found.kind if found else None, found.because if found else None) == (kind, because)


@pytest.mark.parametrize(
    ("asked", "known", "joins"),
    [
        (WREN, WREN, True),
        (Details("Wren Example", None, "A"), replace(WREN, upn="A"), True),
        (replace(WREN, upn="A"), Details("Wren Example", None, "A"), False),
        (Details("Wren Example"), WREN, False),
        (Details("Wren Example"), Details("Wren Example"), False),
        (replace(WREN, upn="A"), replace(WREN, upn="B"), False),
        (replace(WREN, name="Wren Exampel"), WREN, False),
    ],
)
def test_a_request_joins_a_record_where_nothing_is_in_doubt_and_no_right_moves(
    asked: Details, known: Details, joins: bool
) -> None:
    assert may_join(asked, known) is joins


@pytest.mark.parametrize(
    ("asked", "known", "why"),
    [
        (WREN, Details("Example, Wren"), SAME_NAME),
        (replace(WREN, upn="A"), Details("Robin Other", LATER, "A"),
         "the unique pupil number is the same, but not the date of birth or the name"),
        (WREN, Details("Wren Example", LATER), None),
        (WREN, Details("Wren Exampel", BORN), None),
    ],
)  # fmt: skip
def test_a_person_is_asked_before_a_second_case_by_name_or_by_number(
    asked: Details, known: Details, why: str | None
) -> None:
    assert why_ask(asked, known) == why
