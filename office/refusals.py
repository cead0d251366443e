"""What every way in answers when it does not do what was asked. Light to import: reading needs no Temporal."""

from __future__ import annotations

from casework.processes.registry import process_of


class ActRefused(Exception):  # noqa: N818 - named for what it says
    """An act may not be recorded, or a case not opened: the message is the whole answer."""


class NoSuchCase(ActRefused):
    """There is no case of this id."""


def no_such_case(case_id: str) -> NoSuchCase:
    """The answer for an unknown case."""
    return NoSuchCase(f"There is no case {case_id!r}; `ehcp cases` lists them.")


class NoSuchChild(ActRefused):
    """There is no child of this id, or none that this person may see: which of the two is not told."""


def no_such_child(child_id: str) -> NoSuchChild:
    """The answer for a child that is unknown, or that this person may not see."""
    return NoSuchChild(f"There is no child {child_id!r}; `ehcp child find` lists those that you may see.")


class ActedSince(ActRefused):
    """Somebody has acted since the person looked: they look again, and may then go on. `now` is the step that it is at."""

    def __init__(self, sentence: str, now: int | None) -> None:
        super().__init__(sentence)
        self.now = now


class Unconfirmed(Exception):  # noqa: N818 - named for what it says
    """An act was sent to a workflow, and nobody knows yet whether it was taken: why, and what to do."""

    def __init__(self, workflow_id: str, why: str) -> None:
        super().__init__(
            f"It is not confirmed: {why}. It may yet be recorded; look at {workflow_id} before you do it again."
        )


def no_such_process(process_id: str) -> ActRefused:
    """The answer for an id that is no process, or one that this person may not know of: which of the two is not told."""
    process = process_of(process_id)
    if process is None:
        return ActRefused(f"There is no process {process_id!r}; look at its case for those that there are.")
    group = process.group
    return ActRefused(f"There is no {group.noun} {process_id!r}; `{group.lists}` lists them.")
