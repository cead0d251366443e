"""Permissions by role, team and relationship; sealed cases; break-glass."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.access.permissions import (
    OPERATOR,
    RIGHTS,
    Person,
    Right,
    Role,
    Scope,
    Thing,
    needed,
    refused,
    refused_with_own,
    scope_of,
)

NORTH = Thing(officer="officer-n1", team="north")
SEALED = Thing(officer="officer-n1", team="north", sealed=True)


def a(*roles: Role, id: str = "a-person", teams: tuple[str, ...] = ("north",), **more: object) -> Person:
    return Person(id, "Sample Person", frozenset(roles), frozenset(teams), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("right", Right)
def test_every_right_belongs_to_a_role(right: Right) -> None:
    assert RIGHTS[right]


@pytest.mark.parametrize(
    ("person", "right", "may"),
    [
        (a(Role.CASE_OFFICER), Right.ACT, True),
        (a(Role.CASE_OFFICER, teams=("south",)), Right.ACT, False),
        (a(Role.CASE_OFFICER, id="officer-n1", teams=("south",)), Right.ACT, True),
        (a(Role.CASE_OFFICER), Right.ASSIGN, False),
        (a(Role.TEAM_MANAGER), Right.ASSIGN, True),
        (a(Role.TEAM_MANAGER, teams=("south",)), Right.SEE_CASE, True),
        (a(Role.TEAM_MANAGER, teams=("south",)), Right.SEE_PERSONAL, False),
        (a(Role.HEAD_OF_SERVICE, teams=()), Right.APPROVE_EXCEPTION, True),
        (a(Role.MEDIATOR), Right.SEE_CASE, False),
        (a(Role.MEDIATOR), Right.SEE_CASELOAD, False),
        (a(Role.OPS), Right.SEE_CASE, False),
        (a(Role.OPS), Right.OPERATE, True),
        (a(Role.ADMIN), Right.SEE_PERSONAL, False),
        (a(Role.ANALYST), Right.SEE_CASE, False),
        (a(Role.PANEL_MEMBER), Right.SEE_CASE, False),
        (a(), Right.SEE_CASE, False),
    ],
)
def test_a_role_reaches_as_far_as_the_table_says(person: Person, right: Right, may: bool) -> None:
    assert (refused(person, right, NORTH) is None) is may


def test_a_panel_member_sees_the_cases_that_are_listed_to_their_sitting() -> None:
    listed = Thing(officer="officer-n1", team="north", readers=frozenset({"member-1"}))
    assert refused(a(Role.PANEL_MEMBER, id="member-1"), Right.SEE_PERSONAL, listed) is None
    assert refused(a(Role.PANEL_MEMBER, id="member-2"), Right.SEE_PERSONAL, listed)
    officer = a(Role.CASE_OFFICER, id="member-1", teams=("south",))
    assert refused(officer, Right.SEE_PERSONAL, listed) is None
    assert refused(officer, Right.ACT, listed), "a reader changes nothing"


def test_an_officer_of_another_team_who_mediates_records_only_what_a_mediator_may() -> None:
    dispute = Thing(officer="officer-n1", team="north", people=frozenset({"officer-s1"}))
    mediates = a(Role.CASE_OFFICER, id="officer-s1", teams=("south",))
    own = frozenset({"accept_invitation"})

    def may(person: Person, action: str) -> bool:
        return refused_with_own(person, Right.ACT_IN_DISPUTE, action, dispute, own, "No.") is None

    assert may(mediates, "accept_invitation") and not may(mediates, "end_mediation")
    assert may(a(Role.CASE_OFFICER, id="officer-n2"), "end_mediation")


def test_a_mediator_sees_only_their_own_dispute() -> None:
    mine = Thing(people=frozenset({"mediator-1"}))
    assert refused(a(Role.MEDIATOR, id="mediator-1"), Right.ACT_IN_DISPUTE, mine) is None
    assert refused(a(Role.MEDIATOR, id="mediator-2"), Right.SEE_DISPUTE, mine)


def test_a_sealed_case_is_seen_by_its_officer_and_those_named_whatever_the_role() -> None:
    manager = a(Role.TEAM_MANAGER, id="manager-n")
    assert refused(a(Role.CASE_OFFICER, id="officer-n1"), Right.ACT, SEALED) is None
    assert "sealed" in (refused(manager, Right.SEE_CASE, SEALED) or "")
    assert refused(a(Role.HEAD_OF_SERVICE), Right.SEE_PERSONAL, SEALED)
    named = Thing("officer-n1", "north", sealed=True, named=frozenset({"manager-n"}))
    assert refused(manager, Right.ACT, named) is None


def test_a_broken_glass_reads_and_changes_nothing() -> None:
    glass = Thing("officer-n1", "north", sealed=True, glass=frozenset({"officer-s1"}))
    visitor = a(Role.CASE_OFFICER, id="officer-s1", teams=("south",))
    assert refused(visitor, Right.SEE_PERSONAL, glass) is None
    assert refused(visitor, Right.ACT, glass)


def test_a_token_narrows_what_its_person_may() -> None:
    token = a(Role.HEAD_OF_SERVICE, rights=frozenset({Right.SEE_CASELOAD}))
    assert refused(token, Right.SEE_CASELOAD) is None
    assert refused(token, Right.ACT, NORTH) == (
        "You may not record anything in cases: your token does not include that right."
    )


def test_a_refusal_names_the_roles_that_may() -> None:
    assert refused(a(Role.OPS), Right.SEAL) == (
        "You may not seal a case: this is for head of service, and you are ops."
    )
    assert refused(a(Role.CASE_OFFICER, teams=("south",)), Right.ACT, NORTH) == (
        "You may not record anything in this case: it is with team north."
    )


def test_an_approved_exception_needs_a_person_who_may_approve_it() -> None:
    assert needed("draft_issued", {}) == (Right.ACT,)
    assert needed("officer_assigned", {}) == needed("officer_unassigned", {}) == (Right.ASSIGN,)
    assert Right.APPROVE_EXCEPTION in needed("exception_claimed", {"approved_by": "manager-1"})
    assert Right.APPROVE_EXCEPTION not in needed("exception_claimed", {})


people = st.builds(
    Person,
    id=st.sampled_from(["officer-n1", "a-person", "member-1"]),
    name=st.just("Sample"),
    roles=st.frozensets(st.sampled_from(Role)),
    teams=st.frozensets(st.sampled_from(["north", "south"])),
)
things = st.builds(
    Thing,
    officer=st.sampled_from([None, "officer-n1"]),
    team=st.sampled_from([None, "north", "west"]),
    people=st.frozensets(st.just("member-1")),
    readers=st.frozensets(st.just("member-1")),
    sealed=st.booleans(),
    named=st.frozensets(st.sampled_from(["a-person"])),
    glass=st.frozensets(st.sampled_from(["a-person"])),
)


@given(people, st.sampled_from(Right), things)
def test_a_seal_never_opens_what_was_closed(person: Person, right: Right, thing: Thing) -> None:
    unsealed = replace(thing, sealed=False)
    if refused(person, right, unsealed) is not None:
        assert refused(person, right, replace(thing, sealed=True))


@given(people, st.sampled_from(Right), things)
def test_a_person_without_a_role_may_only_read_by_break_glass(
    person: Person, right: Right, thing: Thing
) -> None:
    without_role = Person(person.id, person.name, frozenset(), person.teams)
    allowed = refused(without_role, right, thing) is None
    assert not allowed or (person.id in thing.glass and right in (Right.SEE_CASE, Right.SEE_PERSONAL))


@given(st.sampled_from(Right), things)
def test_the_operator_of_a_data_folder_may_do_anything_that_is_not_sealed(right: Right, thing: Thing) -> None:
    assert scope_of(OPERATOR, right) is not None
    if not thing.sealed and scope_of(OPERATOR, right) is Scope.ALL:
        assert refused(OPERATOR, right, thing) is None


def test_the_list_of_earlier_dates_is_refused_in_its_own_words() -> None:
    officer = Person("officer-n1", "Sample Officer", frozenset({Role.CASE_OFFICER}))
    why = refused(officer, Right.SEE_BACK_DATED)
    assert why is not None
    assert why.startswith("You may not see the actions that were recorded for an earlier date: this is for")
