"""A token signs in until it runs out or is revoked; what is stored of it signs no one in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casework.access.permissions import OPERATOR, Person, Right, Role
from office.refusals import ActRefused
from office.register_of_staff import as_json
from office.tokens import create, revoke, token_as_json, verified
from records import staff, tokens
from records.database import Database
from tests.starter.api.conftest import HEAD, Caller, Command

NOW = datetime.now(UTC)


def test_a_token_is_its_person_with_their_roles_teams_and_rights(database: Database) -> None:
    narrow = Person(
        "p-1", "Sync", frozenset({Role.CASE_OFFICER}), frozenset({"north"}), frozenset({Right.ACT})
    )
    made, secret = create(database, narrow, 30, OPERATOR, NOW)
    found = verified(database, secret, NOW)
    assert found is not None and (found.person, found.token_id) == (narrow, made.token_id)
    assert secret.startswith(f"ehcp_{made.token_id}_")


def test_it_ends_with_its_days_and_at_once_where_it_is_revoked(database: Database) -> None:
    made, secret = create(database, HEAD, 30, OPERATOR, NOW)
    assert verified(database, secret, made.expires_at - timedelta(seconds=1)) is not None
    assert verified(database, secret, made.expires_at) is None
    revoke(database, made.token_id, "admin-1", NOW)
    assert verified(database, secret, NOW) is None
    with database.read() as session:
        kept = tokens.find(session, made.token_id)
    assert kept is not None and token_as_json(kept, NOW)["status"] == "revoked"


def test_the_records_hold_no_secret_and_a_secret_with_another_id_is_none(database: Database) -> None:
    made, secret = create(database, HEAD, 30, OPERATOR, NOW)
    other, _ = create(database, HEAD, 30, OPERATOR, NOW)
    with database.read() as session:
        assert secret.split("_", 2)[2] not in str(tokens.every(session))
    assert verified(database, secret.replace(made.token_id, other.token_id), NOW) is None
    assert verified(database, secret.upper(), NOW) is None


def test_a_token_gives_no_more_than_the_people_behind_it_have(database: Database) -> None:
    admin = Person("admin-1", "Sample Admin", frozenset({Role.ADMIN}))
    officer = Person("officer-n1", "Sample", frozenset({Role.CASE_OFFICER}), frozenset({"north"}))
    with database.write() as session:
        staff.save_sign_in(session, officer.id, as_json(officer), NOW)
    with pytest.raises(
        ActRefused, match="more than your own roles and teams: leave out case_officer and team north"
    ):
        create(database, officer, 30, admin, NOW)
    with pytest.raises(ActRefused, match="cannot give officer-n1 more than their own"):
        create(database, replace(officer, roles=frozenset({Role.HEAD_OF_SERVICE})), 30, OPERATOR, NOW)
    _, secret = create(database, officer, 30, OPERATOR, NOW)
    with database.write() as session:
        staff.save_sign_in(session, officer.id, as_json(replace(officer, teams=frozenset())), NOW)
    found = verified(database, secret, NOW)
    assert found is not None and (found.person.roles, found.person.teams) == (officer.roles, frozenset())


def test_its_use_is_noted_once_a_minute(database: Database) -> None:
    made, secret = create(database, HEAD, 30, OPERATOR, NOW)

    def last() -> datetime | None:
        with database.read() as session:
            found = tokens.find(session, made.token_id)
        return found.last_used_at if found else None

    for after, noted in ((0, 0), (30, 0), (61, 61)):
        verified(database, secret, NOW + timedelta(seconds=after))
        assert last() == NOW + timedelta(seconds=noted)


def test_what_is_no_token_is_refused_before_one_is_made(database: Database) -> None:
    for person, days, sentence in (
        (Person("a b", "A", frozenset({Role.OPS})), 1, "is not an id"),
        (Person("a", "A", frozenset()), 1, "needs at least one role"),
        (HEAD, 0, "must last from 1 to 366 days"),
        (HEAD, 9_999, "must last from 1 to 366 days"),
    ):
        with pytest.raises(ActRefused, match=sentence):
            create(database, person, days, OPERATOR, NOW)


def test_the_command_makes_lists_and_revokes(reader: Caller, command: Command) -> None:
    made = command("token", "create", "--person", "program-1", "--role", "analyst", "--name", "Dashboard")
    secret = made.out.strip()
    program = Caller(reader.client, reader.database, secret)
    assert made.code == 0 and program.get("/me")["person"] == "program-1"
    listed = command("token", "list")
    assert "program-1 (analyst)" in listed.out and secret not in listed.out
    revoked = command("token", "revoke", secret.split("_")[1])
    assert revoked.code == 0 and program("GET", "/me").status_code == 401
    wrong = command("token", "create", "--person", "x", "--role", "wizard")
    assert wrong.code == 2 and "There is no role 'wizard'" in wrong.err
    unknown = command("token", "revoke", "none")
    assert (unknown.code, unknown.err) == (1, "There is no token 'none'; `ehcp token list` lists them.")
