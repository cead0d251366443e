"""Every role against every page and form: who is allowed and who is refused. Every page needs a line in this table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from casework.access.permissions import Right
from casework.processes.registry import BY_KIND
from office.dependencies import Parts, read_only_parts
from office.rate_limits import RateLimiter
from records import access
from records.database import Database
from starter.console.middleware import PUBLIC_PATHS
from starter.console.rate_limits import SEARCHES
from starter.console.routes import ROUTERS
from tests.databases import new_records, records_in
from tests.starter import called
from tests.starter.console.allowed_pages import ALLOWED
from tests.starter.console.office import CASE, CHILD, MEDIATION, NAME, SITTING, STAFF, TODAY, furnish
from tests.starter.console.signed import as_person, browser_of, post
from tests.starter.inclusion_plans import PLAN, put_plan
from tests.starter.processes import put

MAINTAINED = "maintained-a"
PLACES = {
    "/maintained-plans/{plan_id}": f"/maintained-plans/{MAINTAINED}",
    "{case_id}": CASE,
    "{child_id}": CHILD,
    "{sitting_id}": SITTING,
    "{dispute_id}": MEDIATION,
    "{workflow_id}": CASE,
    "{strategy_id}": PLAN,
    "{section}": "vision",
    "{number}": "2",
    "{table}": "plans_years",
}
PLACES |= {f"{{{each.group.noun}_id}}": called.id_of(each) for each in called.CALLED}
ACTS = {"/cases": "assessment_agreed", "/panel": "record_attendance", "/disputes": "accept_invitation"}
ACTS |= {"/inclusion-plan": "start_review", "/maintained-plans": "look_again"}
ACTS |= {f"/{each.group.pages}": called.act_in(each, CASE) for each in called.CALLED}
SENT = {"request_id": "page-abcdefghjkmn", "seen": "1", "q": CASE, "case_id": CASE, "name": "Mine"}
"""Form fields that are enough to reach the gate but not enough to record anything."""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("roles"))) as database:
        yield furnished(database)


def furnished(database: Database) -> Parts:
    """Return the parts of a console with a case and one process of each kind."""
    furnish(database)
    with database.write() as session:
        put_plan(session)
        for process in called.CALLED:
            put(session, process.kind, called.state_of(process, CASE))
        put(session, "maintained_plan", BY_KIND["maintained_plan"].begin(MAINTAINED, {"case": CASE}, None))
    return read_only_parts(database, lambda: TODAY)


@pytest.fixture(scope="module")
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, None)


def routes() -> set[tuple[str, str]]:
    """Return every page and form of the console."""
    return {
        (method, route.path)
        for router in ROUTERS
        for route in router.routes
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined]
    }


def address(path: str) -> str:
    for name, place in PLACES.items():
        path = path.replace(name, place)
    act = next((act for start, act in ACTS.items() if path.startswith(start)), "")
    return re.sub(r"\{\w+\}", "none-1", path.replace("{action}", act))


def test_every_page_and_form_has_a_line_in_the_table() -> None:
    assert routes() == set(ALLOWED)


@pytest.mark.parametrize("who", STAFF)
def test_each_role_is_allowed_only_on_its_pages(browser: TestClient, who: str) -> None:
    assert wrong_answers(browser, who) == []


@pytest.mark.xdist_group("postgresql")
def test_every_page_and_form_answers_on_postgresql_too(tmp_path: Path) -> None:
    """The head of the service and ops are let in on all of them but the mediator's; the queries are the same for all."""
    with closing(records_in("postgresql", tmp_path)) as database:
        browser = browser_of(furnished(database), None)
        for who in ("head", "ops"):
            assert wrong_answers(browser, who) == []


def wrong_answers(browser: TestClient, who: str) -> list[tuple[str, str, int]]:
    """Walk over every page and form as a person. Returns those that answer with an error or to the wrong person."""
    as_person(browser, STAFF[who])
    browser.app.state.limits = RateLimiter()  # type: ignore[attr-defined]
    wrong = []
    for (method, path), allowed in sorted(ALLOWED.items()):
        if path == "/sign-out":
            continue
        place = address(path)
        answer = browser.get(place) if method == "GET" else post(browser, place, SENT)
        is_in = answer.status_code != 403
        if path == "/" and answer.status_code == 303:
            is_in = False
            assert browser.get(answer.headers["location"]).status_code in (200, 503), "their own first page"
        if is_in is not (who in allowed) or answer.status_code in (422, 429, 500):
            wrong.append((method, place, answer.status_code))
    return wrong


