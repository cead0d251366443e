"""A search by the beginning of a name finds it however its special letters and separators are written."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people.child_matching import words_of
from casework.people.name_parts import beginnings, parts_of


def finds(text: str, name: str) -> bool:
    parts = parts_of(name)
    return any(
        all(any(part.startswith(tuple(texts)) for part in parts) for texts in way) for way in beginnings(text)
    )


@pytest.mark.parametrize(
    "ways",
    [
        ("Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller"),
        ("Øe", "Oe"),
        ("Bjørn", "Bjoern", "Bjorn"),
        ("Weiß", "Weiss", "WEISS"),
        ("Æsop", "Aesop", "Asop"),
        ("Anne-Marie", "Annemarie", "Anne Marie"),
        ("O'Brien", "OBrien", "O\u2019Brien"),
        ("Łukasz", "Lukasz"),
    ],
)
def test_every_way_of_writing_a_name_finds_every_other(ways: tuple[str, ...]) -> None:
    for asked, name in product(ways, ways):
        assert finds(asked, f"Sample {name}"), (asked, name)
        assert " " in asked or finds(f"{asked} sam", f"Sample {name}"), (asked, name)


def test_what_is_another_name_is_not_found() -> None:
    assert not finds("joe", "John Sample") and finds("joe", "Joel Sample") and finds("jo", "Joe Sample")
    assert not finds("ample", "John Sample") and not finds("john x", "John Sample")


@given(st.text(alphabet="aeouäöüøßéł'- bMR", min_size=1, max_size=12), st.integers(1, 12))
def test_every_beginning_of_a_part_finds_the_name(name: str, length: int) -> None:
    for word in filter(words_of, name.split()):
        assert finds(word[:length], name) or not words_of(word[:length])
