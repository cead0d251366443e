"""Sessions, staff, seals, the access log and searches, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, text

from records import access, cases, children, people, sessions, staff, tokens
from records.database import Database
from records.people import Intake
from records.sessions import SessionRow
from records.tables import INTAKES
from records.tokens import Token
from tests.activities.steps import Story

NOW = datetime(2024, 6, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WREN = {"id": "officer-n1", "name": "Alder Example", "roles": ["case_officer"], "teams": ["north"]}


def child(database: Database, case_id: str, name: str) -> None:
    """Add a case of a child."""
    Story(case_id).record(database)
    with database.write() as session:
        people.register(
            session,
            Intake(f"key-{case_id}", case_id, None, name, None, None, None, "parent", date(2024, 3, 4), "north", None, NOW, True),
        )  # fmt: skip


def test_a_session_is_kept_used_ended_and_cleared(database: Database) -> None:
    with database.write() as session:
        for name, seen in (("a", NOW), ("b", NOW - 2 * HOUR)):
            sessions.begin(session, SessionRow(name, WREN, seen, seen, NOW + 12 * HOUR))
        sessions.begin(session, SessionRow("c", WREN, NOW, NOW, NOW - sessions.REMEMBERED - HOUR))
        sessions.seen(session, "a", NOW + HOUR)
        sessions.clear(session, NOW)
    with database.write() as session:
        kept = sessions.find(session, "a")
        assert kept is not None and (kept.person, kept.seen_at) == (WREN, NOW + HOUR)
        idle = sessions.find(session, "b")
        assert idle is not None and idle.is_over(NOW), "it is known, so that what was typed can be kept"
        assert sessions.find(session, "c") is None
        sessions.end(session, "a")
        assert sessions.find(session, "a") is None


def test_only_one_persons_sessions_tokens_and_roles_are_ended(database: Database) -> None:
    other = {**WREN, "id": "officer-n2"}
    with database.write() as session:
        for name, whose, seen in (("a", WREN, NOW), ("b", WREN, NOW - HOUR), ("c", other, NOW)):
            sessions.begin(session, SessionRow(name, whose, seen, seen, NOW + 12 * HOUR))
        for name, person, expires in (
            ("t1", "officer-n1", NOW + HOUR),
            ("t2", "officer-n1", NOW),
            ("t3", "other", NOW + HOUR),
        ):
            tokens.keep(session, Token(name, "", person, "", ["ops"], [], None, NOW, "admin-1", expires))
        staff.save_sign_in(session, "officer-n1", WREN, NOW)
    with database.write() as session:
        assert [one.session_hash for one in sessions.open_at(session, NOW)] == ["a", "c"]
        assert [one.token_id for one in tokens.good_of(session, "officer-n1", NOW)] == ["t1"]
        assert sessions.end_of(session, "officer-n1", NOW) == 1, "one had run out"
        assert staff.forget_roles(session, "officer-n1") and not staff.forget_roles(session, "unknown")
    with database.read() as session:
        assert [sessions.find(session, name) is None for name in "abc"] == [True, True, False]
        assert staff.find(session, "officer-n1") == {**WREN, "roles": [], "teams": []}


def test_staff_are_known_as_they_signed_in_last(database: Database) -> None:
    with database.write() as session:
        staff.save_sign_in(session, "officer-n1", WREN, NOW)
        staff.save_sign_in(session, "officer-n1", {**WREN, "teams": ["south"]}, NOW + HOUR)
        assert staff.find(session, "officer-n1") == {**WREN, "teams": ["south"]}
        assert staff.find(session, "officer-n2") is None


def test_a_sealed_case_is_open_to_those_who_were_named_until_it_is_taken_back(database: Database) -> None:
    with database.write() as session:
        access.seal(session, "case-a", "head-1", "A child of staff.", NOW)
        access.grant_to_named(
            session, "case-a", "officer-n2", reason="A child of staff.", by="head-1", at=NOW
        )
        access.grant_broken_glass(
            session, "case-a", "officer-n3", reason="A complaint.", at=NOW, until=NOW + HOUR
        )
        assert access.sealed_to(session, "officer-n1", NOW) == {"case-a"}
        assert access.sealed_to(session, "officer-n2", NOW) == set()
        assert access.sealed_to(session, "officer-n3", NOW) == set()
        assert access.sealed_to(session, "officer-n3", NOW + HOUR) == {"case-a"}
        access.end_grants(session, "case-a", "officer-n2", NOW)
        assert access.sealed_to(session, "officer-n2", NOW) == {"case-a"}
        assert [one.case_id for one in access.seals(session)] == ["case-a"]


def test_the_log_is_read_the_newest_first_by_person_thing_and_what_was_refused(database: Database) -> None:
    with database.write() as session:
        for hours, (person, thing, allowed) in enumerate(
            [("a", "case-1", True), ("b", "case-1", False), ("a", None, False)]
        ):
            access.log(
                session,
                {"at": NOW + hours * HOUR, "person": person, "roles": "ops", "right": "see_case", "thing": thing,
                 "allowed": allowed, "why": None, "via": "api"},
            )  # fmt: skip

        def found(**asked: object) -> list[tuple[str, str | None]]:
            return [(one.person, one.thing) for one in access.entries(session, **asked)]  # type: ignore[arg-type]

        assert found() == [("a", None), ("b", "case-1"), ("a", "case-1")]
        assert found(thing="case-1", refused=True) == [("b", "case-1")]
        assert found(person="a", limit=1, offset=1) == [("a", "case-1")]


def test_a_child_is_found_by_the_beginnings_of_the_name_whatever_their_capitals(database: Database) -> None:
    for case_id, name in (
        ("case-aa1", "Wren Example"),
        ("case-aa2", "WREN O'Sample"),
        ("case-b", "Robin_Example"),
        ("case-c", "Éowyn Sample"),
        ("case-m1", "Ada Müller"),
        ("case-m2", "Bea Mueller"),
        ("case-m3", "Cleo Muller-Strauß"),
    ):
        child(database, case_id, name)

    def found(words: str, limit: int = 9) -> list[str]:
        with database.read() as session:
            return [case_id for case_id, _ in people.search(session, words, limit)]

    assert found("wren") == ["case-aa1", "case-aa2"]
    assert found("exa WR") == ["case-aa1"]
    assert found("o'sam") == ["case-aa2"]
    for way in ("müller", "MUELLER", "Mull", "muelle", "mu\u0308l"):
        assert found(way) == ["case-m1", "case-m2", "case-m3"], way
    assert found("strauss") == found("STRAUSS mull") == found("mullerst") == ["case-m3"]
    assert found("éowyn") == found("ÉOWYN") == ["case-c"]
    assert found("%") == found("_") == found("%_ ") == [] and found("robin_ex") == ["case-b"]
    with database.read() as session:
        if session.get_bind().dialect.name == "sqlite":
            query = children.with_words(children.with_details(select(INTAKES.c.case_id)), "wren exa")
            told = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
            plan = [str(row.detail) for row in session.execute(text(f"EXPLAIN QUERY PLAN {told}"))]
            assert not [each for each in plan if each.startswith("SCAN child_")], plan
    assert found("wren", 1) == ["case-aa1"] and found("xample") == [], (
        "only the beginning of a part is searched"
    )
    with database.read() as session:
        assert [row.case_id for row in cases.starting_with(session, "case-aa", 9)] == ["case-aa1", "case-aa2"]
        assert cases.starting_with(session, "case-%", 9) == []
        assert set(cases.those(session, ["case-b", "case-none"])) == {"case-b"}
