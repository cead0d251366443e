"""The refusals that every use case may raise. Importing this module does not load Temporal."""

from __future__ import annotations

from collections.abc import Mapping

from casework.processes.registry import PROCESSES, process_of
from statute.words import listed

_BEGINNINGS = listed((f"{process.noun}-" for process in PROCESSES), "or")
_OTHER_IDS: Mapping[str, tuple[str, str]] = {
    "case": ("a case", "open the case and choose there; `ehcp show CASE` lists what belongs to it"),
    "child": ("a child", "open a case of the child and choose there"),
    "party": ("a person of a case", "open the case and choose there"),
    "plan": ("a plan", "open the case and choose there"),
    "list": ("a tailored list", "open the case and choose there"),
    "doc": ("a document", "open the case and choose there"),
    "urn": ("a school or college", "open the case and choose there"),
}
"""What the first part of an id names, and what to do where a process was asked for."""


class ActRefused(Exception):  # noqa: N818 - named for what it says
    """A request is refused. The message is the whole answer to the person."""


class NoSuchCase(ActRefused):
    """No case has this id."""


def no_such_case(case_id: str) -> NoSuchCase:
    """Return the refusal for an unknown case."""
    return NoSuchCase(f"There is no case {case_id!r}; `ehcp cases` lists them.")


class NoSuchChild(ActRefused):
    """No child has this id, or this person may not see the child. The message does not say which."""


def no_such_child(child_id: str) -> NoSuchChild:
    """Return the refusal for a child who is unknown, or who this person may not see."""
    return NoSuchChild(f"There is no child {child_id!r}; `ehcp child find` lists those that you may see.")


class ActedSince(ActRefused):
    """Another person has acted since this person loaded the page. `now` is the current step."""

    def __init__(self, sentence: str, now: int | None) -> None:
        super().__init__(sentence)
        self.now = now


class Unconfirmed(Exception):  # noqa: N818 - named for what it says
    """An act was sent to a workflow, and it is not known whether it was recorded.

    The message says why and what to do.
    """

    def __init__(self, workflow_id: str, why: str) -> None:
        super().__init__(
            f"It is not confirmed: {why}. It may still be recorded; check {workflow_id} before you do it again."
        )


def no_such_process(process_id: str) -> ActRefused:
    """Return the refusal for a process that does not exist, or that this person may not see. It does not say which."""
    process = process_of(process_id)
    if process is None:
        return ActRefused(_not_of_a_process(process_id))
    group = process.group
    return ActRefused(f"There is no {group.noun} {process_id!r}; `{group.lists}` lists them.")


def _not_of_a_process(written: str) -> str:
    """Return why an id is not that of a process, by what it looks like, and what to do."""
    kind, _, rest = written.partition("-")
    if rest and kind in _OTHER_IDS:
        thing, then = _OTHER_IDS[kind]
        return f"{written!r} is the number of {thing}; {then}."
    return f"{written!r} is not a number that this service gives; such a number begins with {_BEGINNINGS}, so copy it from its list."
