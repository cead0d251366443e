"""What a plan takes from the records: the setting that the child attends, its ages, and the year, for the moves it begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from activities.lookups import RecordsLookup
from activities.plan_begins import begun_by
from casework.case.actions import Act
from casework.people.parties import ATTENDED, Party
from casework.people.roll import Pupil
from casework.plans.plan_life import plan_id_of
from casework.processes.maintained_plan.plan import Plan, after
from casework.processes.maintained_plan.process import PROCESS
from casework.processes.plan_changed import PLAN_TOLD, TAUGHT, as_act
from casework.settings.settings import Setting
from records import parties, rolls, settings
from records.database import Database
from statute.facts import Event
from tests.activities.people import NAME, register
from workflows.process_messages import LookUp

CASE = "case-abc234def567"
MAY = date(2021, 5, 20)
NOW = datetime(2021, 5, 20, 9, tzinfo=UTC)
INFANT = Setting("900101", "Sample Reed Infant School", "community", "Exampleton", 4, 7, True)
JUNIOR = replace(INFANT, urn="900102", name="Sample Reed Junior School", low_age=7, high_age=11)
MIDDLE = replace(INFANT, urn="900103", name="Sample Reed Middle School", low_age=9, high_age=13)


def told(plan: Plan, fact: Event) -> Plan:
    assert fact.on is not None
    return after(plan, as_act(fact, fact.on, PLAN_TOLD))


def made(**fields: Any) -> Plan:
    """The plan of a child born in May 2015: at first in year 1 of the school year that began in 2020."""
    return told(Plan(plan_id_of(CASE), CASE), Event("final_issued", MAY, None, fields))


def looked_up(database: Database, plan: Plan, on: date = MAY) -> Plan:
    """The plan after the lookup that it wants on a day."""
    wanted = PROCESS.wants(plan)
    assert wanted is not None
    request = LookUp(
        kind=PROCESS.kind,
        id=plan.id,
        name=wanted.name,
        key=wanted.key,
        view=PROCESS.view(plan, None),
        today=on,
    )
    answer = PROCESS.answered(plan, wanted, RecordsLookup(database).look_up(request).chosen, on)
    return after(plan, answer.act) if answer is not None and answer.act is not None else plan


@pytest.fixture
def known(database: Database) -> Database:
    register(database, CASE)
    with database.write() as session:
        settings.replace_settings(session, (INFANT, JUNIOR, MIDDLE), settings.Load(NOW, None, 3, None))
    return database


def moves(plan: Plan, on: date = MAY) -> list[tuple[str, str, int]]:
    return [
        (str(one.fields["from_phase"]), str(one.fields["to_phase"]), int(one.fields["year"]))
        for one in begun_by(PROCESS.life(plan, on), on)
        if "from_phase" in one.fields
    ]


@pytest.mark.parametrize(
    ("setting", "on", "move"),
    [
        (INFANT, date(2021, 5, 20), ("infant", "junior", 2022)),
        (JUNIOR, date(2025, 5, 20), ("junior", "secondary", 2026)),
        (MIDDLE, date(2027, 5, 20), ("middle", "secondary", 2028)),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_the_ages_of_the_setting_begin_the_move_to_the_next(
    known: Database, setting: Setting, on: date, move: tuple[str, str, int]
) -> None:
    plan = looked_up(known, made(setting=f"urn-{setting.urn}"), on)
    assert (plan.low_age, plan.high_age) == (setting.low_age, setting.high_age)
    assert moves(plan, on) == [move]


def test_the_setting_comes_from_the_one_roll_that_has_the_child_or_else_from_the_people_of_the_case(
    known: Database,
) -> None:
    assert looked_up(known, made()).setting is None
    named = Party(parties.new_id(), CASE, ATTENDED, name=MIDDLE.name.upper())
    with known.write() as session:
        parties.add(session, named, NOW, None)
    assert looked_up(known, made()).setting == f"urn-{MIDDLE.urn}"
    with known.write() as session:
        rolls.replace_roll(session, INFANT.urn, (Pupil(NAME, date(2015, 5, 5)),), NOW)
    found = looked_up(known, made())
    assert (found.setting, found.high_age) == (f"urn-{INFANT.urn}", INFANT.high_age)
    with known.write() as session:
        rolls.replace_roll(session, JUNIOR.urn, (Pupil(NAME, date(2015, 5, 5)),), NOW)
    assert looked_up(known, made()).setting == f"urn-{MIDDLE.urn}", "two rolls have the child"


def test_a_corrected_setting_stays_until_the_next_school_year_and_its_ages_are_looked_up(
    known: Database,
) -> None:
    with known.write() as session:
        rolls.replace_roll(session, INFANT.urn, (Pupil(NAME, date(2015, 5, 5)),), NOW)
    plan = looked_up(known, made())
    corrected = after(plan, Act("correct_plan", MAY, None, {"setting": f"urn-{MIDDLE.urn}"}))
    assert (corrected.high_age, corrected.asked) == (None, plan.asked + 1)
    again = looked_up(known, corrected)
    assert (again.setting, again.high_age) == (f"urn-{MIDDLE.urn}", MIDDLE.high_age)
    september, _ = PROCESS.after_moment(again, "school_year:2021", date(2021, 9, 1))
    assert looked_up(known, september, date(2021, 9, 1)).setting == f"urn-{INFANT.urn}"


def test_the_year_that_a_review_says_is_taught_counts_and_not_the_year_by_age(known: Database) -> None:
    by_age = looked_up(known, made())
    assert by_age.year_on(MAY) == 1
    taught = told(by_age, Event(TAUGHT, MAY, None, {"school_year": "0"}))
    assert (taught.year_on(MAY), taught.year_on(date(2021, 9, 1)), taught.facts) == (0, 1, by_age.facts)
    asked = after(taught, Act("look_again", MAY, None, {}))
    assert looked_up(known, asked).year_on(MAY) == 0
    assert (
        PROCESS.passes_on(by_age, as_act(Event(TAUGHT, MAY, None, {"school_year": "0"}), MAY, PLAN_TOLD))
        == ()
    )


def test_a_plan_learns_in_september_that_the_young_person_turns_25_in_that_school_year(
    known: Database,
) -> None:
    before, last = date(2038, 9, 1), date(2039, 9, 1)
    plan = looked_up(known, made(), before)
    assert not plan.last_year and not [
        one for one in begun_by(PROCESS.life(plan, before), before) if one.id.endswith("-age")
    ]
    september, _ = PROCESS.after_moment(plan, "school_year:2039", last)
    then = looked_up(known, september, last)
    assert then.last_year
    (begun,) = [one for one in begun_by(PROCESS.life(then, last), last) if one.id.endswith("-age")]
    assert begun.fields["reason"] == "maximum_age"
