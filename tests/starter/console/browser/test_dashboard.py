"""The pages of the dashboard have no violations of accessibility, with charts and without."""

from __future__ import annotations

from office import council_details
from office.published_figures import load
from starter.terminal.data_folder import today
from tests.casework.dashboard.published import SEN2_ROWS
from tests.starter.console.browser.axe import faults
from tests.starter.console.browser.conftest import Seat, sit_down

PAGES = (
    "/dashboard",
    "/dashboard?tab=money",
    "/dashboard/plans_in_20_weeks",
    "/dashboard/print",
    "/dashboard/public",
)


def test_the_pages_of_the_dashboard_have_no_violations(seat: Seat) -> None:
    council = {
        "authority": {"name": "Sample Council"},
        "dashboard": {"authority": "Leeds", "neighbours": ["Kirklees"]},
    }
    before = council_details.details(seat.database).content
    council_details.load(seat.database, before | council, "admin-1")
    load(seat.database, SEN2_ROWS, "sen2_mi.csv", None, released_on=today(), today=today())
    context = seat.browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sit_down(page, seat.address, "manager-north")
    for path in PAGES:
        page.goto(seat.address + path)
        assert faults(page) == [], path
    page.goto(f"{seat.address}/dashboard/plans_in_20_weeks")
    assert page.locator("svg.app-chart").count() == 2
    context.close()
