"""A plan for the local area in a browser: started and frozen by a manager, and every page of it checked by axe."""

from __future__ import annotations

from tests.running import wait_until
from tests.starter.console.browser.axe import faults
from tests.starter.console.browser.conftest import Seat, follow, sit_down
from tests.starter.inclusion_plans import PLAN, put_plan

PAGES = (
    "",
    "/sections/vision",
    "/act/add_priority",
    "/act/set_assumption",
    "/evidence",
    "/versions/2",
    "/versions/2/compare",
)


def test_a_manager_starts_a_plan_freezes_its_evidence_and_every_page_is_accessible(seat: Seat) -> None:
    with seat.database.write() as session:
        put_plan(session)
    context = seat.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    sit_down(page, seat.address, "manager-north")
    page.goto(f"{seat.address}/inclusion-plan")
    assert faults(page) == []
    follow(
        page, "Start a plan", "link" if page.get_by_role("link", name="Start a plan").count() else "button"
    )
    assert faults(page) == []
    page.get_by_label("Local Area Inclusion Plan", exact=True).check()
    page.get_by_label("Lead").select_option("manager-north")
    page.get_by_label("Who signs off for the authority").select_option("head-1")
    follow(page, "Start this plan")
    started = page.url.partition("?")[0]
    page.goto(f"{started}/act/freeze_evidence")
    for part, text in (("Day", "1"), ("Month", "3"), ("Year", "2024")):
        page.get_by_label(part, exact=True).fill(text)
    follow(page, "Record this")

    def is_frozen() -> bool:
        page.goto(started)
        return page.get_by_role("link", name="Tables as at 1 March 2024").count() == 1

    wait_until(is_frozen, "the evidence is frozen")
    for path in PAGES:
        page.goto(f"{seat.address}/inclusion-plan/{PLAN}{path}")
        assert faults(page) == [], path
    context.close()
