"""The tasks of the panel, mediators and ops using only a keyboard, and the accessibility of their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page

from office.sample_people import sample_people
from starter.terminal.data_folder import today as local_day
from tests.running import wait_until
from tests.starter.console.browser.axe import faults
from tests.starter.console.browser.conftest import Person, Seat, SignIn, follow, sit_down
from tests.starter.console.browser.test_journeys import choose_today

REASON = "His needs are not met by what his school can give."


def write_date(person: Person, name: str, day: date) -> None:
    """Fill in the day, month and year of a date."""
    for part, text in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        person.tab_to(part)
        while person.page.evaluate("document.activeElement.id") != f"{name}-{part.lower()}":
            person.tab_to(part)
        person.type(str(text))


def pick(person: Person, label: str, letters: str) -> None:
    """Choose an option of a list by its first letters."""
    person.tab_to(label)
    person.type(letters)


def record(person: Person) -> None:
    """Continue to the check page and record the answers."""
    person.tab_to("Continue")
    person.enter()
    person.tab_to("Record this")
    person.enter()


def record_at_once(person: Person) -> None:
    """Record the answers of a form that has no check page."""
    person.tab_to("Record this")
    person.enter()


def call_sitting(officer: Person) -> str:
    """Call a sitting for today, and return its id."""
    officer.tab_to("More")
    officer.enter()
    officer.tab_to("Panel")
    officer.enter()
    officer.tab_to("Call a sitting")
    officer.enter()
    write_date(officer, "sits_on", local_day())
    pick(officer, "Member for education", "Poppy")
    pick(officer, "Member for health", "Reed")
    pick(officer, "Member for social care", "Rowan")
    pick(officer, "Another member 1", "Pine")
    pick(officer, "Service or role of member 1", "Chair")
    pick(officer, "Chair", "Pine")
    officer.tab_to("Call this sitting")
    officer.enter()
    officer.sees("The sitting is called")
    sitting = re.search(r"/panel/(sitting-\w+)", officer.page.url)
    assert sitting is not None
    return sitting[1]


def list_case(officer: Person, case: str) -> None:
    """List a case at the sitting on the page."""
    officer.tab_to("List a case")
    officer.enter()
    officer.tab_to("Which case?")
    officer.page.get_by_label("Which case?").select_option(case)
    officer.tab_to("Whether to assess")
    officer.press("Space")
    record_at_once(officer)


def record_papers_after_another(officer: Person, seat: Seat, sitting: str, case: str) -> None:
    """Begin to record that the papers are ready, while another officer records the same; check that it is recorded once."""
    officer.tab_to("Record that the papers are ready")
    officer.enter()
    officer.sees("Check your answers")
    other = seat.office("panel", "papers", sitting, case, "--by", "officer-n2")
    assert other.code == 0, other.err
    officer.tab_to("Record this")
    officer.enter()
    officer.sees("Someone else has changed this")
    officer.sees("Since you looked at this sitting, Aspen Sample has recorded that")
    officer.tab_to("Do not record it")
    officer.enter()
    officer.sees("Papers ready")
    assert [event for event, _ in seat.events(sitting)].count("papers_ready") == 1


def record_attendance(chair: Person) -> None:
    """Record that all members were there today."""
    chair.tab_to("Record who was there")
    chair.enter()
    for name in ("Poppy", "Reed", "Rowan", "Pine"):
        chair.tab_to(name)
        chair.press("Space")
    record_at_once(chair)


def record_recommendation(chair: Person) -> None:
    """Record a recommendation to assess, with reasons and a dissenting view."""
    chair.tab_to("Record a recommendation")
    chair.enter()
    chair.tab_to("Assess")
    chair.press("Space")
    chair.tab_to("The reasons")
    chair.type(REASON)
    chair.tab_to("Dissenting views")
    chair.type("One member would wait for the school's advice.")
    record_at_once(chair)
    chair.sees("The panel advises: assess.")
    chair.sees("Dissenting views:")


def test_a_sitting_from_start_to_recommendation(seat: Seat, sign_in: SignIn) -> None:
    case = next(
        one.case_id for one in seat.cases() if one.stage == "deciding_to_assess" and one.team == "north"
    )
    officer = sign_in("Beech Example")
    sitting = call_sitting(officer)
    list_case(officer, case)
    record_papers_after_another(officer, seat, sitting, case)

    member = sign_in("Reed Sample")
    member.go(f"/panel/{sitting}")
    member.sees("1. ")
    assert "Record who was there" not in (member.page.text_content("body") or "")

    chair = sign_in("Pine Sample")
    chair.go(f"/panel/{sitting}")
    record_attendance(chair)
    record_recommendation(chair)
    chair.tab_to("Sign the sitting off")
    chair.enter()
    record_at_once(chair)
    chair.sees("Signed off")

    def advised() -> bool:
        return any(
            one["recommendation"] == "assess" for one in seat.office("show", case, "--json").json["panel"]
        )

    wait_until(advised, "the case knows what the panel advises")


def test_a_mediation_from_invitation_to_outcome(seat: Seat, sign_in: SignIn) -> None:
    mediation = in_mediation(seat)
    invited: str = seat.office("dispute", "show", mediation, "--json").json["mediator"]
    name = sample_people()[invited].name
    officer = sign_in("Beech Example")
    officer.go(f"/disputes/{mediation}")
    officer.sees(f"{name} (has not answered yet)")

    mediator = sign_in(name)
    mediator.sees("Your mediations")
    mediator.tab_to("Mediation:")
    mediator.enter()
    mediator.tab_to("Accept the invitation")
    mediator.enter()
    choose_today(mediator)
    named = ("name_decision_maker", "--on", "today", "--set", "person=manager-north", "--by", "officer-n3")
    assert seat.office("dispute", "act", mediation, *named).code == 0
    record(mediator)
    mediator.sees("Someone else has changed this")
    mediator.sees("Since you looked at this mediation, Beech Example has recorded that")
    assert ("accept_invitation", None) not in seat.events(mediation)
    mediator.tab_to("Record it anyway")
    mediator.enter()
    mediator.tab_to("Propose dates")
    mediator.enter()
    choose_today(mediator)
    write_date(mediator, "day_1", date(local_day().year + 1, 1, 5))
    record(mediator)
    mediator.sees("Dates offered")
    mediator.tab_to("Record that mediation was held")
    mediator.enter()
    choose_today(mediator)
    mediator.tab_to("Anything to add")
    mediator.type("They will meet again in the spring.")
    record(mediator)
    mediator.sees("They will meet again in the spring.")
    mediator.tab_to("Record the outcome of the mediation")
    mediator.enter()
    choose_today(mediator)
    mediator.tab_to("Agreed")
    mediator.press("ArrowDown")
    mediator.press("Space")
    mediator.tab_to("Education")
    mediator.press("Space")
    record(mediator)
    assert seat.office("dispute", "show", mediation, "--json").json["outcome"] == "partly"
    mediator.page.goto(f"{seat.address}/cases/{mediation.replace('mediation', 'case')}")
    mediator.sees("You do not have permission")


def in_mediation(seat: Seat) -> str:
    """Ask for mediation in a refused case of team north, and return the id of the mediation."""
    case = next(
        one.case_id for one in seat.cases() if one.stage == "assessment_refused" and one.team == "north"
    )
    for said in (
        ("mediation_adviser_contacted", "--on", "today-1"),
        ("mediation_requested", "--on", "today", "--set", "issues=education,health"),
    ):
        answer = seat.office("act", case, *said)
        assert answer.code == 0 or "already" in answer.err, answer.err
    mediation = case.replace("case", "mediation")

    def asked() -> bool:
        shown = seat.office("dispute", "show", mediation, "--json")
        return shown.code == 0 and bool(shown.json["mediator"])

    wait_until(asked, "the mediation has its mediator")
    return mediation


def test_ops_inspect_a_workflow_and_its_history(seat: Seat, sign_in: SignIn) -> None:
    case = seat.cases()[0].case_id
    ops = sign_in("Teasel Sample")
    ops.tab_to("Operations")
    ops.enter()
    ops.sees("No workflows are stuck")
    ops.tab_to("Number of the")
    ops.type(case)
    ops.press("Enter")
    ops.page.wait_for_url(f"**/operations/{case}")
    ops.sees("The workflow was started.")
    link = (
        ops.page.get_by_role("link", name="See this workflow in the Temporal UI").get_attribute("href") or ""
    )
    assert link.endswith(f"/namespaces/default/workflows/{case}") and "127.0.0.1" in link
    ops.page.goto(f"{seat.address}/cases/{case}")
    ops.sees("You may not see cases")


PAGES = {
    "officer-n3": ("/panel", "/panel?past=1", "/panel/new", "/panel/{sitting}", "/panel/{sitting}/act/list_case",
                   "/disputes", "/disputes/{mediation}", "/disputes/{mediation}/act/invite_mediator", "/cases/{mediated}/bundles/{mediation}", "/search", "/cases/{other}"),
    "mediator-1": ("/disputes", "/disputes?over=1"),
    "head-1": ("/access", "/access?refused=1", "/access/sealed", "/access/sessions", "/cases/{other}/seal", "/cases/{other}/glass"),
    "ops-1": ("/operations", "/operations/{other}", "/operations/case-none"),
}  # fmt: skip


@pytest.fixture(scope="module")
def known(seat: Seat) -> dict[str, str]:
    """A sitting, a mediation and a case of another team."""
    members = ("--member", "a=education", "--member", "b=health", "--member", "c=social_care", "--chair", "a")
    called = seat.office("panel", "call", "--on", "today+9", *members, "--json")
    assert called.code == 0, called.err
    other = next(one.case_id for one in seat.cases() if one.team != "north")
    mediation = in_mediation(seat)
    mediated = mediation.replace("mediation", "case")
    return {
        "sitting": called.json["sitting"],
        "mediation": mediation,
        "mediated": mediated,
        "other": other,
    }


@pytest.fixture(scope="module")
def readers(seat: Seat) -> Iterator[dict[str, Page]]:
    """Pages of each person without a content security policy, so that axe can run."""
    pages = {}
    for who in PAGES:
        page = seat.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900}).new_page()
        sit_down(page, seat.address, who)
        pages[who] = page
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize("who", PAGES)
def test_their_pages_have_no_violations(
    seat: Seat, readers: dict[str, Page], known: dict[str, str], who: str
) -> None:
    page, found = readers[who], dict[str, list[str]]()
    for path in PAGES[who]:
        page.goto(seat.address + path.format(**known))
        if wrong := faults(page):
            found[path] = wrong
    assert found == {}


def test_a_page_with_an_error_has_no_violations(
    seat: Seat, readers: dict[str, Page], known: dict[str, str]
) -> None:
    page = readers["officer-n3"]
    page.goto(f"{seat.address}/panel/new")
    follow(page, "Call this sitting")
    assert page.title().startswith("Error: ") and faults(page) == []
    page.goto(f"{seat.address}/panel/{known['sitting']}/act/list_case")
    options = (
        page.get_by_label("Which case?").locator("option").evaluate_all("all => all.map(one => one.value)")
    )
    assert options and known["other"] not in options, "a case of another team is not offered"
    page.get_by_label("Whether to assess").check()
    follow(page, "Record this")
    assert "case" in (page.locator(".govuk-error-summary").text_content() or "").lower()
