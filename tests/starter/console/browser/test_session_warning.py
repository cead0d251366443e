"""A person who does nothing for a while is warned before the session ends, and can stay signed in."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.starter.console.browser.conftest import Seat, SignIn


def test_a_person_is_warned_before_the_session_ends_and_stays_signed_in(seat: Seat, sign_in: SignIn) -> None:
    person = sign_in("Alder Example")
    page, warning = person.page, person.page.get_by_role("alertdialog", name="You will soon be signed out")
    page.clock.install()
    person.go("/requests/new")
    person.tab_to("Child or young person’s name")
    page.clock.fast_forward("24:00")
    expect(warning).not_to_be_visible()
    page.clock.fast_forward("02:00")
    expect(warning).to_be_visible()
    assert person.focused() == "Stay signed in"
    with page.expect_response("**/sign-in/stay") as answer:
        person.press("Enter")
    assert answer.value.status == 204
    expect(warning).not_to_be_visible()
    assert person.focused().startswith("Child or young person’s name"), "typing goes on where it was"
