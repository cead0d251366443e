"""A manager sees the deadlines of the next month that will probably be missed, each with its cause, in three clicks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from office.forecast import forecasts
from records import case_forecasts
from starter.terminal.data_folder import today
from tests.starter.console.browser.conftest import Seat, follow, sit_down

MOST_CLICKS = 3
WAYS = ("Team", "Forecast")
"""The names of the links, from the page after sign-in on."""


def forecast_made(seat: Seat) -> dict[str, str]:
    """Keep a forecast in which two deadlines of team north in the next month are likely to be missed, and one later.

    Returns their cases, each with why.
    """
    day = today()
    with seat.database.read() as session:
        made = forecasts(session, day)
    north = {one.case_id for one in seat.cases() if one.team == "north" and one.closed_on is None}
    mine = [one for one in made if one.case_id in north and one.next_limit is not None][:3]
    days = (day + timedelta(days=3), day + timedelta(days=30), day + timedelta(days=40))
    likely = [
        replace(one, next_due_on=due, chance_of_missing_next=0.8) for one, due in zip(mine, days, strict=True)
    ]
    others = [replace(one, chance_of_missing_next=0.1) for one in made if one not in mine]
    with seat.database.write() as session:
        case_forecasts.keep(session, day, [*others, *likely])
    return {one.case_id: one.because for one in likely[:2]}


def test_a_manager_sees_next_months_likely_misses_with_their_causes_in_three_clicks(seat: Seat) -> None:
    expected = forecast_made(seat)
    context = seat.browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    sit_down(page, seat.address, "manager-north")
    clicks = 0
    for name in WAYS:
        follow(page, name, "link")
        clicks += 1
    assert clicks <= MOST_CLICKS
    table = page.get_by_role("table").filter(has=page.get_by_text("that may be missed"))
    rows = table.get_by_role("row").filter(has=page.locator("a"))
    found = {row.locator(".app-id").inner_text(): row.inner_text() for row in rows.all()}
    assert found.keys() == expected.keys(), "only those that end within a month"
    for case_id, why in expected.items():
        assert why in found[case_id] and "8 in 10" in found[case_id]
    assert page.get_by_role("table", name="Causes").get_by_role("row").count() > 1
    context.close()