def test_no_two_pages_have_the_same_title(browser: TestClient) -> None:
    as_person(browser, STAFF["head"])
    titles: dict[str, list[str]] = {}
    for method, path in sorted(ALLOWED):
        answer = browser.get(address(path)) if method == "GET" else None
        if answer is not None and answer.status_code == 200 and "<title>" in answer.text:
            title = answer.text.partition("<title>")[2].partition("</title>")[0]
            titles.setdefault(title, []).append(path)
    assert [paths for paths in titles.values() if len(paths) > 1] == []


def test_every_form_is_refused_without_its_token(browser: TestClient) -> None:
    as_person(browser, STAFF["head"])
    for method, path in sorted(ALLOWED):
        if method == "POST":
            browser.app.state.limits = RateLimiter()  # type: ignore[attr-defined]
            answer = browser.post(address(path), data=SENT)
            assert answer.status_code == 403 and "Your form has expired" in answer.text, path


def test_a_person_who_is_not_signed_in_is_sent_to_the_sign_in_page(browser: TestClient) -> None:
    browser.cookies.clear()
    for method, path in sorted(ALLOWED):
        if not path.startswith(PUBLIC_PATHS):
            answer = browser.request(method, address(path), data=SENT if method == "POST" else None)
            assert answer.headers.get("location", "").startswith("/sign-in"), path


def test_every_refusal_is_logged(browser: TestClient, parts: Parts) -> None:
    as_person(browser, STAFF["analyst"])
    for path in ("/access", "/panel", f"/cases/{CASE}", "/operations"):
        browser.get(path)
    with parts.database.read() as session:
        found = access.entries(session, person="analyst-1", refused=True, limit=4)
    assert [one.right for one in found] == ["see_operations", "see_case", "see_panel", "see_access_log"]


@pytest.mark.parametrize("path", [f"/cases/{CASE}/disputes", f"/cases/{CASE}/print"])
def test_a_panel_member_sees_the_case_but_not_its_disputes(browser: TestClient, path: str) -> None:
    as_person(browser, STAFF["officer"])
    assert f"/disputes/{MEDIATION}" in browser.get(path).text
    as_person(browser, STAFF["member"])
    shown = browser.get(path)
    assert shown.status_code == 200 and MEDIATION not in shown.text


def without_ids(html: str, dispute: str) -> str:
    """Return a page without its CSRF token and the id in the request."""
    return re.sub(r'value="\w{96}"', "", html).replace(dispute, "x")


def test_a_mediator_cannot_tell_whether_other_disputes_exist(browser: TestClient) -> None:
    as_person(browser, STAFF["mediator"])
    theirs = browser.get(f"/disputes/{MEDIATION}")
    assert theirs.status_code == 200 and NAME not in theirs.text and f"/cases/{CASE}" not in theirs.text
    as_person(browser, STAFF["mediator"].__class__("mediator-2", "Another", STAFF["mediator"].roles))
    other, none = browser.get(f"/disputes/{MEDIATION}"), browser.get("/disputes/mediation-none")
    assert (other.status_code, none.status_code) == (404, 404)
    assert without_ids(other.text, MEDIATION) == without_ids(none.text, "mediation-none")
    assert browser.get("/disputes").text.count("/disputes/mediation-") == 0


def test_a_mediator_records_only_their_own_acts(browser: TestClient) -> None:
    as_person(browser, STAFF["mediator"])
    assert browser.get(f"/disputes/{MEDIATION}/act/invite_mediator").status_code == 403
    asked = browser.get(f"/disputes/{MEDIATION}/act/record_outcome").text
    assert "Education" in asked and "Health" in asked and "Social care" not in asked


def test_a_search_by_name_is_for_some_roles_and_logged(browser: TestClient, parts: Parts) -> None:
    as_person(browser, STAFF["officer"])
    assert NAME in post(browser, "/search", {"q": "wREN exam"}).text
    with parts.database.read() as session:
        (entry,) = access.entries(session, person="officer-n1", limit=1)
    assert (entry.right, entry.why) == (Right.SEARCH_BY_NAME, f"found {CASE}") and NAME not in str(entry)
    as_person(browser, STAFF["officer of another team"])
    assert NAME not in post(browser, "/search", {"q": "Wren"}).text
    as_person(browser, STAFF["auditor"])
    assert post(browser, "/search", {"q": "Wren"}).status_code == 403
    assert post(browser, "/search", {"q": CASE}).headers["location"] == f"/cases/{CASE}"
    as_person(browser, STAFF["officer"])
    for text in ("%", "_", "w", ""):
        assert NAME not in post(browser, "/search", {"q": text}).text, text


def test_searches_of_a_person_are_counted(parts: Parts) -> None:
    browser = browser_of(parts, STAFF["officer"])
    answers = [post(browser, "/search", {"q": "unknown"}).status_code for _ in range(SEARCHES.amount + 1)]
    assert answers == [200] * SEARCHES.amount + [429]


