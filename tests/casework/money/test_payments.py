"""Payments to the day and the penny, what was paid, simulation, and the agreement of two people."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.money.banding import Price
from casework.money.moderation import Override, agreement, moves, sample_of
from casework.money.reconciliation import Paid, compare, payments_in
from casework.money.schedule import Stay, due_between, lines_of
from casework.money.simulation import BandedCase, simulate
from office.money import shipped_framework


def price(starts: date, pounds: int, days: int = 365) -> Price:
    return Price(starts, str(starts.year), days, 0, 0, 0, pounds * 100)


def stay(starts: date, paid_to: date | None, *prices: Price, every: str = "month") -> Stay:
    return Stay("d", "case-1", "urn-900001", "mainstream", "2", "f 1", starts, paid_to, prices, every)  # type: ignore[arg-type]


def test_a_start_on_14_october_and_a_leaving_on_3_march_are_paid_to_the_penny() -> None:
    found = lines_of(
        [stay(date(2026, 10, 14), date(2027, 3, 3), price(date(2026, 4, 1), 3100))], date(2027, 12, 31)
    )
    assert [line.days for line in found] == [18, 30, 31, 31, 28, 3]
    assert (found[0].starts, found[-1].ends) == (date(2026, 10, 14), date(2027, 3, 3))
    exact = Fraction(310_000 * 141, 365)
    assert sum(line.pence for line in found) == round(exact) == 119_753
    assert found[0].pence == round(Fraction(310_000 * 18, 365))


def test_an_uplift_from_april_begins_a_line_of_its_own() -> None:
    found = lines_of(
        [stay(date(2027, 3, 17), None, price(date(2026, 4, 1), 3650), price(date(2027, 4, 1), 7300, 366))],
        date(2027, 4, 30),
    )
    assert [(line.starts.month, line.days, line.pence) for line in found] == [
        (3, 15, 15_000),
        (4, 30, 59_836),
    ]


@pytest.mark.parametrize(
    ("every", "firsts"),
    [
        ("quarter", [date(2027, 2, 10), date(2027, 4, 1), date(2027, 7, 1)]),
        ("year", [date(2027, 2, 10), date(2027, 4, 1)]),
    ],
)
def test_lines_may_be_for_quarters_or_financial_years(every: str, firsts: list[date]) -> None:
    found = lines_of(
        [stay(date(2027, 2, 10), None, price(date(2026, 4, 1), 3650), every=every)], date(2027, 8, 31)
    )
    assert [line.starts for line in found] == firsts


_DAYS = st.dates(date(2026, 4, 1), date(2028, 12, 31))


@settings(max_examples=60, deadline=None)
@given(_DAYS, st.integers(0, 700), st.integers(0, 99_999), st.integers(0, 99_999), _DAYS)
def test_the_lines_of_one_price_add_up_to_the_price_of_its_days(
    starts: date, length: int, before: int, after: int, changes: date
) -> None:
    ends = starts + timedelta(days=length)
    paid = stay(starts, ends, price(date(2026, 4, 1), before), price(max(changes, date(2026, 4, 2)), after))
    lines = lines_of([paid], ends + timedelta(days=90))
    assert sum(line.days for line in lines) == length + 1
    assert sum(line.pence for line in lines) == due_between([paid], starts, ends + timedelta(days=90))
    for worth in {line.price for line in lines}:
        mine = [line for line in lines if line.price == worth]
        exact = Fraction(worth.top_up * sum(line.days for line in mine), 365)
        assert abs(sum(line.pence for line in mine) - exact) <= Fraction(1, 2)
    assert all(line.pence == due_between([paid], line.starts, line.ends) for line in lines)


def test_what_was_paid_is_compared_with_what_is_due() -> None:
    first = stay(date(2026, 10, 1), None, price(date(2026, 4, 1), 3650))
    october, november = (date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 11, 1), date(2026, 11, 30))
    paid = [
        Paid("case-1", *october, 20_000, "a"), Paid("case-1", *october, 11_000, "b"), Paid("case-1", *november, 1, "c"),
        Paid("case-2", *october, 50_000, "d"), Paid("case-4", *october, 99_999, "e"),
    ]  # fmt: skip
    found = compare(paid, {"case-1": [first], "case-3": [first], "case-4": [first]})
    assert [(one.case, one.starts.month, one.due, one.paid, one.result) for one in found] == [
        ("case-1", 10, 31_000, 31_000, "paid"),
        ("case-1", 11, 30_000, 1, "underpaid"),
        ("case-2", 10, 0, 50_000, "not_due"),
        ("case-3", 10, 31_000, 0, "not_paid"),
        ("case-3", 11, 30_000, 0, "not_paid"),
        ("case-4", 10, 31_000, 99_999, "overpaid"),
    ]
    assert compare([], {"case-1": [first]}) == []


def test_a_file_of_payments_has_a_fault_for_each_bad_row() -> None:
    good = "case-1,2026-10-01,2026-10-31,310.00,R1"
    found, faults = payments_in(
        "case,from,to,amount,reference\n"
        f"{good}\n{good}\n,2026-10-01,2026-10-31,1,R\ncase-1,soon,2026-10-31,1,R\n"
        "case-1,2026-10-31,2026-10-01,1,R\ncase-1,2026-10-01,2026-10-31,much,R\n"
    )
    assert found == [Paid("case-1", date(2026, 10, 1), date(2026, 10, 31), 31_000, "R1")]
    assert [fault.partition(":")[0] for fault in faults] == [f"Line {number}" for number in range(3, 8)]
    assert payments_in("case,amount\n")[1][0].startswith("Line 1: The column 'from' is missing")


def test_a_sample_is_the_same_for_its_seed_and_never_empty() -> None:
    ids = [f"band-{number}" for number in range(95)]
    sample = sample_of(ids, 10, "spring")
    assert len(sample) == 10 and sample == sample_of(reversed(ids), 10, "spring")
    assert sample != sample_of(ids, 10, "summer") and sample_of(ids[:1], 10, "s") == ids[:1]


def test_agreement_and_kappa_are_as_computed_by_hand() -> None:
    # 20 pairs: both say 1 in 8, both say 2 in 6, first 1 and second 2 in 4, first 2 and second 1 in 2.
    # By chance: (12 x 10 + 8 x 10) / 400 = 0.5; kappa = (0.7 - 0.5) / 0.5.
    pairs = [("1", "1")] * 8 + [("2", "2")] * 6 + [("1", "2")] * 4 + [("2", "1")] * 2
    found = agreement(pairs)
    assert (found.agreed, found.of, found.rate, found.kappa) == (14, 20, 70.0, 0.4)
    assert agreement([("1", "1")]).kappa is None and agreement([]).rate is None
    changed = [Override(f"case-{n}", "f", "2", "3", "It is more.") for n in range(2)] + [
        Override("c", "f", "1", "2", "")
    ]
    assert moves(changed) == [("f", "2", "3", 2), ("f", "1", "2", 1)]


def test_a_simulation_tells_totals_winners_and_losers_and_leaves_the_cases_as_they_are() -> None:
    matrix, on = shipped_framework("needs-matrix"), date(2026, 6, 1)
    low = {
        "communication": 1,
        "learning": 1,
        "wellbeing": 1,
        "sensory": 0,
    }  # 3 points: band 2, £800 or £5,200
    cases = [
        BandedCase("case-1", "mainstream", low, "1", 70_000),
        BandedCase("case-2", "mainstream", low, "2", 80_000),
        BandedCase("case-3", "special", low, "4", 760_000, chosen=True),
        BandedCase("case-4", "boarding", low, "1", 1),
        BandedCase("case-5", "mainstream", {"learning": 1}, "1", 1),
    ]
    found = simulate(cases, matrix, on)
    whole = found.whole
    assert (whole.cases, whole.before, whole.after) == (3, 910_000, 680_000)
    assert (whole.winners, whole.gained, whole.losers, whole.lost, whole.unchanged) == (
        1,
        10_000,
        1,
        240_000,
        1,
    )
    assert found.by_setting_type["special"].lost == 240_000 and found.by_band["4", "2"].cases == 1
    assert [case for case, _ in found.left_out] == ["case-4", "case-5"] and found.chosen == 1
    kept = simulate(cases[:3], matrix, on, keep_bands=True)
    assert (kept.whole.after, kept.by_band["4", "4"].after) == (0 + 80_000 + 760_000, 760_000)
    hours = simulate([BandedCase("c", "mainstream", {"individual": 2, "group": 2}, "B", 0)], shipped_framework("hours"), date(2026, 9, 1), keep_bands=True)  # fmt: skip
    assert hours.whole.after == 385_125
    assert simulate(cases[:1], matrix, date(2020, 1, 1)).left_out == [
        ("case-1", "The framework has no value for that day.")
    ]
