"""A number or a name on a form that is not known comes back at its field, with everything that was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from html import unescape

import pytest
from starlette.testclient import TestClient

from casework.processes.registry import PROCESSES
from casework.settings.settings import Setting
from office.dependencies import Parts, read_only_parts
from records import parties, settings
from tests.databases import new_records
from tests.starter.console.office import CASE, SITTING, STAFF, TODAY, furnish
from tests.starter.console.signed import browser_of, post

TYPED = "Typed with care, and not to be lost."
NOW = datetime(2024, 5, 1, tzinfo=UTC)
SCHOOLS = [
    Setting(urn, name, "mainstream", "Sample", 4, 11, True, address=("Exampleton", "ZZ1 1ZA"))
    for urn, name in (
        ("900001", "Hill Primary School"),
        ("900002", "Hill Road School"),
        ("900003", "Larch School"),
    )
]
CALLS = sorted(
    f"{process.group.shown.address}/new" for process in PROCESSES if process.called_with is not None
)
UNKNOWN = "There is no case with this number. Check it, or search for the case"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with closing(new_records(tmp_path_factory.mktemp("wrong"))) as database:
        furnish(database)
        with database.write() as session:
            settings.replace_settings(session, SCHOOLS, settings.Load(NOW, None, len(SCHOOLS), None))
        yield read_only_parts(database, lambda: TODAY)


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["officer"])


def filled(page: str, number: str) -> dict[str, str | list[str]]:
    """Fill in a form as it is shown: the first option of each choice, a date, words, and this number of the case."""
    form = re.findall(r"<form.*?</form>", page, re.DOTALL)[-1]
    given: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input([^>]*)>", form):
        one = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        name, kind = one.get("name", ""), one.get("type", "text")
        if kind in ("radio", "checkbox", "hidden"):
            given.setdefault(name, unescape(one["value"]))
        elif name.endswith(("-day", "-month", "-year")) and not name.startswith("on-"):
            given[name] = "2024" if name.endswith("-year") else "1"
        elif kind == "text" and not name.startswith("on-"):
            given[name] = number if name == "case" else "900001"
    for name in re.findall(r'<textarea[^>]* name="([^"]+)"', form):
        given[name] = TYPED
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        given[name] = next(iter(one for one in re.findall(r'value="([^"]*)"', options) if one), "")
    return given


@pytest.mark.parametrize("address", CALLS)
def test_an_unknown_case_comes_back_on_every_form_that_starts_a_process(
    browser: TestClient, address: str
) -> None:
    sent = filled(browser.get(address).text, "case-none")
    shown = post(browser, address, sent)
    assert shown.status_code == 400 and "<title>Error: " in shown.text
    assert UNKNOWN in shown.text, re.findall(r"error-summary.*?</ul>", shown.text, re.DOTALL)
    assert 'href="#case"' in shown.text and 'value="case-none"' in shown.text
    assert shown.text.count(TYPED) == list(sent.values()).count(TYPED)


def test_a_case_of_another_team_comes_back_at_its_field_too(parts: Parts) -> None:
    browser = browser_of(parts, STAFF["officer of another team"])
    shown = post(browser, "/endings/new", filled(browser.get("/endings/new").text, CASE))
    assert shown.status_code == 400 and 'href="#case"' in shown.text and f'value="{CASE}"' in shown.text
    assert "it is with team north" in shown.text, re.findall(r"error-summary.*?</ul>", shown.text, re.DOTALL)


@pytest.mark.parametrize("step", ["check", "now", "record"])
def test_an_unknown_case_comes_back_on_the_form_that_lists_it_for_a_sitting(
    browser: TestClient, step: str
) -> None:
    address = f"/panel/{SITTING}/act/list_case"
    sent = filled(browser.get(address).text, "case-none")
    shown = post(browser, address, {**sent, "case": "case-none", "step": step})
    assert shown.status_code == 400 and UNKNOWN in shown.text and "case-none" in shown.text


def test_past_work_takes_a_setting_by_name_and_keeps_every_row(browser: TestClient) -> None:
    address = f"/cases/{CASE}/past-work"
    date = {"day-2": "1", "month-2": "5", "year-2": "2024"}
    sent = {"step": "check", "action-2": "setting_consulted", **date, "words-2": TYPED}
    several = post(browser, address, {**sent, "setting-2": "hill"})
    assert several.status_code == 400 and 'href="#setting-2"' in several.text
    assert "settings match" in several.text and several.text.count('name="setting-2" type="radio"') == 3
    assert TYPED in several.text and 'value="setting_consulted" selected' in several.text
    none = post(browser, address, {**sent, "setting-2": "Nowhere Academy"})
    assert "No setting is called" in none.text and 'value="Nowhere Academy"' in none.text
    no_act = post(browser, address, {**sent, "action-2": "", "setting-2": ""})
    assert 'href="#action-2"' in no_act.text and TYPED in no_act.text
    refused = post(browser, address, {**sent, "setting-2": "Larch School"})
    assert 'href="#action-2"' in refused.text and "Action 2: " in refused.text
    assert re.search(r'name="setting-2" type="radio" value="\d{6}" checked', refused.text)


def test_a_setting_is_added_to_the_people_by_its_name(parts: Parts, browser: TestClient) -> None:
    address = f"/cases/{CASE}/people/add"
    sent = {"relationship": "setting", "name": "Sam Sample", "postal": TYPED, "channel": "letter"}
    assert "Enter its name, town or number" in browser.get(f"{address}?relationship=setting").text
    several = post(browser, address, {**sent, "of": "hill"})
    assert several.status_code == 400 and 'href="#of"' in several.text and TYPED in several.text
    urn = re.findall(r'name="of" type="radio" value="(\d+)"', several.text)[0]
    both = post(browser, address, {**sent, "of": [urn, "Nowhere Academy"]})
    assert both.status_code == 400 and TYPED in both.text
    chosen = post(browser, address, {**sent, "of": [urn, ""]})
    assert chosen.status_code == 303, re.findall(r"error-summary.*?</ul>", chosen.text, re.DOTALL)
    assert chosen.headers["location"].endswith("done=added")
    with parts.database.read() as session:
        added = next(one for one in parties.of_case(session, CASE) if one.name == "Sam Sample")
    assert added.of == f"urn-{urn}"


def test_the_offer_of_a_setting_is_found_by_its_name(browser: TestClient) -> None:
    found = browser.get("/standards/offers", params={"urn": "Larch School"})
    assert found.status_code == 200 and "Offer of Larch School" in found.text
    several = browser.get("/standards/offers", params={"urn": "hill"})
    assert several.status_code == 400 and 'name="urn" type="radio"' in several.text
