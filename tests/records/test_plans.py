"""The versions of a plan in the records."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from records.database import Database
from records.plans import find_plan, plans_of, save_plan
from records.profile import keep_profile, profile_content
from records.tables import PLANS, TAILORED_LISTS
from records.tailored_lists import keep_list

NOON = datetime(2026, 9, 2, 12, tzinfo=UTC)


def test_every_change_is_a_version_and_what_is_unchanged_is_none(database: Database) -> None:
    with database.write() as session:
        first, new = save_plan(session, "case-1", {"about": {"name": "Wren"}}, "officer-1", NOON)
        same, again = save_plan(session, "case-1", {"about": {"name": "Wren"}}, "officer-2", NOON)
        second, _ = save_plan(session, "case-1", {"about": {"name": "Wren Example"}}, None, NOON)
        other, _ = save_plan(session, "case-2", {"about": {"name": "Wren"}}, None, NOON)
    assert (new, again, same) == (True, False, first)
    assert (first.version, second.version, other.version) == (1, 2, 1)
    with database.read() as session:
        assert plans_of(session, "case-1") == [first, second]
        assert find_plan(session, first.plan_id) == first
        assert find_plan(session, "plan-unknown") is None


def test_what_was_made_is_never_changed(database: Database) -> None:
    with database.write() as session:
        save_plan(session, "case-1", {"about": {"name": "Wren"}}, None, NOON)
        keep_list(session, "case-1", {"entries": []}, None, NOON)
    for table in (PLANS, TAILORED_LISTS):
        with pytest.raises(DBAPIError, match="is never changed"), database.write() as session:
            session.execute(update(table).values(content={"entries": ["another"]}))


def test_the_authoritys_particulars_are_those_that_were_loaded_last(database: Database) -> None:
    with database.read() as session:
        assert profile_content(session) is None
    for name in ("First", "Second"):
        with database.write() as session:
            keep_profile(session, {"authority": {"name": name}}, None, NOON)
    with database.read() as session:
        assert profile_content(session) == {"authority": {"name": "Second"}}
