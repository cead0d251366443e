"""A rule pack and bank holidays that are released later apply only to cases opened after them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from fastapi.testclient import TestClient
from temporalio.testing import WorkflowEnvironment

from casework.access.permissions import Person, Role
from casework.disputes.group import DISPUTES
from office.dependencies import Parts, read_only_parts
from office.processes import listed_as_json
from records.database import Database
from starter.api.app import api
from starter.simulate.processes import ProcessesPlayed
from statute import calendars, pack
from tests.starter.api.conftest import FAST, token_for
from tests.starter.console.signed import browser_of
from tests.workflows.played_case import Open, Told

HEAD = Person("head-1", "Sample Head", frozenset({Role.HEAD_OF_SERVICE}))
DECIDE = "reg5.decide_to_assess"
LATER = "england-2099-01-01"
NEW_DAYS = ("2024-04-08", "2024-04-09", "2024-04-18", "2024-04-19", "2024-04-22")
REFUSED = ("assessment_refused 2024-04-10", "mediation_declined 2024-04-17")
_CACHES = (
    calendars.release_ids, calendars.load_release, calendars._england,
    pack.load_pack, pack.pack_ids, pack.pack_in_force, pack.governing_pack,
)  # fmt: skip


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A function that releases a pack with five weeks to decide whether to assess, and more bank holidays."""

    def now() -> None:
        packs, holidays = tmp_path / "packs", tmp_path / "bank_holidays"
        shutil.copytree(pack.packs_folder(), packs)
        shutil.copytree(calendars._RELEASES, holidays)
        old = packs / "england-2014.yaml"
        content = yaml.safe_load(old.read_text(encoding="utf-8"))
        old.write_text(yaml.safe_dump({**content, "effective_to": "2023-12-31"}), encoding="utf-8")
        (decide,) = [rule for rule in content["rules"] if rule["id"] == DECIDE]
        decide["counting"]["n"], decide["title"] = 5, "Decide under the new law"
        decide["exceptions"] = []
        content |= {"id": "england-later", "effective_from": "2024-01-01"}
        (packs / "england-later.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
        table = json.loads((holidays / f"{calendars.newest_release().id}.json").read_text(encoding="utf-8"))
        table["days"] += [
            {"on": day, "name": "A day of the new release", "one_off": True} for day in NEW_DAYS
        ]
        (holidays / f"{LATER}.json").write_text(json.dumps(table), encoding="utf-8")
        monkeypatch.setenv("EHCP_PACKS", str(packs))
        monkeypatch.setattr(calendars, "_RELEASES", holidays)
        _forget()

    yield now
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for each in _CACHES:
        each.cache_clear()


class Shown(NamedTuple):
    """A case in the API, in a list, on its page, on the page of exceptions, and on its timer."""

    api: dict[str, Any]
    listed: dict[str, Any]
    limits_on_page: tuple[str, ...]
    grounds: tuple[str, ...]
    timer: tuple[str | None, str | None]
    disputes: list[dict[str, Any]]


async def shown(told: Told, day: str) -> Shown:
    today = date.fromisoformat(day)
    parts = read_only_parts(told.database, lambda: today)
    case = _called(parts, f"/cases/{told.id}")
    rows = _called(parts, "/cases?limit=200")["cases"]
    with browser_of(parts, HEAD) as browser:
        page = browser.get(f"/cases/{told.id}")
        asked = browser.get(f"/cases/{told.id}/act/exception_claimed")
    assert page.status_code == 200 and asked.status_code == 200
    outlook = (await told.played.handle.query("case"))["outlook"]
    disputes = listed_as_json(told.database, DISPUTES, today, case_id=told.id)
    listed = next(row for row in rows if row["case"] == told.id)
    limits = [one for one in case["obligations"] if one["title"] in page.text]
    return Shown(
        api={name: case[name] for name in ("obligations", "rule_pack", "calendar", "rag", "next_due_on", "stage")},
        listed={name: listed[name] for name in ("rag", "next_due_on", "next_due", "next_due_rule", "stage")},
        limits_on_page=tuple(one["because"] for one in limits if one["because"].split(".")[0] in page.text),
        grounds=tuple(sorted(re.findall(r'value="(reg[^"]*)"', asked.text))),
        timer=(outlook["next_at"], outlook["next_in_words"]),
        disputes=[{name: one[name] for name in ("family", "others", "obligations")} for one in disputes],
    )  # fmt: skip


def _called(parts: Parts, path: str) -> Any:
    headers = {"Authorization": f"Bearer {token_for(parts.database, HEAD)}"}
    with TestClient(api(parts, pace=FAST)) as client:
        answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def limit(one: Shown, rule: str) -> dict[str, Any]:
    return dict(next(each for each in one.api["obligations"] if each["rule"] == rule))


async def test_an_open_case_keeps_its_law_on_page_list_api_and_timer(
    opened: Open, release: Callable[[], None]
) -> None:
    before, after = await opened("2024-03-04"), await opened("2024-03-04")
    await before.until("2024-03-25")
    await after.heard()
    kept = await shown(before, "2024-03-25")
    release()
    await after.until("2024-03-25")
    assert await shown(before, "2024-03-25") == kept
    for told in (before, after):
        await told.until("2024-04-09")
    assert await shown(before, "2024-04-09") == await shown(after, "2024-04-09")
    assert await shown(before, "2024-04-20") == await shown(after, "2024-04-20"), (
        "days that pass change both alike"
    )

    new = await opened("2024-03-04")
    await new.until("2024-03-25")
    other = await shown(new, "2024-03-25")
    assert (kept.api["rule_pack"], other.api["rule_pack"]) == ("england-2014", "england-later")
    assert other.api["calendar"] == LATER != kept.api["calendar"]
    assert (limit(kept, DECIDE)["due_on"], limit(other, DECIDE)["due_on"]) == ("2024-04-15", "2024-04-08")
    assert kept.listed["next_due_on"] == "2024-04-15" and other.listed["next_due_on"] == "2024-04-08"
    assert other.listed["next_due"] == "Decide under the new law" != kept.listed["next_due"]
    assert kept.timer != other.timer
    assert set(other.grounds) < set(kept.grounds), (
        "the page of exceptions asks for the grounds of the case's own pack"
    )


async def test_a_dispute_counts_by_the_law_of_its_case(
    opened: Open, release: Callable[[], None], virtual: tuple[WorkflowEnvironment, Database]
) -> None:
    async def refused(told: Told) -> Told:
        played = ProcessesPlayed(*virtual, told.played)
        for said in REFUSED:
            await told.until(said.split()[1])
            await told.do(said)
            await played.find()
        return told

    before, after = await refused(await opened("2024-03-04")), await opened("2024-03-04")
    await after.heard()
    kept = await shown(before, "2024-04-17")
    release()
    await refused(after)
    assert kept == await shown(before, "2024-04-17") == await shown(after, "2024-04-17")
    new = await shown(await refused(await opened("2024-03-04")), "2024-04-17")

    def certificate(one: Shown) -> set[str]:
        return {each["due_on"] for each in one.disputes[0]["obligations"] if "certificate" in each["rule"]}

    assert certificate(kept) and certificate(kept) != certificate(new), (
        "the new release has more bank holidays"
    )
