"""The band of a case from its profile to the last payment, and that none of it moves a date or a word of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.money.decisions import decision_on
from casework.money.schedule import due_between, lines_of
from office import band_reports, banding, money
from office.banding import GivenLevel, GivenProfile, WrongField
from office.case_view import case_as_json
from office.plans import save
from office.refusals import ActRefused
from office.subject_bands import bands_in_words
from records import money as kept
from records import plans, retention, subject_access
from records.database import Database
from records.profile import keep_profile
from records.tray import Within
from tests.activities.people import NAME
from tests.office.banded_case import DECISION, LEVELS, TODAY, banded_records, given, profiled
from tests.office.planned_case import CASE, NOW, planned
from tests.plans import sample_plan

ALL = Within("manager-1", None, own=False)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = banded_records(tmp_path)
    yield found
    found.close()


def seen(database: Database, on: date = TODAY) -> banding.CaseMoney:
    with database.read() as session:
        return banding.of_case(session, CASE, on)


def paid(database: Database, until: date) -> list[tuple[str, int]]:
    lines = lines_of([one.stay for one in seen(database).decisions], until)
    return [(f"{line.starts:%d %b}-{line.ends:%d %b}", line.pence) for line in lines]


def uplifted(framework: str = "needs-matrix", percent: int = 10, starts: str = "2027-04-01") -> str:
    """A later version of a shipped framework whose values are raised from its first day."""
    text = money.shipped()[framework].replace("framework,version,,,,2026-27", "framework,version,,,,later")
    return text.replace("framework,starts,,,,2026-04-01", f"framework,starts,,,,{starts}").replace(
        "uplift,2027-28,,,,3,", f"uplift,2027-28,,,,{percent},"
    )


def test_a_decision_freezes_the_three_elements_and_is_paid_from_its_first_day(database: Database) -> None:
    profiled(database)
    found = banding.decide(database, CASE, replace(DECISION, setting="900001"), "officer-1", TODAY)
    assert (found.band, found.is_override, found.record.content["setting"]) == ("5", False, "urn-900001")
    first = found.prices[0]
    assert (first.core, first.notional, first.top_up) == (420_000, 600_000, 340_000)
    assert paid(database, date(2026, 11, 30)) == [("14 Oct-31 Oct", 16_767), ("01 Nov-30 Nov", 27_945)]
    banding.end(database, CASE, date(2027, 3, 3), "officer-1", "The child moved away.", TODAY)
    assert (
        sum(pence for _, pence in paid(database, date(2028, 1, 1))) == round(340_000 * 141 / 365) == 131_342
    )
    with pytest.raises(ActRefused, match="nothing to end"):
        banding.end(database, CASE, date(2027, 3, 3), "officer-1", "The child moved away.", TODAY)


def test_section_f_comes_first_and_is_the_same_after(tmp_path: Path) -> None:
    database = planned(tmp_path)
    money.load(database, money.shipped()["needs-matrix"], "manager-1", TODAY)
    with pytest.raises(ActRefused, match="Write Section F first"):
        profiled(database)
    plan = save(database, CASE, sample_plan(NAME), "officer-1")["plan"]
    profiled(database)
    banding.decide(database, CASE, DECISION, "officer-1", TODAY)
    with database.read() as session:
        (version,) = plans.plans_of(session, CASE)
    assert version.plan_id == plan and not seen(database).f_changed
    changed = sample_plan(NAME)
    next(iter(changed["areas"].values()))["rows"][0]["provision"][0]["how_often"] = "every day"
    save(database, CASE, changed, "officer-1")
    assert seen(database).f_changed, "the profile was read from another Section F"
    database.close()


def test_banding_changes_no_date_of_a_case_and_no_plan(database: Database) -> None:
    def told() -> tuple[dict[str, object], list[str]]:
        with database.read() as session:
            hashes = [one.hash for one in plans.plans_of(session, CASE)]
        return case_as_json(database, CASE, TODAY), hashes

    before = told()
    for step in range(3):
        levels = {name: (place + step) % 5 for place, name in enumerate(LEVELS)}
        profiled(database, levels, setting_type="special" if step % 2 else "mainstream")
        banding.decide(
            database, CASE, replace(DECISION, starts_on=date(2026, 10, 1 + step)), "officer-1", TODAY
        )
        assert told() == before
    money.load(database, uplifted(), "manager-1", TODAY)
    banding.end(database, CASE, date(2026, 12, 1), "officer-1", "The child moved away.", TODAY)
    money.switch_off(database, "needs-matrix", TODAY, "manager-1", "It costs more than was planned.")
    for on in (True, False):
        periods = {"bands_and_tariffs": [{"starts": "2026-01-01", "switched_on": on}]}
        with database.write() as session:
            keep_profile(session, {"authority": {"name": "Sample Council"}, "reforms": periods}, None, NOW)
        assert told() == before


def test_a_band_that_differs_needs_a_reason_which_the_refinement_report_lists(database: Database) -> None:
    profiled(database)
    with pytest.raises(WrongField, match="differs from the computed band") as wrong:
        banding.decide(database, CASE, replace(DECISION, band="6"), "officer-1", TODAY)
    assert wrong.value.field == "reason"
    why = "The grid does not see the risk outside."
    banding.decide(database, CASE, replace(DECISION, band="6", reason=why, by_panel=True), "officer-1", TODAY)
    with database.read() as session:
        report = band_reports.refinement_as_json(band_reports.overrides(session, ALL))
        assert band_reports.overrides(session, Within("m", frozenset({"south"}), own=False)) == []
    assert report["moves"] == [
        {"framework": "needs-matrix 2026-27", "computed": "5", "decided": "6", "number": 1}
    ]
    assert [one["reason"] for one in report["overrides"]] == [why]


def test_a_decision_that_is_not_whole_names_its_field(database: Database) -> None:
    profiled(database)
    wrong_ones: tuple[tuple[dict[str, Any], str], ...] = (
        ({"band": "99"}, "band"),
        ({"extra": 5}, "extra"),
        ({"band": "10", "extra": 5}, "reason"),
        ({"covers": ""}, "covers"),
        ({"covers": "no"}, "covers_says"),
        ({"starts_on": date(2020, 1, 1)}, "starts_on"),
        ({"decided_on": date(2026, 10, 21)}, "decided_on"),
        ({"setting": "urn-123"}, "setting"),
    )
    for changed, field in wrong_ones:
        with pytest.raises(WrongField) as wrong:
            banding.decide(database, CASE, replace(DECISION, **changed), "officer-1", TODAY)
        assert wrong.value.field == field and str(wrong.value).endswith(".")


def test_each_level_above_the_lowest_needs_its_evidence(database: Database) -> None:
    key = banding.needs_in(sample_plan(NAME))[0].key
    levels = {name: GivenLevel(level, (key,) if level else ()) for name, level in LEVELS.items()}
    wanted = GivenProfile("mainstream", levels, "needs-matrix")
    for name, one, field in (
        ("learning", GivenLevel(2), "says-learning"),
        ("learning", GivenLevel(2, ("row-none",)), "learning"),
        ("learning", GivenLevel(9, (key,)), "learning"),
    ):
        with pytest.raises(WrongField) as wrong:
            banding.profile(database, CASE, replace(wanted, levels=levels | {name: one}), "officer-1", TODAY)
        assert wrong.value.field == field
    made = banding.profile(database, CASE, wanted, "officer-1", TODAY)
    assert made.content["levels"]["learning"] == {"level": 3, "rows": [key], "says": ""}
    assert made.content["band"] == "5"


def test_an_uplift_re_prices_only_open_decisions_and_keeps_what_was(database: Database) -> None:
    profiled(database)
    banding.decide(database, CASE, DECISION, "officer-1", TODAY)
    before = paid(database, date(2027, 3, 31))
    with database.read() as session:
        effect = money.effect_of(session, money.read_framework(uplifted()), TODAY)
    assert [(one.before, one.after) for one in effect.repriced] == [
        (350_200, 374_000)
    ] and effect.difference == 23_800
    assert [one.kind for one in seen(database).rows] == ["profile", "decision"], "looking changes nothing"
    money.load(database, uplifted(), "manager-1", TODAY)
    (decision,) = seen(database).decisions
    assert [(price.starts, price.top_up) for price in decision.prices] == [(date(2026, 4, 1), 340_000), (date(2027, 4, 1), 374_000)]  # fmt: skip
    assert (
        paid(database, date(2027, 3, 31)) == before
        and decision.record.content["prices"][1]["top_up"] == 350_200
    )
    assert not money.load(database, uplifted(), "manager-1", TODAY).is_new
    with pytest.raises(ActRefused, match="give the file a new version"):
        money.load(database, uplifted(percent=11), "manager-1", TODAY)


def test_an_uplift_leaves_a_decision_that_has_ended(database: Database) -> None:
    profiled(database)
    banding.decide(database, CASE, DECISION, "officer-1", TODAY)
    banding.end(database, CASE, date(2027, 3, 3), "officer-1", "The child moved away.", TODAY)
    assert money.load(database, uplifted(), "manager-1", TODAY).repriced == ()


def test_a_move_ends_the_payments_of_the_decision_before(database: Database) -> None:
    profiled(database)
    banding.decide(database, CASE, DECISION, "officer-1", TODAY)
    profiled(database, setting_type="special")
    banding.decide(database, CASE, replace(DECISION, starts_on=date(2026, 11, 9)), "officer-1", TODAY)
    first, second = seen(database).decisions
    assert first.paid_to == date(2026, 11, 8) and (second.band, second.prices[0].top_up) == ("4", 760_000)
    assert [label for label, _ in paid(database, date(2026, 11, 30))] == ["14 Oct-31 Oct", "01 Nov-08 Nov", "09 Nov-30 Nov"]  # fmt: skip
    on = decision_on(seen(database).decisions, date(2026, 11, 1))
    assert on is not None and on.id == first.id


def test_a_framework_that_is_off_keeps_finished_cases_and_gives_new_ones_its_fallback(
    database: Database,
) -> None:
    profiled(database)
    banding.decide(database, CASE, DECISION, "officer-1", TODAY)
    for name in ("numbered-bands", "hours"):
        money.load(database, money.shipped()[name], "manager-1", TODAY)
    before = paid(database, date(2027, 3, 31))
    with pytest.raises(ActRefused, match="reason in a sentence"):
        money.switch_off(database, "needs-matrix", TODAY, "manager-1", "No")
    with pytest.raises(ActRefused, match="no such framework"):
        money.switch_off(database, "nothing", TODAY, "manager-1", "It costs more than was planned.")
    money.switch_off(database, "needs-matrix", TODAY, "manager-1", "It costs more than was planned.")
    assert paid(database, date(2027, 3, 31)) == before
    with pytest.raises(ActRefused, match="Make the profile again with Sample hours of support"):
        banding.decide(database, CASE, DECISION, "officer-1", TODAY)
    hours = banding.profile(database, CASE, given({"individual": 2, "group": 0}), "officer-1", TODAY)
    assert (hours.framework, hours.content["band"]) == ("hours", "A")
    special = banding.profile(
        database, CASE, given({"learning": 1, "wellbeing": 0}, "special"), "officer-1", TODAY
    )
    assert special.framework == "numbered-bands"
    money.switch_off(database, "needs-matrix", None, "manager-1", "It is mended and used again.")
    assert banding.profile(database, CASE, given(), "officer-1", TODAY).framework == "needs-matrix"


def test_the_reform_that_is_off_takes_nothing_new_and_what_is_there_can_be_read_and_ended(
    database: Database,
) -> None:
    profiled(database)
    banding.decide(database, CASE, DECISION, "officer-1", TODAY)
    periods = {
        "bands_and_tariffs": [{"starts": "2026-10-20", "switched_on": False, "name": "Funding levels"}]
    }
    with database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council"}, "reforms": periods}, None, NOW)
    for step in (
        lambda: profiled(database),
        lambda: banding.decide(database, CASE, DECISION, "officer-1", TODAY),
        lambda: money.load(database, uplifted(), "manager-1", TODAY),
    ):
        with pytest.raises(ActRefused, match="Funding levels is switched off"):
            step()
    assert banding.end(database, CASE, date(2026, 12, 1), "officer-1", "The child moved away.", TODAY).left_on
    assert len(paid(database, date(2027, 1, 1))) == 3


def test_finance_gets_every_line_and_what_was_paid_is_compared(database: Database) -> None:
    profiled(database)
    banding.decide(database, CASE, replace(DECISION, setting="900001"), "officer-1", TODAY)
    with database.read() as session:
        lines = band_reports.lines_within(session, ALL, date(2026, 11, 1), date(2026, 11, 30))
        rows = band_reports.schedule_csv(session, lines).splitlines()
    assert rows == [
        ",".join(band_reports.SCHEDULE_COLUMNS),
        f"{CASE},urn-900001,Sample Larch Primary School,mainstream,5,needs-matrix 2026-27,2026-11-01,2026-11-30,30,2026-27,3400.00,279.45",
    ]
    head = "case,from,to,amount,reference\n"
    with pytest.raises(ActRefused, match="There is no case 'case-none'"):
        band_reports.keep_paid(database, f"{head}case-none,2026-11-01,2026-11-30,1,R\n", ALL, "manager-1")
    south = Within("manager-2", frozenset({"south"}), own=False)
    with pytest.raises(ActRefused, match="in your teams"):
        band_reports.keep_paid(database, f"{head}{CASE},2026-11-01,2026-11-30,1,R\n", south, "manager-2")
    for _ in range(2):  # the same file twice is the same payment
        assert (
            band_reports.keep_paid(
                database, f"{head}{CASE},2026-11-01,2026-11-30,279.00,R1\n", ALL, "manager-1"
            )
            == 1
        )
    with database.read() as session:
        (found,) = band_reports.reconciled(session, ALL)
        assert band_reports.reconciled(session, south) == []
    assert (found.due, found.paid, found.result) == (27_945, 27_900, "underpaid")
    stays = [one.stay for one in seen(database).decisions]
    assert due_between(stays, date(2026, 11, 1), date(2026, 11, 30)) == 27_945


def test_a_second_person_bands_a_sample_and_the_simulation_changes_no_case(database: Database) -> None:
    profiled(database)
    with pytest.raises(ActRefused, match="nothing to moderate"):
        banding.profile(database, CASE, given(), "officer-2", TODAY, kind="second")
    banding.decide(database, CASE, DECISION, "officer-1", TODAY)
    with pytest.raises(ActRefused, match="Ask another person"):
        banding.profile(database, CASE, given(), "officer-1", TODAY, kind="second")
    banding.profile(database, CASE, given(LEVELS | {"sensory": 3}), "officer-2", TODAY, kind="second")
    with database.read() as session:
        found = band_reports.moderation(session, ALL, 10, "spring", (TODAY, TODAY))
        rows = kept.of_case(session, CASE)
        cases = band_reports.banded_cases(session, ALL, TODAY)
    (one,) = found.sample
    assert (one.first, one.second, found.agreement.rate, seen(database).profile.by) == (
        "5",
        "6",
        0.0,
        "officer-1",
    )  # type: ignore[union-attr]
    told = band_reports.simulated_as_json(
        band_reports.simulated(cases, money.read_framework(uplifted()), date(2027, 4, 1)), money.read_framework(uplifted()), date(2027, 4, 1),
    )  # fmt: skip
    assert (told["total"]["before"], told["total"]["after"], told["total"]["winners"]) == (
        "3400.00",
        "3740.00",
        1,
    )
    with database.read() as session:
        assert kept.of_case(session, CASE) == rows
    with database.read() as session:
        held = subject_access.rows_of(session, [CASE], [])
    said = bands_in_words(held["bandings"], [{"starts": "2026-11-01", "ends": "2026-11-30", "pence": 27_945}])
    assert said[0].startswith("Band 5 from 14 October 2026; the computed band is 5.")
    assert "communication, level 2 (The advice of the school.)" in said[1] and said[2].startswith(
        "Second profile"
    )
    assert said[3] == "Paid £279.45 for 1 November 2026 to 30 November 2026."
    with database.write() as session:
        destroyed = retention.destroy_rows(session, [CASE])
    assert (destroyed["bandings"], destroyed["band_payments"]) == (3, 0)


def test_a_file_of_cases_can_be_simulated(database: Database) -> None:
    head = "case,setting_type,band,amount,communication,learning,wellbeing,sensory\n"
    (case,) = band_reports.cases_in(f"{head}c-1,mainstream,5,3400.00,2,3,1,0\n")
    assert (case.levels, case.top_up) == (LEVELS, 340_000)
    for text, says in (
        (f"{head}c-1,mainstream,5,3400.00,many,3,1,0\n", "Line 2: a level is not a whole number"),
        (f"{head}c-1,mainstream,5,much,2,3,1,0\n", "Line 2: 'much' is not an amount"),
        (head, "no cases"),
        ("case,band\n", "The column 'setting_type' is missing"),
    ):
        with pytest.raises(ActRefused, match=says):
            band_reports.cases_in(text)
