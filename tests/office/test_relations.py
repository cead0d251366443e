"""No relation to a case gives a right that the direct path would refuse: sittings, disputes, tokens, views and batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casework.access.permissions import OPERATOR, RIGHTS, Person, Right, Role, Scope, refused
from casework.case.actions import Act
from casework.processes.mediation.mediation import Mediation
from casework.processes.panel import sitting as panel
from casework.processes.panel.quorum import Member
from casework.processes.panel.sitting import Sitting
from office.batches import items_shown
from office.break_glass import break_glass
from office.gate import Gate, refused_in_process, thing_of
from office.processes import content_for
from office.refusals import ActRefused
from office.register_of_staff import as_json
from office.seal import end_grant, seal, unseal
from office.tokens import create, verified
from records import access, cases, management, processes, staff
from records.database import Database
from tests.records.test_queries import ROW
from tests.starter.processes import list_case, put

NOW = datetime.now(UTC)
REASON = "A sample reason for this test."
READS = (Right.SEE_CASE, Right.SEE_PERSONAL)
OF_A_CASE = (
    *READS,
    Right.ACT,
    Right.ASSIGN,
    Right.APPROVE_EXCEPTION,
    Right.SIGN_PLAN,
    Right.SEE_DISPUTE,
    Right.ACT_IN_DISPUTE,
)


def _a(person: str, role: Role, *teams: str) -> Person:
    return Person(person, person, frozenset({role}), frozenset(teams))


PEOPLE = {
    one.id: one
    for one in (
        _a("officer-n", Role.CASE_OFFICER, "north"),
        _a("officer-s", Role.CASE_OFFICER, "south"),
        _a("manager-s", Role.TEAM_MANAGER, "south"),
        _a("head", Role.HEAD_OF_SERVICE),
        _a("chair", Role.PANEL_CHAIR),
        _a("member", Role.PANEL_MEMBER),
        _a("mediator", Role.MEDIATOR),
        _a("auditor", Role.AUDITOR),
        _a("admin", Role.ADMIN),
    )
}
OF_THE_AUTHORITY = "end_mediation"
_NUMBERS = count(1)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("relations") / "records.db"
    found = Database(f"sqlite:///{path}")
    found.migrate()
    with found.write() as session:
        for person in PEOPLE.values():
            staff.save_sign_in(session, person.id, as_json(person), NOW)
    yield found
    found.close()


@dataclass
class Listing:
    """A case on the agenda of a sitting: who listed it, whether they had the right, and at which step."""

    lister: str
    had_right: bool
    step: int


@dataclass
class World:
    """A walk: what was done in the records, and a second account of it that knows only direct rights."""

    database: Database
    gate: Gate
    step: int = 0
    officer: dict[str, str] = field(default_factory=dict)
    team: dict[str, str] = field(default_factory=dict)
    sealed: dict[str, int] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    glass: dict[str, set[str]] = field(default_factory=dict)
    sittings: dict[str, Sitting] = field(default_factory=dict)
    agenda: dict[tuple[str, str], Listing] = field(default_factory=dict)
    mediators: dict[str, tuple[str, str]] = field(default_factory=dict)
    actors: dict[str, Person] = field(default_factory=lambda: dict(PEOPLE))

    def begin(self) -> None:
        number = next(_NUMBERS)
        for team in ("north", "south"):
            case = f"case-{team}-{number}"
            self.officer[case], self.team[case] = f"officer-{team[0]}", team
            self.named[case], self.glass[case] = set(), set()
            self.save(case)
        self.call(PEOPLE["head"], ["chair", "member", "officer-s"])
        self.call(PEOPLE["manager-s"], ["manager-s", "officer-s"])

    def save(self, case: str) -> None:
        with self.database.write() as session:
            cases.save(
                session, replace(ROW, case_id=case, officer=self.officer[case], team=self.team[case]), []
            )

    # The second account.

    def role_allows(self, person: Person, right: Right, case: str) -> bool:
        scopes = [RIGHTS[right][role] for role in person.roles if role in RIGHTS[right]]
        widest = max(scopes, default=None)
        if widest is None:
            return False
        own = person.id == self.officer[case]
        return (
            own
            or widest is Scope.ALL
            or (widest is Scope.TEAM and self.team[case] in PEOPLE.get(person.id, person).teams)
        )

    def passes_seal(self, person: Person, case: str) -> bool:
        return case not in self.sealed or person.id == self.officer[case] or person.id in self.named[case]

    def direct(self, person: Person, right: Right, case: str) -> bool:
        return self.role_allows(person, right, case) and self.passes_seal(person, case)

    def may_read_as_member(self, person: Person, right: Right, case: str) -> bool:
        if right not in READS or not any(role in RIGHTS[right] for role in person.roles):
            return False
        for (its_id, listed), listing in self.agenda.items():
            one = self.sittings[its_id]
            member = person.id in {one.chair, *(each.id for each in one.members)}
            if listed != case or one.is_over or not member or listing.lister == person.id:
                continue
            if not listing.had_right:
                continue
            lister = PEOPLE.get(listing.lister, OPERATOR)
            opened = self.passes_seal(lister, case) and listing.step > self.sealed.get(case, 0)
            if case not in self.sealed or opened or person.id in self.named[case]:
                return True
        return False

    def allowed(self, person: Person, right: Right, case: str) -> bool:
        by_glass = right in READS and person.id in self.glass[case]
        return by_glass or self.direct(person, right, case) or self.may_read_as_member(person, right, case)

    # What people do.

    def call(self, who: Person, members: list[str]) -> None:
        if Scope.ALL not in {RIGHTS[Right.RUN_PANEL].get(role) for role in who.roles}:
            return
        its_id = f"sitting-{next(_NUMBERS)}"
        made = Sitting(
            its_id,
            date(2026, 6, 3),
            date(2026, 5, 27),
            members[0],
            tuple(Member(one, "health") for one in members),
        )
        self.sittings[its_id] = made
        self.keep(made)

    def keep(self, state: Sitting) -> None:
        self.sittings[state.id] = state
        with self.database.write() as session:
            put(session, "panel", state)

    def record(self, who: Person, its_id: str, action: str, case: str, **fields: Any) -> bool:
        one = self.sittings[its_id]
        act = Act(action, date(2026, 6, 3), case, fields)
        if one.is_over or (action != "list_case") is (one.item(case) is None):
            return False
        try:
            self.gate.check_process(who, its_id, action, case, fields)
        except ActRefused:
            return False
        self.keep(panel.after(one, act))
        return True

    def lists(self, who: Person, its_id: str, case: str) -> None:
        if self.record(who, its_id, "list_case", case, about="plan"):
            self.listed(who, its_id, case)

    def listed(self, who: Person, its_id: str, case: str) -> None:
        with self.database.write() as session:
            list_case(session, its_id, case, who.id, datetime.now(UTC))
        self.agenda[its_id, case] = Listing(who.id, self.direct(who, Right.ACT, case), self.step)

    def carries(self, who: Person, its_id: str, to: str, case: str) -> None:
        target = self.sittings[to]
        if to == its_id or target.is_over or target.item(case) is not None:
            return
        if self.record(who, its_id, "carry_over", case, why="not_reached", to=to):
            self.agenda.pop((its_id, case), None)
            self.keep(panel.after(target, Act("list_case", date(2026, 6, 3), case, {"about": "plan"})))
            self.listed(who, to, case)

    def seals(self, who: Person, case: str, named: set[str]) -> None:
        seal(self.gate, who, case, REASON, frozenset(named))
        self.sealed.setdefault(case, self.step)
        self.named[case] |= named

    def unseals(self, who: Person, case: str) -> None:
        unseal(self.gate, who, case)
        self.sealed.pop(case, None)

    def unnames(self, who: Person, case: str, person: str) -> None:
        end_grant(self.gate, who, case, person)
        self.named[case].discard(person)
        self.glass[case].discard(person)

    def breaks_glass(self, who: Person, case: str) -> None:
        break_glass(self.gate, who, case, REASON)
        self.glass[case].add(who.id)

    def assigns(self, who: Person, case: str, officer: str) -> None:
        self.gate.check_act(who, case, "officer_assigned", {"officer": officer})
        self.officer[case] = officer
        self.save(case)

    def makes_token(self, who: Person, person: str, roles: set[Role]) -> None:
        whose = Person(person, person, frozenset(roles), frozenset({"north", "south"} & PEOPLE[person].teams))
        _, secret = create(self.database, whose, 1, who, NOW)
        found = verified(self.database, secret, NOW)
        assert found is not None and found.person.roles <= PEOPLE[person].roles
        assert who == OPERATOR or found.person.roles <= who.roles
        self.actors[f"token-{self.step}"] = found.person

    def mediates(self, case: str, mediator: str) -> None:
        state = Mediation(
            f"mediation-{next(_NUMBERS)}", case, "assessment_refused", date(2026, 5, 1), (), mediator=mediator
        )
        self.mediators[state.id] = (mediator, case)
        with self.database.write() as session:
            put(session, "mediation", state)

    # What must hold after each step.

    def check(self) -> None:
        with self.database.read() as session:
            things = {case: thing_of(session, case) for case in self.officer}
            people = {person.id for person in self.actors.values()}
            hidden = {one: access.sealed_to(session, one, datetime.now(UTC)) for one in people}
            disputes = {its_id: thing_of(session, its_id) for its_id in self.mediators}
        for case, thing in things.items():
            for person in self.actors.values():
                for right in OF_A_CASE:
                    if refused(person, right, thing) is None:
                        assert self.allowed(person, right, case), (person, right, case)
                if case not in hidden[person.id]:
                    assert self.passes_seal(person, case) or person.id in self.glass[case]
        for its_id, thing in disputes.items():
            mediator, case = self.mediators[its_id]
            for person in self.actors.values():
                direct = self.direct(person, Right.ACT_IN_DISPUTE, case)
                if refused_in_process(person, its_id, OF_THE_AUTHORITY, thing) is None:
                    assert direct, person
                if refused_in_process(person, its_id, "accept_invitation", thing) is None:
                    assert direct or person.id == mediator, person

    def check_lists(self) -> None:
        """Check what lists, batches and agendas show."""
        with self.database.read() as session:
            rows = [cases.find(session, case) for case in self.officer]
            sittings = [processes.find(session, its_id) for its_id in self.sittings]
        batch = management.Batch(
            "batch-none", "officer_assigned", "manager-s", NOW, self.batch_content(), None
        )
        for person in self.actors.values():
            if refused(person, Right.SEE_CASELOAD) is None:
                for row in self.gate.listed(person, [one for one in rows if one is not None]):
                    assert (
                        self.allowed(person, Right.SEE_CASELOAD, row.case_id)
                        or person.id in self.glass[row.case_id]
                    )
            for item in items_shown(self.database, self.gate, person, batch):
                assert self.allowed(person, Right.SEE_CASE, item.case_id), (person, item)
            with self.database.read() as session:
                shown = [content_for(session, person, one) for one in sittings if one is not None]
            for case in (item["case"] for one in shown for item in one["items"]):
                assert case not in self.sealed or self.allowed(person, Right.SEE_CASE, case), (person, case)

    def batch_content(self) -> dict[str, Any]:
        return {
            "to": {"officer": "officer-n", "team": None},
            "items": {one: {"officer": None, "team": None} for one in self.officer},
            "refused": {},
            "undone": {},
        }


def _step(world: World, data: st.DataObject) -> None:
    world.step += 1
    case = data.draw(st.sampled_from(sorted(world.officer)))
    who = data.draw(st.sampled_from([*PEOPLE.values(), OPERATOR]))
    person = data.draw(st.sampled_from(sorted(PEOPLE)))
    doings = ["call", "seal", "unseal", "unname", "glass", "assign", "token", "mediate"]
    if world.sittings:
        doings += ["list", "list", "carry", "carry", "over"]
    doing = data.draw(st.sampled_from(doings))
    its_id = data.draw(st.sampled_from(sorted(world.sittings))) if world.sittings else ""
    match doing:
        case "call":
            others = data.draw(st.lists(st.sampled_from(sorted(PEOPLE)), min_size=1, max_size=3, unique=True))
            world.call(who, others)
        case "list":
            world.lists(who, its_id, case)
        case "carry":
            world.carries(who, its_id, data.draw(st.sampled_from(sorted(world.sittings))), case)
        case "over":
            world.keep(replace(world.sittings[its_id], called_off=True))
        case "seal":
            world.seals(who, case, set(data.draw(st.lists(st.sampled_from(sorted(PEOPLE)), max_size=1))))
        case "unseal":
            world.unseals(who, case)
        case "unname":
            world.unnames(who, case, person)
        case "glass":
            world.breaks_glass(who, case)
        case "assign":
            world.assigns(who, case, person)
        case "token":
            world.makes_token(who, person, data.draw(st.sets(st.sampled_from(Role), min_size=1, max_size=2)))
        case "mediate":
            world.mediates(case, person)


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_walk_of_relations_finds_a_right_that_a_direct_path_would_refuse(
    database: Database, data: st.DataObject
) -> None:
    world = World(database, Gate(database, "api"))
    world.begin()
    for _ in range(data.draw(st.integers(4, 14))):
        try:
            _step(world, data)
        except ActRefused:
            continue
        world.check()
    world.check_lists()
