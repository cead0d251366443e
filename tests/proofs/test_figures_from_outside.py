"""Two scripts that share nothing with the service count every live figure of the dashboard from what the commands export."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from activities.evidence import gathered
from casework.case.actions import Act
from casework.dashboard.metric import METRICS, OWN
from casework.inclusion_plan.assumptions import assumed
from casework.money.decisions import Banding
from casework.processes.lookup import EvidenceWanted
from casework.processes.registry import BY_KIND
from casework.settings.settings import Setting
from office import council_details
from office.demo.caseload import Wanted, caseload
from office.demo.loading import record
from office.demo.made_case import made
from office.demo.planned import PlannedCase
from office.demo.rates import shipped
from office.published_figures import load
from records import case_lives, money, settings
from records.database import Database
from starter.terminal.data_folder import today
from statute.local_time import start_of_day
from tests.casework.dashboard.published import DERBY, HIGH_NEEDS_HEAD, workbook
from tests.casework.measures.test_case_export import SCRIPT
from tests.databases import new_records
from tests.office.banded_case import DECISION, TODAY, banded_records, profiled
from tests.office.demo.places import PLACE, SETTINGS, prepare
from tests.running import here as ehcp
from tests.starter.processes import put

BY_HAND = Path(__file__).with_name("figures_by_hand.py")
KINDS = (
    "nursery",
    "mainstream",
    "special",
    "independent_special",
    "non_maintained_special",
    "college",
    "pupil_referral_unit",
)
"""The kind of each of the settings that the invented plans name."""
PEOPLE = 57_264
PLACED = ("refer_placement", "screen_referral", "decide_placement", "match_provider", "start_placement")


@dataclass(frozen=True)
class Place:
    """A data folder with an invented caseload, and the cases in it."""

    data: Path
    planned: list[PlannedCase]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    data, day = tmp_path_factory.mktemp("outside"), today()
    planned = list(caseload(Wanted(3, 1, 60, day), PLACE, shipped()))
    database = new_records(data)
    prepare(database)
    _register(database)
    with database.write() as session:
        for one in planned:
            record(session, made(one, start_of_day(day)))
    _processes(database, planned[0].case_id, day)
    _bands(database, data, [one.case_id for one in planned[:8]], day)
    raw = workbook({"All LA data": {**HIGH_NEEDS_HEAD, **DERBY}})
    load(database, raw, "outturn.xlsx", None, released_on=day, today=day)
    database.close()
    yield Place(data, planned)


def _register(database: Database) -> None:
    known = [
        Setting(one.id.removeprefix("urn-"), one.name, kind, "Derby", one.lowest, one.highest, True)
        for one, kind in zip(SETTINGS, KINDS, strict=True)
    ]
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with database.write() as session:
        settings.replace_settings(session, known, settings.Load(now, None, len(known), None))
    before = council_details.details(database).content
    council_details.load(database, before | {"dashboard": {"authority": "Derby"}}, "admin-1")


def _processes(database: Database, case_id: str, day: date) -> None:
    """Record placements and endings as their workflows would leave them."""
    with database.write() as session:
        for place, (who, urn, tier, left) in enumerate(
            [
                ("authority", None, "tier_2", False),
                ("authority", "100000", "tier_3", False),
                ("authority", None, "tier_2", True),
                ("school", None, "tier_2", False),
                ("school", None, "tier_1", False),
            ]
        ):
            matched = {"commissioner": who, "pattern": "PT", "sessions": "4", "registration": "subsidiary", "planned_end": (day + timedelta(days=60)).isoformat()}  # fmt: skip
            provider = {"urn": urn} if urn else {"setting_type": "OTH"}
            referred = {"tier": tier, "reason": "BHS", "home_school": "urn-900002", "sen": "K"}
            fields: dict[str, dict[str, Any]] = {
                "refer_placement": referred,
                "screen_referral": {"outcome": "ready"},
                "decide_placement": {"decision": "approve"},
                "match_provider": {**matched, **provider},
                "end_early": {"why": "moved"},
            }
            _put(
                session,
                "ap_placement",
                f"referral-{place}",
                case_id,
                (*PLACED, *(("end_early",) if left else ())),
                fields,
                day,
            )
        for place, reason in enumerate(("needs_met", "needs_met", "maximum_age")):
            first = str(BY_KIND["ceasing"].called_with)
            ended: dict[str, dict[str, Any]] = {
                first: {"reason": reason},
                "decide_ceasing": {"decision": "cease"},
            }
            _put(
                session,
                "ceasing",
                f"ending-{place}",
                case_id,
                (first, "decide_ceasing", "end_plan"),
                ended,
                day,
            )


def _put(
    session: Any,
    kind: str,
    its_id: str,
    case_id: str,
    acts: tuple[str, ...],
    fields: dict[str, Any],
    day: date,
) -> None:
    process = BY_KIND[kind]
    state = process.begin(its_id, {"case": case_id}, None)
    for name in acts:
        state = process.after(state, Act(name, day, None, fields.get(name, {})))
    put(session, kind, state)


def _bands(database: Database, folder: Path, case_ids: list[str], day: date) -> None:
    """Keep a decided band for some cases, in schools of each kind: what it pays comes from a decision made in everyday use."""
    from office import banding

    other = banded_records(folder / "banded" if (folder / "banded").mkdir() is None else folder)
    profiled(other)
    decided = banding.decide(other, "case-abc234def567", replace(DECISION, starts_on=TODAY, setting="900001"), "officer-1", TODAY).record  # fmt: skip
    other.close()
    with database.write() as session:
        for number, case_id in enumerate(case_ids):
            content = {**decided.content, "setting": SETTINGS[number % len(SETTINGS)].id}
            row = Banding(
                f"band-{number}", case_id, "decision", None, decided.framework, decided.version,
                day - timedelta(days=1), content, "officer-1", None, datetime.now(UTC),
            )  # fmt: skip
            money.keep(session, row)


def test_every_live_figure_is_what_the_scripts_count_from_the_export(place: Place, tmp_path: Path) -> None:
    live = _live(place)
    counted = _counted(place, tmp_path)
    assert live.keys() == {name for one in METRICS.values() for name in one.live.values()}
    assert live == {name: counted[name] for name in live}
    measures = json.loads(ehcp("measures", "--json", data=place.data).out)["measures"]
    assert {one["id"]: [one["numerator"], one["denominator"]] for one in measures}.items() <= counted.items()
    shown = {name for name in OWN if live[name][0]}
    assert shown >= {name for name in OWN if not name.startswith("plans_held")}, (
        "the data must show each of them"
    )


def _live(place: Place) -> dict[str, list[int]]:
    """Return each figure of our own records that the dashboard shows, as its command prints it."""
    told = json.loads(ehcp("dashboard", "--json", data=place.data).out)
    return {
        one["live"]["measure"]: [one["live"]["numerator"], one["live"]["denominator"]]
        for metric in told["metrics"]
        for one in metric["series"]
        if one["live"] is not None
    }


def _counted(place: Place, folder: Path) -> dict[str, list[int]]:
    """Export everything with the commands, and return what the two scripts count from it."""
    assert ehcp("measures", "--cases", str(folder / "cases.csv"), data=place.data).code == 0
    for noun, file in (("placement", "placements"), ("ending", "endings")):
        listed = ehcp(noun, "list", "--all", "--json", data=place.data)
        assert listed.code == 0, listed.err
        every = json.loads(listed.out)[file]
        whole = [json.loads(ehcp(noun, "show", one[noun], "--json", data=place.data).out) for one in every]
        (folder / f"{file}.json").write_text(json.dumps(whole))
    day = today().isoformat()
    lines = ehcp("band", "schedule", "--from", day, "--to", day, data=place.data)
    assert lines.code == 0, lines.err
    (folder / "bands.csv").write_text(lines.out)
    (folder / "kinds.json").write_text(
        json.dumps({one.id: kind for one, kind in zip(SETTINGS, KINDS, strict=True)})
    )
    (folder / "population.json").write_text(json.dumps(PEOPLE))
    return {**_run(SCRIPT, folder / "cases.csv", day), **_run(BY_HAND, folder, day)}


def _run(script: Path, *words: object) -> dict[str, list[int]]:
    command = [sys.executable, "-I", str(script), *map(str, words)]
    found: dict[str, list[int]] = json.loads(
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
    )
    return found


def test_the_script_shares_nothing_with_the_service() -> None:
    text = BY_HAND.read_text(encoding="utf-8")
    imported = {line.split()[1] for line in text.splitlines() if line.startswith("import ")}
    assert imported == {"csv", "datetime", "json", "pathlib", "sys"} and "\nfrom " not in text


def test_no_number_from_1_to_4_of_our_own_is_in_the_public_version(place: Place, tmp_path: Path) -> None:
    live = _live(place)
    assert any(0 < number < 5 for number, _ in live.values()), "the data has small numbers"
    assert ehcp("dashboard", "--public", str(tmp_path / "public"), data=place.data).code == 0
    text = (tmp_path / "public" / "own-records.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    numbers = [one[column] for one in rows for column in ("number", "of")]
    numbers += [one["value"] for one in rows if one["value"].isdecimal()]
    assert rows and not {"1", "2", "3", "4"} & set(numbers)


def test_a_pack_made_twice_for_a_past_day_is_the_same_although_the_cases_went_on(place: Place) -> None:
    """The caseload ends today. A pack of four months ago is made from it, and from the cases as they were recorded by then."""
    past = today() - timedelta(days=120)
    wanted = EvidenceWanted(past, assumed({}))
    database = Database(f"sqlite:///{place.data / 'records.db'}")
    with database.read() as session:
        first, again = gathered(session, wanted), gathered(session, wanted)
        later = case_lives.lives(session)
    assert first.id == again.id and json.dumps(first.content) == json.dumps(again.content)
    before = new_records(place.data / "before" if (place.data / "before").mkdir() is None else place.data)
    prepare(before)
    _register(before)
    with before.write() as session:
        for one in place.planned:
            if one.received_on < past:
                record(session, made(one, start_of_day(past + timedelta(days=1))))
    with before.read() as session:
        known_then = gathered(session, wanted)
        assert len(case_lives.lives(session)) < len(later)
    before.close()
    database.close()
    requests = [one.id for one in first.tables if one.id.startswith("requests_")]
    for table_id in (*requests, "plans_need_phase", "plans_years", "disputes", "waits_advice"):
        assert first.table(table_id) == known_then.table(table_id), table_id
