"""What the pages of processes may read from the records for one person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Role, Scope, Thing, refused, scope_of
from casework.authority.local_policy import LocalPolicy
from casework.authority.profile import Profile, profile_of
from casework.case.ledger_line import LedgerLine
from casework.people.child import is_child_id
from casework.people.parties import FAMILY, called
from casework.plans.plan_in_force import PlanInForce
from casework.processes.group import Group
from casework.processes.page import Cell, Happened, Tag, Words
from casework.processes.process import Process
from casework.processes.question import Option
from casework.processes.registry import BY_KIND, PROCESSES, of_group, process_of
from office.early_support import lines_of
from office.gate import refused_in_process, thing_of
from office.permits import cases_reached
from office.plan_in_force import in_force
from office.processes import content_for
from records import (
    cases,
    children,
    documents,
    ledger,
    local_policy,
    parties,
    people,
    planned_reviews,
    plans,
    processes,
    staff,
    tray,
)
from records.cases import CaseRow
from records.database import Database
from records.profile import profile_content
from records.tray import Wanted, Within
from starter.console.views.person_options import first_mine
from starter.console.views.setting_names import setting_called
from starter.console.views.under_way import under_way
from statute.local_time import london_date
from statute.words import capital, short_date

_MOST_CASES = 200
"""The most cases of one stage to choose from."""


def _worth_reading(process_id: str, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """Return the lines that tell a person something.

    Left out are which way the letters of an act leave, and a look-up of the service that found the same as before.
    """
    process = process_of(process_id)
    automatic = process.automatic if process is not None else frozenset()
    found: list[LedgerLine] = []
    last: dict[str, str] = {}
    for line in lines:
        says_the_way = line.event == "not_told" and line.text.lower().startswith("the case is closed")
        is_repeated = line.event in automatic and last.get(line.event) == line.text
        last[line.event] = line.text
        if not says_the_way and not is_repeated:
            found.append(line)
    return found


def _case_text(row: CaseRow, names: Mapping[str, str]) -> str:
    due = f", due {short_date(row.next_due_on)}" if row.next_due_on else ""
    return f"{names.get(row.case_id, 'No name')} ({row.case_id}){due}"


@dataclass(frozen=True)
class PageReader:
    """A person who reads the pages of a group. `samples` is the demo users, who may not have signed in yet."""

    database: Database
    person: Person
    group: Group
    today: date
    samples: Mapping[str, Person] = field(default_factory=dict)
    _children: dict[str, str | None] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the id of the person."""
        return self.person.id

    @cached_property
    def policy(self) -> LocalPolicy:
        """Return the council's own policy."""
        with self.database.read() as session:
            return local_policy.policy_now(session)

    @cached_property
    def sees_own_only(self) -> bool:
        """Whether the person sees only their own processes."""
        return scope_of(self.person, self.group.rights.see) is Scope.OWN

    @cached_property
    def acts_in_all(self) -> bool:
        """Whether the person may act in every process of the group."""
        return scope_of(self.person, self.group.rights.act) is Scope.ALL

    @cached_property
    def acts_at_all(self) -> bool:
        """Whether the person may act in any process of the group."""
        return scope_of(self.person, self.group.rights.act) is not None

    def may_act(self, process_id: str, action: str | None = None) -> bool:
        """Whether the person may record this act in a process or, without an act, any act."""
        thing = self._thing(process_id)
        if action is None:
            return refused(self.person, self.group.rights.act, thing) is None
        return refused_in_process(self.person, process_id, action, thing) is None

    def may(self, right: Right, of: str) -> bool:
        """Whether the person has a right in a case or process."""
        return refused(self.person, right, self._thing(of)) is None

    def sees_case(self, case: str) -> bool:
        """Whether the person may see a case."""
        return self.may(Right.SEE_CASE, case)

    def reads_case(self, case: str) -> bool:
        """Whether the person may see personal data in a case."""
        return self.may(Right.SEE_PERSONAL, case)

    def acts_in_case(self, case: str) -> bool:
        """Whether the person may record acts in a case."""
        return self.may(Right.ACT, case)

    def name_of(self, person: str) -> str:
        """Return the name of a member of staff, or their id if the name is not known."""
        return self._names.get(person, person)

    def setting_called(self, setting: str | None) -> str:
        """Return the name and number of a setting, or its number if the register does not have it; empty for None."""
        return setting_called(self.database, setting) if setting else ""

    def child_of(self, case: str) -> str | None:
        """Return the name of the child, or None if the person may not see it."""
        if case in self._children:
            return self._children[case]
        if not self.reads_case(case):
            return None
        with self.database.read() as session:
            intake = people.intake_of(session, case)
        return intake.child_name if intake else None

    def look_up_children(self, session: Session, case_ids: Collection[str]) -> None:
        """Look the children of all cases of a list up at once, so that `child_of` reads nothing for each row."""
        read = cases_reached(session, self.person, Right.SEE_PERSONAL, case_ids)
        names = tray.names_of(session, read)
        self._children.update({case_id: names.get(case_id) for case_id in case_ids})

    def child_without_case(self, process_id: str, child_id: str) -> str | None:
        """Return the name of the child that a process without a case is about, or None if the person may not see it."""
        if not self.may(Right.SEE_PERSONAL, process_id):
            return None
        with self.database.read() as session:
            found = children.details_of_children(session, [child_id]).get(child_id)
        return found.name if found is not None else None

    def cases_of_child(self, child_id: str) -> tuple[str, ...]:
        """Return the cases of a child that the person may see."""
        with self.database.read() as session:
            found = children.cases_of(session, children.group(session, child_id))
        return tuple(each for each in found if self.sees_case(each))

    def early_support_of(self, case: str) -> str:
        """Return the early support of a case's child in one line; empty without any, or if the person may not see it."""
        if not self.reads_case(case):
            return ""
        with self.database.read() as session:
            return lines_of(session, [case], self.today).get(case, "")

    def history(self, process_id: str, owner: str | None) -> tuple[Happened, ...]:
        """Return what happened in a process, newest first, with the notes if the person may read them."""
        reads = owner is not None and (
            self.person.id in self._thing(process_id).people
            or self.may(Right.SEE_PERSONAL, process_id if is_child_id(owner) else owner)
        )
        with self.database.read() as session:
            lines = ledger.facts_of(session, process_id)
            notes = people.notes_of(session, owner) if reads and owner is not None else {}
        return tuple(
            Happened(
                capital(line.text),
                line.on,
                self.name_of(line.by) if line.by else None,
                tuple(notes[str(value)] for value in line.fields.values() if str(value) in notes),
            )
            for line in reversed(_worth_reading(process_id, lines))
        )

    def staff(self, *roles: str) -> tuple[Option, ...]:
        """Return the staff with one of these roles, by name and the reader first, including the demo users."""
        with self.database.read() as session:
            known = {
                str(one["id"]): str(one["name"])
                for one in staff.people(session)
                if set(roles) & set(one["roles"])
            }
        wanted = {Role(role) for role in roles}
        known |= {one.id: one.name for one in self.samples.values() if wanted & one.roles}
        by_name = sorted(known.items(), key=lambda one: one[1])
        return first_mine(((each, f"{name} ({each})") for each, name in by_name), self.person)

    @property
    def profile(self) -> Profile | None:
        """Return the profile of the council, or None."""
        with self.database.read() as session:
            content = profile_content(session)
        return profile_of(content) if content else None

    def contact_of(self, person: str) -> str:
        """Return how to reach a member of staff or a mediator: e-mail and telephone, as the profile has them."""
        profile = self.profile
        if profile is None:
            return ""
        mediator = profile.mediators.get(person)
        ways = (mediator.email, mediator.telephone) if mediator else (profile.mailboxes.get(person),)
        return ", ".join(way for way in ways if way)

    def officer_of(self, case: str) -> str | None:
        """Return the officer of a case, or None."""
        with self.database.read() as session:
            row = cases.find(session, case)
        return row.officer if row else None

    def family_of(self, process_id: str, case: str) -> tuple[tuple[str, str], ...]:
        """Return the family of a case as name and contact, for the people of the process and the team of the case."""
        if self.person.id not in self._thing(process_id).people and not self.reads_case(case):
            return ()
        with self.database.read() as session:
            found = [
                one for one in parties.of_case(session, case) if one.is_active and one.relationship in FAMILY
            ]
        return tuple(
            (
                f"{one.name or 'Name not recorded'} ({called(one.relationship)})",
                ", ".join(way for way in (one.address.email, one.address.telephone) if way)
                or "no e-mail or telephone recorded",
            )
            for one in found
        )

    def documents_of(self, case: str) -> tuple[Option, ...]:
        """Return the documents of a case as options."""
        with self.database.read() as session:
            return tuple((one.document_id, one.name) for one in documents.documents_of(session, case))

    def plans_of(self, case: str) -> tuple[Option, ...]:
        """Return the versions of the plan of a case, latest first, as options."""
        with self.database.read() as session:
            found = plans.plans_of(session, case)
        return tuple(
            (one.plan_id, f"Version {one.version}, {short_date(london_date(one.saved_at))}")
            for one in reversed(found)
        )

    def plan_in_force(self, case: str, paper: str | None) -> PlanInForce | None:
        """Return the version of a plan that was sent last, or None if none is kept or they may not see personal data."""
        if paper is None or not self.reads_case(case):
            return None
        with self.database.read() as session:
            return in_force(session, case, paper)

    def born_on(self, case: str) -> date | None:
        """Return the child's date of birth, or None if it is not recorded or they may not see it."""
        if not self.reads_case(case):
            return None
        with self.database.read() as session:
            known = children.details_of_cases(session, [case]).get(case)
        return known.born_on if known is not None else None

    def under_way(self, case: str, process_id: str) -> tuple[Cell, ...]:
        """Return the open processes of a case's child besides this one, and their other open cases, each with a link."""
        return tuple(under_way(self, case, process_id))

    def page_of_plan(self, process_id: str) -> str | None:
        """Return the address of the page of the plan that a process belongs to; None for the plan itself or without a page."""
        plan = self._plan_of(process_id)
        if plan is None or not self.may(BY_KIND[plan.kind].rights.see, plan.process_id):
            return None
        return f"{BY_KIND[plan.kind].group.shown.address}/{plan.process_id}"

    def setting_of_plan(self, process_id: str) -> str | None:
        """Return the setting of the plan that a process belongs to, or None if it is not known."""
        plan = self._plan_of(process_id)
        process = BY_KIND[plan.kind] if plan is not None else None
        life = process.life(process.state(plan.content), self.today) if process and plan else None
        return life.setting if life is not None else None

    def _plan_of(self, process_id: str) -> processes.ProcessRow | None:
        with self.database.read() as session:
            row = processes.find(session, process_id)
            process = BY_KIND[row.kind] if row is not None else None
            plan = process.plan(process.state(row.content)) if process and row else None
            return processes.find(session, plan) if plan is not None and plan != process_id else None

    def shown(self, process_id: str) -> tuple[str, Tag] | None:
        """Return the title and the stage of a process as its own page has them, or None if there is no such process."""
        with self.database.read() as session:
            row = processes.find(session, process_id)
            content = content_for(session, self.person, row) if row is not None else None
        if row is None or content is None:
            return None
        process = BY_KIND[row.kind]
        told = process.as_json(content, self.today, None)
        return process.pages.title(told), process.pages.stage(told)

    def planned_meeting(self, process_id: str) -> date | None:
        """Return the day that was accepted for the meeting of a review in the year planner, or None."""
        with self.database.read() as session:
            return planned_reviews.accepted_for(session, process_id)

    def calls_about(self, found: str, fields: Mapping[str, str]) -> tuple[Words, ...]:
        """Return links to the forms that call a process about what was found, for a person who may call it."""
        return tuple(
            Words(form.title, href=f"{process.group.shown.address}/new?{urlencode(fields)}")
            for process in PROCESSES
            if found in process.takes_up and (form := process.pages.called_by) is not None
            if scope_of(self.person, process.rights.act) is not None
        )

    def cases_in(self, stages: Sequence[str]) -> tuple[Option, ...]:
        """Return the open cases in some stages in which the person may act, their own first and then by date."""
        scope = scope_of(self.person, Right.ACT)
        if scope is None:
            return ()
        within = Within(self.id, None if scope is Scope.ALL else self.person.teams, own=False)
        with self.database.read() as session:
            rows = [
                row
                for stage in stages
                for row in tray.rows(session, within, Wanted(stage=stage), self.today, limit=_MOST_CASES)
            ]
            names = tray.names_of(session, [row.case_id for row in rows])
        rows.sort(key=lambda row: (row.officer != self.id, row.next_due_on or date.max, row.case_id))
        return tuple((row.case_id, _case_text(row, names)) for row in rows)

    def last_called(self) -> Mapping[str, Any] | None:
        """Return the state of the latest process of the group that people called, or None."""
        kinds = [one.kind for one in of_group(self.group) if one.pages.called_by is not None]
        with self.database.read() as session:
            row = processes.latest(session, kinds, by_day=self.group.by_day)
        return row.content if row is not None else None

    def others(self, process_id: str) -> Sequence[Mapping[str, Any]]:
        """Return summaries of the other processes of the same kind."""
        process = process_of(process_id)
        assert process is not None
        with self.database.read() as session:
            rows = processes.select_processes(session, (process.kind,), by_day=self.group.by_day)
        return [process.list_json(row.content, self.today) for row in rows if row.process_id != process_id]

    def may_not_call(self, process: Process[Any]) -> str | None:
        """Return why the person may not start such a process, or None. For a process in a case, rights in the case decide."""
        if process.called_with is not None:
            return refused(self.person, process.rights.act)
        return None if self.acts_in_all or process.pages.call is None else process.pages.call.not_yours

    @cached_property
    def _names(self) -> Mapping[str, str]:
        with self.database.read() as session:
            return staff.names(session)

    def _thing(self, of: str) -> Thing:
        with self.database.read() as session:
            return thing_of(session, of)
