"""Who is invited to mediate."""

from __future__ import annotations

from casework.processes.mediation.mediator_choice import next_mediator


def test_the_one_with_the_fewest_open_mediations_is_invited_and_of_equals_the_first() -> None:
    assert next_mediator(("a", "b", "c"), {"a": 2, "b": 1, "c": 1}, ()) == "b"
    assert next_mediator(("a", "b"), {}, ()) == "a"


def test_nobody_is_asked_twice_and_nobody_may_be_left() -> None:
    assert next_mediator(("a", "b"), {"b": 9}, ("a",)) == "b"
    assert next_mediator(("a", "b"), {}, ("b", "a")) is None
    assert next_mediator((), {}, ()) is None
