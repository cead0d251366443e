"""The reader of a process page: what they may see, and what the page reads from the records through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from casework.authority.local_policy import LocalPolicy
from casework.authority.profile import Profile
from casework.plans.plan_in_force import PlanInForce
from casework.processes.page import Cell, Happened, Tag, Words
from casework.processes.question import Option


class Reader(Protocol):
    """A person who reads a page. What they may not see is left out, as if it did not exist."""

    @property
    def id(self) -> str:
        """The id of the person."""

    @property
    def today(self) -> date:
        """The local day."""

    @property
    def policy(self) -> LocalPolicy:
        """The council's own policy."""

    @property
    def sees_own_only(self) -> bool:
        """Whether they see only their own processes."""

    @property
    def acts_in_all(self) -> bool:
        """Whether they may act in every process of the group, not only in their own."""

    def may_act(self, process_id: str, action: str | None = None) -> bool:
        """Whether they may record an act in a process, or any act if `action` is None."""

    def sees_case(self, case: str) -> bool:
        """Whether they may see a case."""

    def reads_case(self, case: str) -> bool:
        """Whether they may see the personal data of a case."""

    def acts_in_case(self, case: str) -> bool:
        """Whether they may record acts in a case."""

    def name_of(self, person: str) -> str:
        """The name of a person, or their id if no name is known."""

    def setting_called(self, setting: str | None) -> str:
        """The name and number of a setting, or its number if the register does not have it; empty for None."""

    def child_of(self, case: str) -> str | None:
        """The name of the child of a case, or None if the reader may not see it."""

    def child_without_case(self, process_id: str, child_id: str) -> str | None:
        """The name of the child that a process without a case is about, or None if the reader may not see it."""

    def cases_of_child(self, child_id: str) -> tuple[str, ...]:
        """The cases of a child that the reader may see."""

    def early_support_of(self, case: str) -> str:
        """The early support of a case's child in one line, or an empty text if there is none or they may not see it."""

    def history(self, process_id: str, owner: str | None) -> tuple[Happened, ...]:
        """What happened in a process, latest first, with the entered text if the reader may see it."""

    def staff(self, *roles: str) -> tuple[Option, ...]:
        """The staff with any of these roles, as options."""

    @property
    def profile(self) -> Profile | None:
        """The authority's profile, or None if it is not loaded."""

    def contact_of(self, person: str) -> str:
        """How to reach a member of staff or a mediator, or an empty text if it is not known."""

    def officer_of(self, case: str) -> str | None:
        """The officer of a case, or None."""

    def family_of(self, process_id: str, case: str) -> tuple[tuple[str, str], ...]:
        """The family of a case as name and contact, for one of the people of the process or of the case's team."""

    def documents_of(self, case: str) -> tuple[Option, ...]:
        """The documents of a case, as options."""

    def plans_of(self, case: str) -> tuple[Option, ...]:
        """The versions of the plan of a case, latest first, as options."""

    def plan_in_force(self, case: str, paper: str | None) -> PlanInForce | None:
        """The version of a plan that was sent last, or None if none is kept or they may not see personal data of the case."""

    def born_on(self, case: str) -> date | None:
        """The child's date of birth, or None if it is not recorded or they may not see it."""

    def under_way(self, case: str, process_id: str) -> tuple[Cell, ...]:
        """The open processes of a case's child besides this one, and their other open cases, each with a link."""

    def page_of_plan(self, process_id: str) -> str | None:
        """The address of the page of the plan that a process belongs to, or None if there is none or they may not see it."""

    def setting_of_plan(self, process_id: str) -> str | None:
        """The setting of the plan that a process belongs to, or None if it is not known."""

    def shown(self, process_id: str) -> tuple[str, Tag] | None:
        """The title and the stage of a process as its own page has them, or None if there is no such process."""

    def planned_meeting(self, process_id: str) -> date | None:
        """The day that was accepted for the meeting of a review in the year planner, or None."""

    def calls_about(self, found: str, fields: Mapping[str, str]) -> tuple[Words, ...]:
        """Links to the forms that call a process about what was found, filled in with these answers."""

    def cases_in(self, stages: Sequence[str]) -> tuple[Option, ...]:
        """The open cases in some stages in which they may act, as options, their own first."""

    def last_called(self) -> Mapping[str, Any] | None:
        """The state of the latest process of the group that people called, or None."""

    def others(self, process_id: str) -> Sequence[Mapping[str, Any]]:
        """The other processes of the same kind, as in a list."""
