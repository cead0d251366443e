"""Text and numbers that no database can hold are found wherever they are nested."""

from __future__ import annotations

from typing import Any

import pytest

from casework.readable_text import NOT_UTF8, NUL, TOO_DEEP, TOO_LARGE, fault_in, fault_of_text


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"a": ["b", {"c/d": "x\0y"}]}, ("/a/1/c~1d", NUL)),
        ({"a\0": 1}, ("", NUL)),
        (["\ud800"], ("/0", NOT_UTF8)),
        ({"n": 10**30}, ("/n", TOO_LARGE)),
        ({"n": -(2**63) + 1, "ok": True, "f": 1.5, "none": None, "text": "Łukasz 陈"}, None),
    ],
)
def test_the_first_fault_is_told_with_its_place(value: Any, found: tuple[str, str] | None) -> None:
    assert fault_in(value) == found


def test_what_is_nested_too_deeply_is_refused() -> None:
    value: Any = "x"
    for _ in range(2000):
        value = [value]
    found = fault_in(value)
    assert found is not None and found[1] == TOO_DEEP


def test_ordinary_text_passes() -> None:
    assert fault_of_text("Seán Ó Briain\nتجربة 🙂") is None
