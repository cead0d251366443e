"""An officer bands a case and a manager looks after the frameworks, each on the pages of the console."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from casework.access.permissions import Person, Role
from casework.processes.panel.sitting import Item, Sitting
from office import banding, money
from office.dependencies import Parts
from office.plans import save
from office.refusals import ActRefused
from records import money as kept
from records import plans, settings
from records.profile import keep_profile
from tests.activities.steps import at_nine
from tests.office.planned_case import LARCH
from tests.plans import sample_plan
from tests.starter.console.plan_page import ASH, CHILD, ROWAN
from tests.starter.console.signed import as_person, post
from tests.starter.processes import put

MANAGER = replace(ASH, id="manager-1", name="Sample Manager", roles=frozenset({Role.TEAM_MANAGER}))
LEVELS = {"communication": "2", "learning": "3", "wellbeing": "1", "sensory": "0"}


def matrix(version: str = "2024-25", second_year: str = "2025-04-01", uplift: str = "3") -> bytes:
    """The shipped matrix for the years of these tests."""
    text = (
        money.shipped()["needs-matrix"].replace("2027-04-01", second_year).replace("2026-04-01", "2024-04-01")
    )
    text = text.replace("framework,version,,,,2026-27", f"framework,version,,,,{version}")
    return text.replace("uplift,2027-28,,,,3,", f"uplift,2027-28,,,,{uplift},").encode()


def uploaded(content: bytes) -> dict[str, tuple[str, bytes]]:
    return {"file": ("file.csv", content)}


def errors(answer: Response) -> list[str]:
    """The fields to which the error summary of a page links; each is on the page."""
    found = re.findall(
        r'<a href="#([\w-]+)">', answer.text.partition("There is a problem")[2].partition("</ul>")[0]
    )
    assert answer.status_code == 400 and "<title>Error: " in re.sub(r"\s+(?=Error)", "", answer.text), (
        answer.text[:300]
    )
    for each in found:
        assert f'id="{each}"' in answer.text, each
    return found


@pytest.fixture
def banded(writer: TestClient, plan_parts: Parts, plan_case: str) -> str:
    """A case with Section F, in an authority with one framework."""
    with plan_parts.database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}}, None, at_nine("2024-05-01"))
    money.load(plan_parts.database, matrix().decode(), "manager-1", plan_parts.today())
    save(plan_parts.database, plan_case, sample_plan(CHILD), "officer-1")
    return plan_case


def profile(
    browser: TestClient, case: str, person: Person = ASH, page: str = "profile", **changed: str
) -> Response:
    as_person(browser, person)
    says = {f"says-{name}": "The advice of the school." for name in LEVELS}
    return post(browser, f"/cases/{case}/bands/{page}", {"setting_type": "mainstream", "framework": "needs-matrix", **LEVELS, **says, **changed})  # fmt: skip


def decided(browser: TestClient, case: str, **changed: str) -> Response:
    days = {"decided_on": "3 6 2024", "starts_on": "14 10 2024"}
    split = {f"{name}-{part}": value for name, day in days.items() for part, value in zip(("day", "month", "year"), day.split(), strict=True)}  # fmt: skip
    return post(
        browser,
        f"/cases/{case}/bands/decision",
        {"band": "5", "who": "officer", "covers": "yes", **split, **changed},
    )


def end_others(parts: Parts, case: str) -> None:
    """End what the cases of other tests pay, so that a sum is of this case only."""
    with parts.database.read() as session:
        others = [each for each in kept.of_cases(session) if each != case]
    for each in others:
        with suppress(ActRefused):
            banding.end(
                parts.database, each, date(2024, 10, 14), "officer-1", "Another test is over.", parts.today()
            )


def test_without_section_f_the_page_leads_to_the_plan_and_offers_no_profile(
    writer: TestClient, plan_case: str
) -> None:
    shown = writer.get(f"/cases/{plan_case}/bands").text
    assert f'href="/cases/{plan_case}/plan">Write Section F' in shown
    assert f"/cases/{plan_case}/bands/profile" not in shown


def test_an_officer_profiles_decides_pays_and_ends(
    writer: TestClient, plan_parts: Parts, banded: str
) -> None:
    address = f"/cases/{banded}/bands"
    assert f'href="{address}"' in writer.get(f"/cases/{banded}").text
    assert "No band has been decided" in writer.get(address).text
    asked = writer.get(f"{address}/profile?framework=needs-matrix").text
    assert "Which level describes the need best?" in asked and "Section F: " in asked
    assert errors(profile(writer, banded, learning="")) == ["learning"]
    assert errors(profile(writer, banded, **{"says-learning": ""})) == ["says-learning"]
    assert errors(profile(writer, banded, setting_type="")) == ["setting_type"]
    assert profile(writer, banded).headers["location"] == f"{address}?done=profiled"
    form = writer.get(f"{address}/decision").text
    assert "9 points" in form and "£3,400.00" in form and "Does the money cover what Section F says?" in form
    assert errors(decided(writer, banded, band="6")) == ["reason"]
    assert errors(decided(writer, banded, covers="")) == ["covers"]
    assert set(errors(decided(writer, banded, **{"starts_on-day": "31", "starts_on-month": "2", "extra": "lots"}))) == {"starts_on-day", "extra"}  # fmt: skip
    with plan_parts.database.read() as session:
        before = [one.hash for one in plans.plans_of(session, banded)]
    made = decided(writer, banded, band="6", reason="The grid does not see the risk outside.", who="by_panel")
    assert made.headers["location"] == f"{address}?done=decided", made.text
    shown = writer.get(made.headers["location"]).text
    for said in (
        "Band 6",
        "£4,500.00",
        "£4,200.00",
        "£6,000.00",
        "computed band 5",
        "A panel, 3 June 2024",
        "It changes no date",
    ):
        assert said in shown, said
    lines = writer.get(f"{address}/schedule").text
    assert "14 October 2024" in lines and "£221.92" in lines and "31 March 2025" in lines
    assert "£221.92" in writer.get(f"{address}/schedule?as=csv").text
    assert errors(post(writer, f"{address}/leaving", {"because": "The child moved away."})) == ["left_on-day"]
    left = {"left_on-day": "3", "left_on-month": "3", "left_on-year": "2025"}
    assert errors(post(writer, f"{address}/leaving", {**left, "because": "No"})) == ["because"]
    ended = post(writer, f"{address}/leaving", {**left, "because": "The child moved away."})
    assert ended.headers["location"] == f"{address}?done=left" and "3 March 2025" in writer.get(address).text
    assert "nothing to end" in writer.get(f"{address}/leaving").text
    with plan_parts.database.read() as session:
        assert [one.hash for one in plans.plans_of(session, banded)] == before


def test_an_officer_sees_the_letter_before_the_setting_is_told(
    writer: TestClient, plan_parts: Parts, banded: str
) -> None:
    """One button leads to the letter with its amounts; the check page asks for nothing more."""
    address = f"/cases/{banded}/bands"
    profile(writer, banded)
    decided(writer, banded, setting="")
    assert "names no school or college" in writer.get(address).text
    with plan_parts.database.write() as session:
        ours = {"name": "Sample Council", "telephone": "01632 960000"}
        keep_profile(session, {"authority": ours}, None, at_nine("2024-06-02"))
        larch = replace(LARCH, address=("1 Sample Road", "Exampleton", "EX4 6PL"))
        settings.replace_settings(session, [larch], settings.Load(at_nine("2024-06-02"), None, 1, None))
    decided(writer, banded, setting=LARCH.urn)
    page = writer.get(address).text
    assert f"Tell {LARCH.name}" in page
    form = page[page.index("/act/band_told") :].partition("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    check = post(
        writer,
        f"/cases/{banded}/act/band_told",
        {name: value for name, value in sent.items() if name != "csrf"},
    )
    for said in (
        "The funding band that we have decided",
        "£3,502.00 a year",
        f"Setting ({LARCH.name} ({LARCH.urn}))",
        LARCH.name,
        "Band 5 from 14 October 2024",
    ):
        assert said in check.text, said
    assert "copy_to_family" not in check.text and f"urn-{LARCH.urn}" not in check.text


def test_a_panel_of_the_case_can_be_named_as_who_decided(
    writer: TestClient, plan_parts: Parts, banded: str
) -> None:
    address = f"/cases/{banded}/bands"
    with plan_parts.database.write() as session:
        for its_id, case in (("sitting-bandsbandsba", banded), ("sitting-otherotherot", "case-other")):
            held = Sitting(its_id, date(2024, 6, 3), date(2024, 6, 3), "chair-1", (), (Item(case, "plan"),))
            put(session, "panel", held)
    profile(writer, banded)
    form = writer.get(f"{address}/decision").text
    assert "Multi-agency panel of Monday 3 June 2024 decided" in form and "sitting-otherotherot" not in form
    assert errors(decided(writer, banded, who="sitting-otherotherot")) == ["who"]
    shown = writer.get(decided(writer, banded, who="sitting-bandsbandsba").headers["location"]).text
    assert 'sitting-bandsbandsba">Multi-agency panel of Monday 3 June 2024</a>, 3 June 2024' in shown


def test_a_manager_loads_switches_simulates_and_compares(
    writer: TestClient, plan_parts: Parts, banded: str
) -> None:
    end_others(plan_parts, banded)
    profile(writer, banded)
    assert decided(writer, banded).status_code == 303
    as_person(writer, MANAGER)
    bad = matrix("bad").replace(b"value,3,,special,2026-27,6400", b"value,3,,special,2026-27,free")
    refused = post(writer, "/manager/bands/load", files=uploaded(bad))
    assert errors(refused) == ["file"] and re.search(r"Line \d+: .*not an amount in pounds", refused.text)
    assert errors(post(writer, "/manager/bands/load")) == ["file"]
    check = post(writer, "/manager/bands/load", files=uploaded(matrix("2025", uplift="10")))
    for said in ("£3,502.00", "£3,740.00", CHILD, "1 April 2025"):
        assert said in check.text, said
    file_id = re.search(r'name="file_id" value="(\w+)"', check.text)
    assert file_id is not None
    made = post(writer, "/manager/bands/load", {"step": "load", "file_id": file_id[1]})
    assert made.headers["location"] == "/manager/bands?done=loaded"
    assert "2025, 10 bands" in writer.get("/manager/bands").text
    day = {"values_on-day": "1", "values_on-month": "5", "values_on-year": "2025"}
    assert errors(post(writer, "/manager/bands/simulation", day)) == ["file"]
    simulated = post(writer, "/manager/bands/simulation", day, files=uploaded(matrix("try", uplift="20")))
    assert "£4,080.00" in simulated.text and "1 (£340.00)" in simulated.text
    payment = f"case,from,to,amount,reference\n{banded},2024-11-01,2024-11-30,279.00,R1\n".encode()
    assert errors(post(writer, "/manager/bands/payments", files=uploaded(b"case\n"))) == ["file"]
    kept = post(writer, "/manager/bands/payments", files=uploaded(payment))
    shown = writer.get(kept.headers["location"]).text
    assert "£279.45" in shown and "Paid too little" in shown and "-£0.45" in shown
    finance = writer.get("/manager/bands/schedule.csv")
    assert f"{banded},," in finance.text and "279.45" in finance.text and CHILD not in finance.text
    off = {"framework": "needs-matrix", "do": "off", "because": "It costs more than was planned."}
    assert errors(post(writer, "/manager/bands/switch", off)) == ["off_from-day"]
    first_day = {"off_from-day": "1", "off_from-month": "8", "off_from-year": "2025"}
    assert errors(post(writer, "/manager/bands/switch", {**off, **first_day, "because": ""})) == ["because"]
    assert (
        post(writer, "/manager/bands/switch", {**off, **first_day}).headers["location"]
        == "/manager/bands?done=off"
    )
    assert "off from 1 August 2025" in writer.get("/manager/bands").text
    assert post(writer, "/manager/bands/switch", {**off, "do": "on"}).status_code == 303


def test_a_second_person_bands_the_sample_without_the_first_banding(writer: TestClient, banded: str) -> None:
    profile(writer, banded)
    decided(writer, banded, band="6", reason="The grid does not see the risk outside.")
    own = profile(writer, banded, ASH, "second")
    assert own.status_code == 400 and "Ask another person" in own.text
    as_person(writer, ROWAN)
    blank = writer.get(f"/cases/{banded}/bands/second").text
    assert " checked" not in blank and "The advice of the school" not in blank
    assert profile(writer, banded, ROWAN, "second", sensory="3").headers["location"].endswith("?done=second")
    as_person(writer, MANAGER)
    shown = writer.get("/manager/bands/moderation?percent=100").text
    assert "6, by officer-2" in re.sub(r"Rowan Sample", "officer-2", shown) and "Differ" in shown
    assert errors(writer.get("/manager/bands/moderation?percent=half")) == ["percent"]
    changes = writer.get("/manager/bands/changes").text
    assert "5 to 6" in changes and "The grid does not see the risk outside." in changes
    as_person(writer, replace(MANAGER, id="manager-2", teams=frozenset({"south"})))
    assert banded not in writer.get("/manager/bands/changes").text
    assert banded not in writer.get("/manager/bands/schedule.csv").text


def test_several_frameworks_are_chosen_from_and_the_reform_can_be_off(
    writer: TestClient, plan_parts: Parts, banded: str
) -> None:
    numbered = (
        money.shipped()["numbered-bands"]
        .replace("2026-04-01", "2024-04-01")
        .replace("2027-04-01", "2025-04-01")
    )
    money.load(plan_parts.database, numbered, "manager-1", plan_parts.today())
    assert "Which framework do you use?" in writer.get(f"/cases/{banded}/bands/profile").text
    chosen = writer.get(f"/cases/{banded}/bands/profile?framework=numbered-bands").text
    assert "Communication, interaction and learning" in chosen
    assert profile(writer, banded).status_code == 303
    periods = {
        "bands_and_tariffs": [{"starts": "2024-06-01", "switched_on": False, "name": "Funding levels"}]
    }
    with plan_parts.database.write() as session:
        keep_profile(
            session,
            {"authority": {"name": "Sample Council"}, "reforms": periods},
            None,
            at_nine("2024-06-01"),
        )
    shown = writer.get(f"/cases/{banded}/bands").text
    assert (
        "Funding levels is switched off" in shown and "Profile the needs" not in shown and "9 points" in shown
    )
    assert errors(decided(writer, banded)) == ["band"]
    with plan_parts.database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}}, None, at_nine("2024-06-01"))
