"""Who reads a page of a process, and what they may see: what a page asks of the records, as a way in answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from casework.authority.profile import Profile
from casework.processes.page import Happened
from casework.processes.question import Option


class Reader(Protocol):
    """Somebody who reads. What they may not see is answered as if it were not there."""

    @property
    def id(self) -> str:
        """Their id."""

    @property
    def today(self) -> date:
        """The local day."""

    @property
    def sees_own_only(self) -> bool:
        """Whether they see only the processes that are their own."""

    @property
    def acts_in_all(self) -> bool:
        """Whether they may act in every process of the group, not only in their own."""

    def may_act(self, process_id: str, action: str | None = None) -> bool:
        """Whether they may record an act in a process; without an act, anything at all."""

    def sees_case(self, case: str) -> bool:
        """Whether they may see a case."""

    def reads_case(self, case: str) -> bool:
        """Whether they may see what is personal in a case."""

    def name_of(self, person: str) -> str:
        """What a person is called; their id where no name is known."""

    def child_of(self, case: str) -> str | None:
        """The name of the child of a case, to whom may see it."""

    def history(self, process_id: str, case: str | None) -> tuple[Happened, ...]:
        """What happened in a process, the last first, with the words that were written then where they may read them."""

    def staff(self, *roles: str) -> tuple[Option, ...]:
        """Those who have one of some roles, to choose from."""

    @property
    def profile(self) -> Profile | None:
        """The particulars of the authority; None where they are not loaded."""

    def documents_of(self, case: str) -> tuple[Option, ...]:
        """The documents of a case, to choose from."""

    def others(self, process_id: str) -> Sequence[Mapping[str, Any]]:
        """The other processes of the same kind, in short."""
