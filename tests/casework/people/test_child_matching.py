"""Which requests may be for one child."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people.child_matching import first_repeated, may_be_same

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
