"""The check of the pages finds what it must: each fault below is one that a page could have."""

from __future__ import annotations

import pytest

from tests.starter.console.browser.axe import faults
from tests.starter.console.browser.conftest import Seat

PAGE = (
    "<!doctype html><html lang='en'><head><title>A page</title><style>"
    "p { color: #000; background: #fff; font-size: 16px } .grey { color: #bbb } .kept { forced-color-adjust: none }"
    "@media (max-width: 400px) { .narrow { color: #bbb } .only-wide { display: none } }"
    "@media (min-width: 401px) { .only-narrow { display: none } }"
    "@media (forced-colors: active) { .kept { color: #eee; background: #fff } .named { color: Mark; background: Canvas } }"
    "</style></head><body><main><h1>A page</h1><p>Text</p>%s</main></body></html>"
)
FAULTS = {
    "<p class='grey'>Text</p>": ["1280: color-contrast", "320: color-contrast"],
    "<p class='narrow'>Text</p>": ["320: color-contrast"],
    "<p class='kept'>Text</p>": [
        "1280: forced colours: color-contrast",
        "320: forced colours: color-contrast",
    ],
    "<p class='named'>Text</p>": [
        "1280: forced colours: color-contrast",
        "320: forced colours: color-contrast",
    ],
    "<label class='only-wide'>Name</label><input class='only-wide'>": ["1280: label"],
    "<input class='only-narrow'>": ["320: label"],
    "<p style='width: 600px'>Text</p>": ["320: the page is"],
    "<p>More text</p>": [],
}


@pytest.mark.parametrize("body", FAULTS)
def test_a_fault_is_found_at_its_width_and_in_its_colours(seat: Seat, body: str) -> None:
    page = seat.browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content(PAGE % body)
    found = faults(page)
    assert [one[: len(said)] for one, said in zip(found, FAULTS[body], strict=True)] == FAULTS[body], found
    page.close()


def test_a_contrast_that_was_measured_is_not_forgotten_where_the_classes_differ(seat: Seat) -> None:
    page = seat.browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content(PAGE % "<div class='row'><p>Text</p></div>")
    assert faults(page) == []
    page.set_content(PAGE % "<div class='row'><p>Text</p><p class='grey pale'>Text</p></div>")
    assert [one.split(":")[1] for one in faults(page)] == [" color-contrast", " color-contrast"]
    page.close()
