"""The council's own details on pages: read, changed with one validation, and each version kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from casework.authority.profile import BadProfile, profile_to_load
from casework.case.actor import OPERATOR_ID
from office import council_details
from office.council_details import details
from office.dependencies import Parts, read_only_parts
from records.database import Database
from starter.console.views.council import content_of, raw_of
from starter.console.views.council_parts import PARTS
from statute.strict_reading import yaml_from
from tests.databases import new_records
from tests.running import ROOT
from tests.starter.console.office import STAFF, TODAY
from tests.starter.console.signed import as_person, browser_of, post

SAMPLE = yaml_from((ROOT / "samples" / "authority.yaml").read_text(encoding="utf-8"))
WHY = {"because": "The service has a new address."}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(new_records(tmp_path)) as found:
        council_details.load(found, SAMPLE, "admin-1")
        yield found


@pytest.fixture
def parts(database: Database) -> Parts:
    return read_only_parts(database, lambda: TODAY)


@pytest.fixture
def browser(parts: Parts) -> TestClient:
    return browser_of(parts, STAFF["head"])


def form(browser: TestClient, part: str, database: Database) -> dict[str, str]:
    assert browser.get(f"/council/{part}").status_code == 200
    now, found = details(database), next(one for one in PARTS if one.name == part)
    return raw_of(found, now.part(part)) | {"seen": str(now.version)}


@pytest.mark.parametrize("part", PARTS, ids=lambda one: one.name)
def test_a_form_that_is_sent_unchanged_is_the_same_part(part: Any) -> None:
    kept = profile_to_load(SAMPLE).model_dump(mode="json")
    content, errors, _ = content_of(part, raw_of(part, kept[part.name]))
    assert errors == {}
    assert profile_to_load({**kept, part.name: content}).model_dump(mode="json") == kept


def test_every_part_of_the_profile_has_a_form() -> None:
    assert {one.name for one in PARTS} == profile_to_load(SAMPLE).model_dump().keys()


def test_a_change_is_recorded_with_its_reason_and_shown_before_and_after(
    browser: TestClient, database: Database
) -> None:
    assert "send@exampleton.invalid" in browser.get("/council").text
    sent = form(browser, "authority", database) | {"email": "new@exampleton.invalid"}
    missing = post(browser, "/council/authority", sent)
    assert missing.status_code == 400 and 'href="#because"' in missing.text
    assert post(browser, "/council/authority", sent | WHY).headers["location"] == "/council?done=authority"
    assert "new@exampleton.invalid" in browser.get("/council").text
    shown = browser.get("/council/history").text
    assert "Version 2" in shown and WHY["because"] in shown and "Your council, email" in shown
    first, before = council_details.history(database)
    assert (first.by, first.changed) == (
        "head-1",
        (("authority.email", "send@exampleton.invalid", "new@exampleton.invalid"),),
    )
    assert before.by == "admin-1"


def test_a_page_and_a_file_refuse_the_same_and_the_page_names_the_field(
    browser: TestClient, database: Database
) -> None:
    for part, change, field, said in (
        ("authority", {"email": "not an address"}, "email", "Enter an email address in the correct format"),
        ("authority", {"name": ""}, "name", "Enter the name"),
        ("tribunal", {"name": "x" * 301}, "name", "Name must be 300 characters or fewer"),
        ("services", {"2:email": "nowhere"}, "2:email", "Enter an email address in the correct format"),
        ("services", {"4:manager": "", "4:email": "a@example.org"}, "4:manager", "Enter the User ID of the manager"),
        ("mediators", {"4:name": "No Id"}, "4:key", "Enter the User ID of the row"),
        ("mediators", {"4:key": "mediator-1", "4:name": "Twice"}, "4:key", "mediator-1 is in two rows"),
        ("reforms", {"1:starts": "31 31 2026"}, "1:starts", "Enter a real date"),
        ("reforms", {"2:key": "", "2:starts": "1 September 2026"}, "2:key", "Enter the reform of the row"),
        ("alternative_provision", {"1:checks": "visit: soon"}, "1:checks", "Enter each check on its own line"),
        ("alternative_provision", {"limits": "longest weeks: many"}, "limits", "a whole number from 1 to 104"),
        ("reviews", {"meet_in_month": "13"}, "meet_in_month", "Enter a whole number from 1 to 12"),
        ("reviews", {"arrange_weeks": "some"}, "arrange_weeks", "Enter a whole number from 1 to 26"),
        ("plan_quality", {"second_reader_percent": "many"}, "second_reader_percent", "Enter a whole number from 0 to 100"),
    ):  # fmt: skip
        sent = form(browser, part, database) | WHY | change
        refused = post(browser, f"/council/{part}", sent)
        assert refused.status_code == 400, part
        assert said in unescape(refused.text) and f'href="#{field}"' in refused.text, (part, change)
        content, errors, _ = content_of(next(one for one in PARTS if one.name == part), sent)
        if not errors:
            with pytest.raises(BadProfile):
                profile_to_load({**SAMPLE, part: content})
    assert details(database).version == 1


def test_rows_are_added_changed_and_removed(browser: TestClient, database: Database) -> None:
    sent = form(browser, "mediators", database) | WHY
    sent |= {"4:key": "mediator-4", "4:name": "Drew Sample", "4:email": "drew@mediators.invalid"}
    sent |= {"1:key": "", "1:name": "", "1:email": ""}
    assert post(browser, "/council/mediators", sent).status_code == 303
    assert set(details(database).part("mediators")) == {"mediator-2", "mediator-3", "mediator-4"}
    sent = form(browser, "local_offer", database) | WHY | {"name": "", "website": ""}
    assert post(browser, "/council/local_offer", sent).status_code == 303
    assert details(database).part("local_offer") is None


def test_reforms_and_approved_providers_are_kept_on_pages(browser: TestClient, database: Database) -> None:
    """A reform has several periods; a provider has its checks; nothing that was loaded is lost."""
    sent = form(browser, "reforms", database) | WHY
    assert sent["1:starts"] == "1 September 2026" and sent["1:switched_on"] == "yes"
    sent |= {"2:key": "bands_and_tariffs", "2:starts": "1 April 2027", "2:switched_on": "no"}
    assert post(browser, "/council/reforms", sent).status_code == 303
    first, second = details(database).part("reforms")["bands_and_tariffs"]
    assert (first["switched_on"], second["starts"], second["switched_on"]) == (True, "2027-04-01", False)
    sent = form(browser, "alternative_provision", database) | WHY | {"limits": "longest weeks: 10"}
    sent |= {"1:checks": "safeguarding: 31 August 2027\nvisit: 31 March 2027"}
    assert post(browser, "/council/alternative_provision", sent).status_code == 303
    kept = details(database).part("alternative_provision")
    assert kept["limits"] == {"longest_weeks": 10} and set(kept["providers"]) == {"bridge-centre", "workshop"}
    assert kept["providers"]["bridge-centre"]["checks"]["safeguarding"] == "2027-08-31"
    page = browser.get("/council").text
    assert "Bands and tariffs: 1 April 2027, No" in page and "bands_and_tariffs" not in page
    assert "longest weeks: 10" in page and "Change<span" in page


def test_the_local_days_of_reviews_are_set_and_left_to_the_product(
    browser: TestClient, database: Database
) -> None:
    page = browser.get("/council/reviews").text
    assert "In which month of the year of a review is its meeting planned?" in page
    sent = form(browser, "reviews", database) | WHY | {"meet_in_month": "9"}
    assert post(browser, "/council/reviews", sent).status_code == 303
    assert details(database).part("reviews") == {"meet_in_month": 9, "arrange_weeks": 8}
    sent |= {"meet_in_month": "", "arrange_weeks": "", "seen": "2"}
    assert post(browser, "/council/reviews", sent).status_code == 303
    assert details(database).part("reviews") == {}


def test_two_people_do_not_overwrite_each_other(browser: TestClient, database: Database) -> None:
    sent = form(browser, "authority", database) | WHY | {"telephone": "00000 000009"}
    council_details.load(database, {**SAMPLE, "local_offer": {"name": "Another"}}, "admin-1")
    refused = post(browser, "/council/authority", sent)
    assert refused.status_code == 400 and "Another person changed these details" in refused.text
    assert "00000 000009" in refused.text and 'name="seen" value="2"' in refused.text
    assert post(browser, "/council/authority", sent | {"seen": "2"}).status_code == 303


def test_a_manager_reads_and_does_not_change_and_details_can_begin_on_pages(
    parts: Parts, browser: TestClient, tmp_path: Path
) -> None:
    as_person(browser, STAFF["manager"])
    page = browser.get("/council").text
    assert "Exampleton SENDIASS" in page and 'href="/council/authority"' not in page
    assert browser.get("/council/authority").status_code == 403
    (tmp_path / "empty").mkdir()
    with closing(new_records(tmp_path / "empty")) as empty:
        new = browser_of(read_only_parts(empty, lambda: TODAY), STAFF["admin"])
        assert "Not given" in new.get("/council").text
        assert "The details have not been given yet" in new.get("/council/history").text
        sent = {"name": "Sample Council", "seen": "0", "because": "We begin to use the service."}
        assert post(new, "/council/authority", sent).status_code == 303
        assert council_details.history(empty)[0].at <= datetime.now(UTC)


def test_the_page_stands_under_team_for_who_may_only_read_it(browser: TestClient) -> None:
    for who, text in (("manager", "Team"), ("head", "More"), ("admin", "Council details")):
        as_person(browser, STAFF[who])
        active = re.search(
            r'aria-current="[^"]*"[^>]*>\s*(?:<strong[^>]*>)?\s*([^<]+?)\s*<', browser.get("/council").text
        )
        assert active is not None and active[1] == text
        assert ('href="/council"' in browser.get("/more").text) is (who != "manager")


def test_a_version_that_a_command_loaded_is_by_the_system_operator(
    browser: TestClient, database: Database
) -> None:
    council_details.load(database, {**SAMPLE, "local_offer": {"name": "Another"}}, OPERATOR_ID)
    shown = browser.get("/council/history").text
    assert "System operator" in shown and "command" not in shown.lower()
