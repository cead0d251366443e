"""The choice of a mediator."""

from __future__ import annotations

from casework.processes.mediation.mediator_choice import next_mediator


def test_the_mediator_with_the_fewest_open_mediations_is_invited_or_the_first_of_equals() -> None:
    assert next_mediator(("a", "b", "c"), {"a": 2, "b": 1, "c": 1}, ()) == "b"
    assert next_mediator(("a", "b"), {}, ()) == "a"


def test_no_mediator_is_asked_twice_and_none_may_be_left() -> None:
    assert next_mediator(("a", "b"), {"b": 9}, ("a",)) == "b"
    assert next_mediator(("a", "b"), {}, ("b", "a")) is None
    assert next_mediator((), {}, ()) is None