def test_an_administrator_ends_the_sessions_of_a_person_who_then_signs_in_again(tmp_path: Path) -> None:
    database = new_records(tmp_path)
    furnish(database)
    parts = read_only_parts(database, lambda: TODAY)
    officer, admin = browser_of(parts, STAFF["officer"]), browser_of(parts, STAFF["admin"])
    shown = admin.get("/access/sessions").text
    assert "officer-n1" in shown and "case officer" in shown and 'href="/access"' not in shown
    for missing, said in (
        ({"person": "officer-n1"}, "Enter the reason"),
        ({"reason": "The laptop was lost."}, "Enter the id of the person whose sessions you want to end"),
        ({"person": "who-1", "reason": "The laptop was lost."}, "has signed in or holds a token"),
    ):
        assert said in post(admin, "/access/sessions", missing).text
    assert officer.get(f"/cases/{CASE}").status_code == 200
    asked = {"person": " officer-n1 ", "reason": "The laptop was lost."}
    assert "Ended 1 session and 0 API tokens of officer-n1." in post(admin, "/access/sessions", asked).text
    assert officer.get(f"/cases/{CASE}").headers["location"].startswith("/sign-in")
    as_person(officer, STAFF["officer"])
    assert officer.get(f"/cases/{CASE}").status_code == 200
    assert "The laptop was lost." in browser_of(parts, STAFF["head"]).get("/access?of=officer-n1").text
    database.close()


def test_a_sealed_case_is_shown_and_listed_only_to_named_people(tmp_path: Path) -> None:
    database = new_records(tmp_path)
    furnish(database)
    parts = read_only_parts(database, lambda: TODAY)
    browser = browser_of(parts, STAFF["head"])
    said = {"reason": "The child of a member of staff.", "named": "officer-n9 chair-1"}
    assert "in a sentence" in post(browser, f"/cases/{CASE}/seal", {"reason": "short"}).text
    assert post(browser, f"/cases/{CASE}/seal", said).status_code == 303
    assert "officer-n9" in browser.get(f"/cases/{CASE}/seal").text
    for who in ("head", "manager", "officer", "auditor"):
        as_person(browser, STAFF[who])
        page = browser.get(f"/cases/{CASE}")
        assert page.status_code == 403 and "sealed" in page.text and f"/cases/{CASE}/glass" in page.text, who
        assert CASE not in browser.get("/?part=all").text, who
        assert CASE not in browser.get("/disputes").text, who
        if who != "auditor":
            found = (
                post(browser, "/search", {"q": "Wren"}).text + post(browser, "/search", {"q": "case-"}).text
            )
            assert NAME not in found and CASE not in found, who
            sitting = browser.get(f"/panel/{SITTING}").text
            assert NAME not in sitting, who
    as_person(browser, STAFF["chair"])
    assert browser.get(f"/cases/{CASE}").status_code == 200
    as_person(browser, STAFF["manager"])
    assert "Say why" in post(browser, f"/cases/{CASE}/glass", {"reason": "x"}).text
    assert post(browser, f"/cases/{CASE}/glass", {"reason": "A complaint is due today."}).status_code == 303
    assert browser.get(f"/cases/{CASE}").status_code == 200
    assert browser.get(f"/cases/{CASE}/act/assessment_agreed").status_code == 403
    as_person(browser, STAFF["head"])
    assert post(browser, f"/cases/{CASE}/seal/take-back", {"person": "manager-north"}).status_code == 303
    as_person(browser, STAFF["manager"])
    assert browser.get(f"/cases/{CASE}").status_code == 403
    with database.read() as session:
        reasons = {entry.why for entry in access.entries(session, thing=CASE)}
    assert "A complaint is due today." in reasons
    database.close()


def test_a_child_is_shown_only_to_people_who_may_see_one_of_its_cases(
    browser: TestClient, parts: Parts
) -> None:
    as_person(browser, STAFF["officer"])
    shown = browser.get(f"/children/{CHILD}")
    assert shown.status_code == 200 and NAME in shown.text and f"/cases/{CASE}" in shown.text
    assert f"/children/{CHILD}" in browser.get(f"/cases/{CASE}").text
    with parts.database.read() as session:
        (entry, *_) = access.entries(session, thing=CHILD)
    assert (entry.person, entry.right, entry.allowed) == ("officer-n1", Right.SEE_PERSONAL, True)
    as_person(browser, STAFF["auditor"])
    without = browser.get(f"/children/{CHILD}")
    assert without.status_code == 200 and NAME not in without.text
    as_person(browser, STAFF["officer of another team"])
    refused = browser.get(f"/children/{CHILD}")
    assert refused.status_code == 404 and NAME not in refused.text and CASE not in refused.text
