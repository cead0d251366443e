"""Bands on data that the product has never seen: an authority's own matrix and caseload, recounted by a script of its own.

Nothing here uses the product's own code for bands. It writes files, gives commands, and works out the answers again.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from office.plans import save
from records import staff
from tests.activities.people import NAME, register
from tests.activities.steps import Story
from tests.office.planned_case import CASE, NOW, planned
from tests.plans import sample_plan
from tests.running import ROOT, Answer, here

AREAS = {
    "thinking": "cognition_and_learning",
    "talking": "communication_and_interaction",
    "feeling": "social_emotional_and_mental_health",
    "senses": "sensory_and_physical",
}
WEIGHTS = {
    "mainstream": {"thinking": (0, 2, 4, 7), "talking": (0, 2, 5, 8), "feeling": (0, 3, 5, 9), "senses": (0, 1, 3, 6)},
    "special": {"thinking": (0, 1, 2, 4), "talking": (0, 1, 3, 5), "feeling": (0, 2, 4, 7), "senses": (0, 1, 2, 5)},
}  # fmt: skip
BANDS = {"A": 0, "B": 4, "C": 8, "D": 13, "E": 19}
POUNDS = {
    "mainstream": {"A": 0, "B": 1150, "C": 2725, "D": 4310, "E": 7095},
    "special": {"A": 3900, "B": 5150, "C": 7425, "D": 9610, "E": 14995},
}
UPLIFT = Fraction(37, 1000)
HOURS = (ROOT / "casework" / "money" / "frameworks" / "hours.yaml").read_text(encoding="utf-8")
Levels = Mapping[str, int]


def points(kind: str, levels: Levels) -> int:
    return sum(WEIGHTS[kind][area][level] for area, level in levels.items())


def band(kind: str, levels: Levels) -> str:
    return [name for name, least in BANDS.items() if points(kind, levels) >= least][-1]


def pounds(kind: str, name: str, *, uplifted: bool = False) -> int:
    """The top-up of a year; an uplift is rounded to whole pounds, a half up."""
    value = POUNDS[kind][name]
    return int(value * (1 + UPLIFT) + Fraction(1, 2)) if uplifted else value


def matrix(version: str, starts: str, *, uplifted: bool = False, factor: int = 1) -> str:
    """The authority's matrix as a CSV file. `factor` multiplies every amount."""
    rows: list[tuple[object, ...]] = [
        ("framework", "id", "", "", "", "river-matrix", ""),
        ("framework", "version", "", "", "", version, ""),
        ("framework", "name", "", "", "", "Matrix of River Council", ""),
        ("framework", "starts", "", "", "", starts, ""),
        ("framework", "combine", "", "", "", "sum", ""),
        ("framework", "rounding.amounts", "", "", "", "pound", ""),
        ("framework", "payment.days_in_year", "", "", "", 365, ""),
        ("framework", "payment.every", "", "", "", "month", ""),
        ("framework", "payment.last_day_paid", "", "", "", "yes", ""),
        ("setting_type", "mainstream", "", "", "", "mainstream", "Mainstream school"),
        ("setting_type", "special", "", "", "", "special", "Special school"),
    ]
    for area, need in AREAS.items():
        rows.append(("category", area, "", "", "", need, area.title()))
        for level in range(4):
            rows.append(("level", area, level, "", "", "", f"Level {level} of {area}"))
            rows += [("points", area, level, kind, "", WEIGHTS[kind][area][level], "") for kind in WEIGHTS]
    for name, least in BANDS.items():
        rows += [("band", name, "", "", "", "", f"Band {name}"), ("at_least", name, "", "", "", least, "")]
    rows.append(("year", "first", "", "", "", "2024-04-01", ""))
    rows += [
        ("value", name, "", kind, "first", factor * POUNDS[kind][name], "")
        for kind in POUNDS
        for name in BANDS
    ]
    if uplifted:
        rows += [
            ("year", "second", "", "", "", "2025-04-01", ""),
            ("uplift", "second", "", "", "", "3.7", ""),
        ]
    rows += [("fallback", "", "", kind, "", "hours", "") for kind in WEIGHTS]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("record", "id", "level", "setting_type", "year", "value", "text"))
    writer.writerows(rows)
    return file.getvalue()


