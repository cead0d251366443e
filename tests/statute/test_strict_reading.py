"""Nothing that is given twice is lost without a word."""

from __future__ import annotations

import pytest

from statute.pack import packs_folder
from statute.strict_reading import Repeated, check_columns, json_from, yaml_from


def test_a_json_key_that_is_given_twice_is_refused() -> None:
    assert json_from('[{"a": 1}, {"a": 2}]') == [{"a": 1}, {"a": 2}]
    with pytest.raises(Repeated, match=r"The key 'a' is given twice in one object; keep one of them."):
        json_from('{"b": {"a": 1, "a": 2}}')


def test_a_yaml_key_that_is_given_twice_is_refused_with_its_line() -> None:
    assert yaml_from("a: &x {c: 1}\nb: {<<: *x, c: 2}\n") == {"a": {"c": 1}, "b": {"c": 2}}
    with pytest.raises(Repeated, match=r"The key 'a' is given twice, again on line 3; keep one of them."):
        yaml_from("a: 1\nb: 2\na: 3\n")


def test_a_column_that_is_named_twice_is_refused() -> None:
    check_columns(["a", "b", "", "", None])
    with pytest.raises(Repeated, match=r"The column 'a' is there twice; remove or rename one of them."):
        check_columns(["a", "b", "a"])


def test_no_rule_pack_gives_a_key_twice() -> None:
    for path in packs_folder().glob("*.yaml"):
        assert yaml_from(path.read_text(encoding="utf-8"))
