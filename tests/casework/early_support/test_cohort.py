"""The cohort table counts what an independent script counts, and hides what is below 5 with its complements."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

from casework.early_support.cohort import PARTS, ScreenedChild, as_json, cohort_table, school_year
from casework.early_support.policy import EarlySupportPolicy
from casework.early_support.support_record import KeptRecord, record_of
from casework.people.child import Details

TODAY = date(2026, 11, 28)
BORN = date(2021, 1, 1)
POLICY = EarlySupportPolicy()


def child(number: int, urn: str, on: date, *later: tuple[str, date, dict[str, Any]], requests: tuple[date, ...] = (), colour: str = "red") -> ScreenedChild:  # fmt: skip
    who = Details(f"Sample {number}", BORN)
    rows = (("screen", on, {"tool": "elim", "colour": colour}), *later)
    kept = tuple(KeptRecord(who, urn, record_of(kind, day, told, None, TODAY)) for kind, day, told in rows)
    return ScreenedChild(kept, requests)


def seeded(count: int) -> tuple[list[ScreenedChild], Counter[tuple[str, str, str]]]:
    """Some children, and what a script that knows how they were made counts."""
    random, made, counted = Random(22), list[ScreenedChild](), Counter[tuple[str, str, str]]()
    for number in range(count):
        urn, colour = random.choice(["900001", "900002"]), random.choice(["red", "amber", "green"])
        on = date(2025, random.choice([3, 10]), 1 + number % 28)
        row = f"{urn} {'2024/25' if on.month == 3 else '2025/26'}"
        later: list[tuple[str, date, dict[str, Any]]] = []
        weeks = random.choice([0, 11, 12, 15])
        again = random.choice(["red", "amber", "green"])
        counts = weeks >= 12 and colour != "green"
        if weeks:
            later.append(("rescreen", on + timedelta(weeks=weeks), {"tool": "elim", "colour": again}))
        order = ["red", "amber", "green"]
        steps = order.index(again) - order.index(colour)
        if colour == "green" and weeks:
            counts = True
        moved = ("up" if steps > 0 else "down" if steps < 0 else "same") if counts else "not_rescreened"
        given = random.choice([None, 15, 20])
        if given is not None:
            later.append(("intervention", on, {"support": "Talk", "tier": "targeted", "times_a_week": 2, "weeks": 10, "sessions_given": given}))  # fmt: skip
        dose = {None: "not_recorded", 15: "not_kept", 20: "kept"}[given]
        days = random.choice([None, 100, 365, 500])
        requests = (on + timedelta(days=days),) if days is not None else ()
        made.append(child(number, urn, on, *later, requests=requests, colour=colour))
        counted[row, "colour", colour] += 1
        counted[row, "moved", moved] += 1
        counted[row, "dose", dose] += 1
        counted[row, "request", "yes" if days in (100, 365) else "no"] += 1
    return made, counted


def test_the_table_equals_a_script_and_shows_no_small_number() -> None:
    made, counted = seeded(160)
    table = cohort_table(made, POLICY, TODAY)
    assert table.rows == ("900001 2024/25", "900001 2025/26", "900002 2024/25", "900002 2025/26")
    shown = 0
    for part, (_, columns) in PARTS.items():
        for row in table.rows:
            for column in columns:
                number = table.parts[part].cells[row, column]
                assert number is None or number == counted[row, part, column]
                assert number is None or not 0 < number < 5
                shown += number is not None
    assert shown > 30


def test_a_row_of_fewer_than_five_children_is_in_no_total() -> None:
    few = [child(n, "900003", date(2025, 3, 3)) for n in range(4)]
    many = [child(n, "900001", date(2025, 3, 3)) for n in range(9)]
    table = cohort_table([*few, *many], POLICY, TODAY)
    assert (table.rows, table.left_out) == (("900001 2024/25",), 1)
    told = as_json(table, {"900001": "Sample Primary School"}, "Local policy, not law")
    assert told["totals"]["screened"] == 9  # type: ignore[index]
    assert told["rows"][0]["name"] == "Sample Primary School"  # type: ignore[index]


def test_an_empty_table_and_a_day_before_every_screen() -> None:
    assert cohort_table([], POLICY, TODAY).rows == ()
    assert cohort_table([child(1, "900001", date(2025, 3, 3))], POLICY, date(2025, 3, 2)).rows == ()


def test_a_school_year_begins_in_september() -> None:
    assert (school_year(date(2025, 8, 31)), school_year(date(2025, 9, 1))) == ("2024/25", "2025/26")
    assert school_year(date(1999, 12, 1)) == "1999/00"


def test_a_later_screen_is_another_round_and_a_past_day_knows_nothing_of_it() -> None:
    up = ("rescreen", date(2025, 6, 9), {"tool": "elim", "colour": "amber"})
    again = ("screen", date(2026, 3, 3), {"tool": "elim", "colour": "red"})
    down = ("rescreen", date(2026, 6, 9), {"tool": "elim", "colour": "red"})
    some = [child(n, "900001", date(2025, 3, 3), up, again, down) for n in range(5)]
    assert cohort_table(some, POLICY, TODAY).parts["moved"].cells["900001 2024/25", "up"] == 5
    before = cohort_table(some, POLICY, date(2025, 6, 1)).parts["moved"]
    assert before.cells["900001 2024/25", "not_rescreened"] == 5