@dataclass(frozen=True)
class Council:
    """An authority with the matrix and some cases that have a plan."""

    folder: Path
    cases: tuple[str, ...]

    def band(self, *words: str) -> Answer:
        return here("band", *words, data=self.folder)

    def told(self, *words: str) -> Any:
        answer = self.band(*words, "--json")
        assert answer.code == 0, answer.err
        return answer.json

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def profile(self, case: str, kind: str, levels: Levels, *more: str) -> Any:
        words = [
            word
            for area, level in levels.items()
            for word in ("--set", f"{area}={level}", "--evidence", f"{area}=The advice of the school")
        ]
        return self.told("profile", case, "--setting-type", kind, *words, *more)

    def decide(self, case: str, starts: str, *more: str) -> Any:
        return self.told("decide", case, "--start", starts, "--on", starts, "--covers", "yes", *more)

    def lines(self, case: str, first: str, last: str) -> list[dict[str, str]]:
        return list(
            csv.DictReader(io.StringIO(self.band("schedule", case, "--from", first, "--to", last).out))
        )


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Council]:
    database = planned(tmp_path)
    cases = [CASE]
    save(database, CASE, sample_plan(NAME), "officer-1")
    for letter in "bcdefghjkm":
        case = f"case-{letter * 12}"
        register(database, case)
        Story(case).then("assessment_agreed 2024-04-10", "plan_agreed 2024-06-03").record(database)
        save(database, case, sample_plan(NAME), "officer-1")
        cases.append(case)
    content = {"id": "officer-9", "name": "Second", "roles": ["case_officer"], "teams": ["north"]}
    with database.write() as session:
        staff.save_sign_in(session, "officer-9", content, NOW)
    database.close()
    found = Council(tmp_path, tuple(cases))
    found.told("load", found.write("matrix.csv", matrix("first", "2024-04-01")))
    yield found


def pence(line: Mapping[str, str]) -> int:
    return int(Fraction(line["amount"]) * 100)


def due(first: date, last: date, a_year: int) -> int:
    """What is due for these days, both paid, at so many pounds a year of 365 days, in pence."""
    exact = Fraction(100 * a_year * ((last - first).days + 1), 365)
    return int(exact + Fraction(1, 2))


def test_three_profiles_have_the_bands_that_were_worked_out_by_hand(council: Council) -> None:
    profiles: tuple[tuple[str, dict[str, int], str, int], ...] = (
        ("mainstream", {"thinking": 1, "talking": 0, "feeling": 0, "senses": 1}, "A", 3),
        ("mainstream", {"thinking": 2, "talking": 2, "feeling": 1, "senses": 0}, "C", 12),
        ("special", {"thinking": 3, "talking": 3, "feeling": 3, "senses": 1}, "D", 17),
    )
    for case, (kind, levels, by_hand, sum_of_weights) in zip(council.cases, profiles, strict=False):
        found = council.profile(case, kind, levels)
        assert (found["band"], float(found["points"])) == (by_hand, sum_of_weights)
        assert by_hand == band(kind, levels), "the script of these tests agrees"


def test_an_override_needs_a_reason_and_stands_in_the_refinement_report_and_section_f_stays(council: Council) -> None:  # fmt: skip
    version = here("plan", "versions", CASE, "--json", data=council.folder).json
    before = printed(council, version)
    council.profile(CASE, "mainstream", {"thinking": 2, "talking": 2, "feeling": 1, "senses": 0})
    words = ("decide", CASE, "--start", "2024-10-14", "--on", "2024-10-14", "--covers", "yes", "--band", "D")
    refused = council.band(*words)
    assert (refused.code, "differs from the computed" in refused.err) == (1, True)
    council.told(*words, "--reason", "Two needs make each other harder.")
    (one,) = council.told("overrides")["overrides"]
    assert (one["computed"], one["decided"], one["reason"]) == ("C", "D", "Two needs make each other harder.")
    assert here("plan", "versions", CASE, "--json", data=council.folder).json == version
    assert printed(council, version) == before


def printed(council: Council, versions: Any) -> bytes:
    """The last version of the plan as a page."""
    found = versions["versions"] if isinstance(versions, dict) else versions
    page = council.folder / "plan.html"
    answer = here("plan", "print", found[-1]["plan"], "--html", str(page), data=council.folder)
    assert answer.code == 0, answer.err
    return page.read_bytes()


def test_payments_equal_the_script_to_the_penny_and_an_uplift_re_prices_only_open_decisions(council: Council) -> None:  # fmt: skip
    left, stays = council.cases[0], council.cases[1:4]
    levels = {"thinking": 2, "talking": 2, "feeling": 1, "senses": 0}
    for case in (left, *stays):
        council.profile(case, "mainstream", levels)
        council.decide(case, "2024-10-14")
    council.told("end", left, "--on", "2025-03-03", "--reason", "The child moved away.")
    first, last, april = date(2024, 10, 14), date(2025, 3, 3), date(2025, 4, 1)
    paid = council.lines(left, "2024-10-14", "2025-12-31")
    a_year = pounds("mainstream", "C")
    assert (paid[0]["from"], paid[-1]["to"]) == (str(first), str(last))
    assert sum(map(pence, paid)) == due(first, last, a_year) == 105_267
    for line in paid:
        exact = due(date.fromisoformat(line["from"]), date.fromisoformat(line["to"]), a_year)
        assert abs(pence(line) - exact) <= 1, "a line is rounded so that all of them add up"
    told = council.told("load", council.write("later.csv", matrix("second", "2025-04-01", uplifted=True)))
    more = pounds("mainstream", "C", uplifted=True)
    assert {(one["case"], one["before"], one["after"], one["from"]) for one in told["repriced"]} == {
        (case, 100 * a_year, 100 * more, str(april)) for case in stays
    }
    assert council.lines(left, "2024-10-14", "2025-12-31") == paid
    for case in stays:
        found = council.lines(case, "2024-10-14", "2025-06-30")
        before = [pence(line) for line in found if line["from"] < str(april)]
        after = [pence(line) for line in found if line["from"] >= str(april)]
        assert sum(before) == due(first, april - timedelta(days=1), a_year)
        assert sum(after) == due(april, date(2025, 6, 30), more)


