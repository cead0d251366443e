"""The work tray: who must act next, what each part counts, and that counts and rows agree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from records import access, cases, documents, management, saved_views, tray
from records.database import Database
from records.tray import PARTS, SORTS, UNASSIGNED, Wanted, Within
from tests.activities.steps import Story
from tests.databases import BOTH, records_in

TODAY = date(2024, 6, 3)
OFFICER = Within("officer-1", frozenset({"north"}), own=True)
MANAGER = Within("manager-1", frozenset({"north"}), own=False)
HEAD = Within("head-1", None, own=False)
ADVICE = ("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school")


@pytest.fixture(scope="module", params=BOTH)
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Filled records for tests that only read them: they are filled once."""
    with closing(records_in(request.param, tmp_path_factory.mktemp("tray"))) as found:
        fill(found)
        yield found


def fill(database: Database) -> None:
    """Record cases in different stages, of two officers in two teams."""
    Story("case-new", "2024-05-28").record(database)
    Story("case-waits").then(*ADVICE).record(database)
    Story("case-turn").then(*ADVICE, "advice_received 2024-05-10 school").record(database)
    Story("case-refused").then("assessment_refused 2024-04-10").record(database)
    Story("case-ended").then("withdrawn 2024-04-02").record(database)
    theirs = Story("case-theirs").then("officer_assigned 2024-03-05", officer="officer-2", team="south")
    theirs.record(database)


def ids(database: Database, within: Within, wanted: Wanted, limit: int = 50, offset: int = 0) -> list[str]:
    with database.read() as session:
        found = tray.rows(session, within, wanted, TODAY, limit=limit, offset=offset)
    return [row.case_id for row in found]


def test_it_is_ones_turn_where_no_other_is_waited_for(full: Database) -> None:
    assert set(ids(full, OFFICER, Wanted(part="mine"))) == {"case-new", "case-turn"}
    assert set(ids(full, OFFICER, Wanted(part="others"))) == {"case-waits", "case-refused"}


def test_a_team_sees_its_own_open_cases_and_a_head_sees_all(full: Database) -> None:
    north = {"case-new", "case-waits", "case-turn", "case-refused"}
    assert set(ids(full, MANAGER, Wanted())) == north
    assert set(ids(full, HEAD, Wanted())) == north | {"case-theirs"}
    helper = Within("officer-2", frozenset({"north"}), own=True)
    assert "case-theirs" in ids(full, helper, Wanted()), "one's own case is seen whatever its team"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("within", [OFFICER, MANAGER, HEAD], ids=["officer", "manager", "head"])
def test_the_counts_are_those_of_the_rows(full: Database, within: Within, part: tray.Part) -> None:
    plain = Wanted(part=part)
    for wanted in (
        plain,
        replace(plain, rag="red"),
        replace(plain, stage="assessing"),
        replace(plain, officer="officer-1", team="north"),
        replace(plain, officer=UNASSIGNED),
        replace(plain, due_by=date(2024, 6, 20)),
    ):
        with full.read() as session:
            counted = tray.counts(session, within, wanted, TODAY)
        assert counted.shown == len(ids(full, within, wanted)), wanted
        assert counted.parts[part] == len(ids(full, within, plain))
        for offered in counted.offered.values():
            assert sum(offered.values()) == counted.parts[part]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_shows_each_case_once_over_its_pages(
    full: Database, sort: tray.Sort, descending: bool
) -> None:
    wanted = Wanted(sort=sort, descending=descending)
    whole = ids(full, HEAD, wanted)
    assert sorted(whole) == sorted(ids(full, HEAD, Wanted()))
    assert [one for at in range(5) for one in ids(full, HEAD, wanted, 1, at)] == whole


def test_the_most_urgent_comes_first(full: Database) -> None:
    assert ids(full, MANAGER, Wanted(sort="standing"))[0] == "case-waits"
    assert ids(full, MANAGER, Wanted())[0] == "case-waits"


