"""A framework is read whole from YAML or CSV, every fault has its line, and profiles give bands computed by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework.money.banding import BadProfile, banded, prices_of, value_in
from casework.money.framework_file import BadFramework, framework_in, framework_of
from casework.money.pence import amount_read, pounds, rounded
from office.money import shipped, shipped_framework

MATRIX, NUMBERED, HOURS = "needs-matrix", "numbered-bands", "hours"


@pytest.mark.parametrize("name", [MATRIX, NUMBERED, HOURS])
def test_each_shipped_framework_is_whole_and_is_kept_as_it_was_read(name: str) -> None:
    framework = shipped_framework(name)
    assert framework.id == name and framework.label == "Local policy, not law"
    assert framework_of(framework.model_dump(mode="json")) == framework


def test_a_matrix_from_csv_gives_the_bands_computed_by_hand() -> None:
    matrix = shipped_framework(MATRIX)
    # Points in a mainstream school are 0, 1, 3, 5 and 8; in a special school 0, 1, 2, 4 and 6.
    for levels, kind, points, band in (
        ((0, 0, 0, 0), "mainstream", 0, "1"),
        ((2, 3, 1, 0), "mainstream", 9, "5"),
        ((4, 4, 4, 2), "mainstream", 27, "10"),
        ((2, 3, 1, 0), "special", 7, "4"),
    ):
        given = dict(zip(("communication", "learning", "wellbeing", "sensory"), levels, strict=True))
        found = banded(matrix, given, kind)
        assert (found.points, found.band) == (Decimal(points), band)


def test_the_highest_level_or_the_hours_may_decide() -> None:
    assert banded(shipped_framework(NUMBERED), {"learning": 1, "wellbeing": 3}, "mainstream").band == "3"
    hours = shipped_framework(HOURS)
    found = banded(hours, {"individual": 2, "group": 2}, "mainstream")
    assert (found.points, found.band) == (Decimal("6.25"), "B")
    first, second = prices_of(hours, found.band, "mainstream", found.points)
    assert first.top_up == rounded(Decimal(1580) * Decimal("6.25") * 39) == 385_125
    assert second.top_up == rounded(Decimal(1634) * Decimal("6.25") * 39), "1,580 pence and 3.4% is 1,633.72"


@pytest.mark.parametrize(
    ("levels", "kind", "field"),
    [
        ({"learning": 1}, "mainstream", "wellbeing"),
        ({"learning": 9, "wellbeing": 1}, "mainstream", "learning"),
        ({"learning": 1, "wellbeing": 1, "height": 2}, "mainstream", "height"),
        ({"learning": 1, "wellbeing": 1}, "boarding", "setting_type"),
    ],
)
def test_a_profile_that_does_not_fit_names_its_field(levels: dict[str, int], kind: str, field: str) -> None:
    with pytest.raises(BadProfile) as wrong:
        banded(shipped_framework(NUMBERED), levels, kind)
    assert wrong.value.field == field


def test_an_uplift_is_rounded_as_the_file_says_and_a_value_of_a_type_goes_before_the_general_one() -> None:
    numbered = shipped_framework(NUMBERED)
    assert value_in(numbered, "1", "mainstream", "2027-28") == 158_900, (
        "1,550 and 2.5% is 1,588.75, to the pound"
    )
    assert value_in(shipped_framework(HOURS), "A", "college", "2026-27") == 1840
    (price, _) = prices_of(numbered, "1", "mainstream", Decimal(1))
    assert (price.core, price.notional, price.top_up, price.whole) == (420_000, 600_000, 155_000, 1_175_000)
    (total, _) = prices_of(
        numbered.model_copy(update={"values_are": "total"}), "3", "special", Decimal(3), 5_00
    )
    assert total.top_up == 445_500, (
        "the value is the whole, without elements in a special school, and the extra is added"
    )


def fault_lines(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadFramework) as bad:
        framework_in(text)
    return [(one.line, one.says) for one in bad.value.faults]


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ("amount: 3050", "amount: 3050.505", "is not an amount in pounds"),
        ("{band: 3, year: 2026-27", "{band: 9, year: 2026-27", "'9' is not a band"),
        ("{id: 2, title: Band 2, at_least: 2}", "{id: 2, title: Band 2, at_least: 1}", "must begin above the band before"),
        ("{id: none, title: No top-up, at_least: 0}", "{id: none, title: No top-up, at_least: 0.5}", "must begin at 0"),
        ("starts: 2027-04-01, uplift", "starts: 2025-04-01, uplift", "must start after the year above"),
        ("starts: 2026-04-01\ncombine", "starts: 2025-04-01\ncombine", "before its first year"),
        ("kinds: [special, non", "kinds: [secret, non", "is not a kind of the national register"),
        ("areas: [social_emotional", "areas: [sports, social_emotional", "is not an area of need"),
        ("setting_type: special, amount: 10000", "setting_type: boarding, amount: 10000", "not a type of setting"),
        ("{level: 3, text: Needs an adult nearby", "{level: 2, text: Needs an adult nearby", "must be higher"),
        ("combine: highest", "combine: highest\nfallback: {mainstream: numbered-bands}", "cannot fall back on itself"),
        ("combine: highest", "combine: highest\noff_from: 2026-01-01", "must be after the day"),
        ("combine: highest", "combine: some", "must be 'sum' or 'highest'"),
        ("combine: highest", "colour: red", "is not part of a framework"),
        ("- {element: 2, setting_type: mainstream", "- {element: 1, setting_type: mainstream", "is there twice"),
        ("{band: 2, year: 2026-27, amount: 3050}", "{band: 2, year: 2026, amount: 3050}", "is not a year"),
    ],
)  # fmt: skip
def test_a_fault_of_a_file_has_its_line(written: str, instead: str, says: str) -> None:
    text = shipped()[NUMBERED]
    assert text.count(written) == 1, written
    start = text[: text.index(written)]
    changed = text.replace(written, instead)
    at = start.count("\n") + 1
    found = fault_lines(changed)
    assert any(at <= line <= at + 1 and says in said for line, said in found), found


def test_every_fault_is_told_at_once_and_csv_has_its_own_lines() -> None:
    text = (
        shipped()[NUMBERED]
        .replace("amount: 3050", "amount: cheap")
        .replace("combine: highest", "colour: red")
    )
    assert len(fault_lines(text)) == 2
    rows = shipped()[MATRIX].splitlines()
    place = next(number for number, row in enumerate(rows) if row.startswith("value,3,,special"))
    rows[place] = rows[place].rsplit(",", 2)[0] + ",free,"
    rows += ["points,unknown,1,,,4,", "colour,red,,,,,", "band,11"]
    found = fault_lines("\n".join(rows))
    assert [line for line, _ in found] == [len(rows) - 2, len(rows) - 1, len(rows)]
    assert [(line, "not an amount" in says) for line, says in fault_lines("\n".join(rows[:-3]))] == [
        (place + 1, True)
    ]


@pytest.mark.parametrize(
    "text", ["", "a: [", "- 1", "id: x\nid: y", "record,id\n", 'record,id\n"', "a: \0", "[" * 2000]
)
def test_a_file_that_is_no_framework_is_refused_in_one_sentence(text: str) -> None:
    assert all(says.endswith(".") for _, says in fault_lines(text))


def test_amounts_are_read_and_written_to_the_penny() -> None:
    assert [amount_read(one) for one in ("1600", 1600.5, "0.07", " 12 ")] == [160_000, 160_050, 7, 1200]
    assert (pounds(-123_456_07), rounded(Decimal("2.5")), rounded(Decimal("2.5"), "even")) == (
        "-£123,456.07",
        3,
        2,
    )
    for wrong in ("-1", "1e99", "nan", True, None, "£5", "0.001"):
        with pytest.raises(ValueError, match="is not an amount in pounds"):
            amount_read(wrong)