def test_a_matrix_that_is_off_from_august_keeps_finished_cases_and_new_ones_take_the_fallback(council: Council) -> None:  # fmt: skip
    finished, new = council.cases[:2]
    council.profile(finished, "mainstream", {"thinking": 2, "talking": 2, "feeling": 1, "senses": 0})
    council.decide(finished, "2024-10-14")
    before = council.lines(finished, "2024-10-14", "2026-12-31")
    council.told("load", council.write("hours.yaml", HOURS.replace("2026-09-01", "2024-04-01")))
    assert (
        council.band("off", "river-matrix", "--from", "2025-08-01", "--reason", "It costs too much.").code
        == 0
    )
    assert council.lines(finished, "2024-10-14", "2026-12-31") == before
    answer = council.told("profile", new, "--setting-type", "mainstream", "--set", "individual=2", "--set", "group=0", "--evidence", "individual=The advice of the school")  # fmt: skip
    assert answer["framework"] == "hours"


def test_a_new_matrix_for_a_thousand_cases_costs_what_the_script_says_and_changes_none(council: Council) -> None:  # fmt: skip
    random, rows = Random(2026), []
    for number in range(1000):
        kind = random.choice(["mainstream", "mainstream", "mainstream", "special"])
        levels = {area: random.randrange(4) for area in AREAS}
        now = random.choice(list(BANDS))
        rows.append((f"c-{number}", kind, now, POUNDS[kind][now], levels))
    head = f"case,setting_type,band,amount,{','.join(AREAS)}\n"
    text = head + "".join(
        f"{case},{kind},{now},{amount}.00,{','.join(str(levels[area]) for area in AREAS)}\n"
        for case, kind, now, amount, levels in rows
    )
    cases, twice = (
        council.write("cases.csv", text),
        council.write("new.csv", matrix("new", "2024-04-01", factor=2)),
    )
    records = (council.folder / "records.db").read_bytes()
    told = council.told("simulate", twice, "--cases", cases, "--on", "2024-10-01")
    assert (council.folder / "records.db").read_bytes() == records
    after = {case: 2 * pounds(kind, band(kind, levels)) for case, kind, _, _, levels in rows}
    assert {one["case"]: one["band"] for one in told["cases"]} == {
        case: band(kind, levels) for case, kind, _, _, levels in rows
    }
    assert told["left_out"] == []
    by_script = {"total": counted(rows, after)}
    for kind in WEIGHTS:
        by_script[kind] = counted([row for row in rows if row[1] == kind], after)
    found = {"total": told["total"], **told["by_setting_type"]}
    assert {name: {key: one[key] for key in by_script[name]} for name, one in found.items()} == by_script
    assert sum(one["cases"] for one in told["by_band"]) == 1000


def counted(rows: list[Any], after: Mapping[str, int]) -> dict[str, Any]:
    moves = [after[case] - amount for case, _, _, amount, _ in rows]
    return {
        "cases": len(rows),
        "before": f"{sum(row[3] for row in rows)}.00",
        "after": f"{sum(after[row[0]] for row in rows)}.00",
        "winners": sum(one > 0 for one in moves),
        "gained": f"{sum(one for one in moves if one > 0)}.00",
        "losers": sum(one < 0 for one in moves),
        "lost": f"{-sum(one for one in moves if one < 0)}.00",
    }


def test_a_sample_for_moderation_and_its_agreement_are_the_same_for_a_seed(council: Council) -> None:
    levels, other = {"thinking": 2, "talking": 2, "feeling": 1, "senses": 0}, {"thinking": 3, "talking": 3, "feeling": 1, "senses": 0}  # fmt: skip
    for number, case in enumerate(council.cases):
        council.profile(case, "mainstream", levels)
        council.decide(case, "2024-10-14")
        council.profile(
            case, "mainstream", other if number % 3 == 0 else levels, "--second", "--by", "officer-9"
        )

    def sample(percent: int, seed: str) -> Any:
        return council.told("moderate", "--percent", str(percent), "--seed", seed)

    drawn = sample(50, "spring")
    assert drawn == sample(50, "spring") and len(drawn["sample"]) == 6
    assert len(sample(10, "spring")["sample"]) == 2, "10% of 11, rounded up"
    assert len({json.dumps(sample(50, str(seed))["sample"]) for seed in range(5)}) > 1
    agreed = [one["first"] == one["second"] for one in drawn["sample"]]
    assert (drawn["agreement"]["agreed"], drawn["agreement"]["of"]) == (sum(agreed), 6)
    assert drawn["agreement"]["rate"] == round(100 * sum(agreed) / 6, 1)
    whole = sample(100, "spring")["agreement"]
    assert (whole["agreed"], whole["of"]) == (7, 11)