def test_a_sealed_case_is_listed_only_for_its_officer_and_named_people(database: Database) -> None:
    fill(database)
    now = datetime(2024, 6, 3, 9, tzinfo=UTC)
    with database.write() as session:
        access.seal(session, "case-new", "head-1", "The child of a member of staff.", now)
        access.grant_to_named(session, "case-new", "manager-2", reason="Named.", by="head-1", at=now)
    assert "case-new" not in ids(database, HEAD, Wanted())
    assert "case-new" in ids(database, OFFICER, Wanted()), "its officer has it still"
    assert "case-new" in ids(database, Within("manager-2", None, own=False), Wanted())
    with database.read() as session:
        assert sum(number for *_, number in tray.matrix(session, HEAD)) == len(ids(database, HEAD, Wanted()))


def test_the_matrix_counts_every_case_once(full: Database) -> None:
    with full.read() as session:
        cells = tray.matrix(session, HEAD)
        assert tray.officers_and_teams(session) == (["officer-1", "officer-2"], ["north", "south"])
    assert sum(number for *_, number in cells) == len(ids(full, HEAD, Wanted()))


def test_a_breach_is_listed_with_its_limit_and_its_officer(full: Database) -> None:
    with full.read() as session:
        found = management.breaches(session, MANAGER, TODAY)
    advice = next(one for one in found if one.case_id == "case-waits")
    assert (advice.rule, advice.of, advice.due_on, advice.officer) == (
        "reg8.advice_return", "school", date(2024, 5, 23), "officer-1",
    )  # fmt: skip
    assert not [one for one in found if one.case_id == "case-theirs"], "it is another team's"


def test_a_limit_that_was_late_when_it_was_closed_is_no_breach_to_mend(database: Database) -> None:
    Story("case-late").then("assessment_agreed 2024-04-10", "plan_refused 2024-08-01").record(database)
    with database.read() as session:
        assert management.breaches(session, HEAD, date(2024, 8, 2)) == []
        (final,) = [
            one for one in cases.obligations_of(session, "case-late") if one.rule == "reg13_2.final_plan"
        ]
    assert (final.status, final.closed_on) == ("overdue", date(2024, 8, 1))


def test_claims_of_exceptions_are_watched_only_in_open_cases(database: Database) -> None:
    fill(database)
    Story("case-claims").then(
        *ADVICE, "exception_claimed 2024-05-20 school", ground="reg8(2)(a)", because="note-1"
    ).record(database)
    with database.read() as session:
        (line,) = management.watched(session, MANAGER)
    assert (line.case_id, line.of, line.fields["ground"]) == ("case-claims", "school", "reg8(2)(a)")


def test_a_view_is_saved_once_under_a_name_and_is_ones_own(database: Database) -> None:
    now = datetime(2024, 6, 3, 9, tzinfo=UTC)
    with database.write() as session:
        saved_views.save_view(session, "officer-1", "Red", "rag=red", now)
        saved_views.save_view(session, "officer-1", "Red", "rag=red&part=all", now)
        saved_views.save_view(session, "officer-2", "Red", "rag=red", now)
    with database.write() as session:
        (mine,) = saved_views.views_of(session, "officer-1")
        saved_views.remove_view(session, "officer-2", mine.view_id, now)
        assert mine.query == "rag=red&part=all"
        assert [one.view_id for one in saved_views.views_of(session, "officer-1")] == [mine.view_id]
        saved_views.remove_view(session, "officer-1", mine.view_id, now)
        assert saved_views.views_of(session, "officer-1") == []


def test_the_same_content_is_one_document_of_a_case(database: Database) -> None:
    now = datetime(2024, 6, 3, 9, tzinfo=UTC)

    def pdf(name: str) -> documents.NewFile:
        return documents.NewFile(name, "application/pdf", 3, "h" * 64)

    with database.write() as session:
        first, new = documents.keep_document(session, "case-a", pdf("a.pdf"), "officer-1", now)
        again, newer = documents.keep_document(session, "case-a", pdf("b.pdf"), "officer-2", now)
        other, _ = documents.keep_document(session, "case-b", pdf("a.pdf"), "officer-1", now)
    assert (new, newer, again) == (True, False, first)
    assert other.document_id != first.document_id
    with database.read() as session:
        assert documents.find_document(session, first.document_id) == first
        assert documents.documents_of(session, "case-a") == [first]
