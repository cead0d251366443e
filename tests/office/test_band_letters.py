"""The letter that tells a setting its band: only of this case, only what pays now, and to the setting that it pays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from casework.case.actions import Act
from casework.case.acts import CATALOGUE
from casework.letters.sending_times import Policy
from office import banding
from office.banding import WrongField
from office.known_fields import with_known
from office.papers import why_not
from office.plans import save
from office.preview import Letter, letters_of
from records import settings
from records.database import Database
from records.profile import keep_profile
from tests.activities.people import NAME, register
from tests.activities.steps import Story
from tests.casework.letters.test_decision_letters import words
from tests.office.banded_case import DECISION, TODAY, banded_records, given, profiled
from tests.office.planned_case import CASE, LARCH, NOW
from tests.plans import sample_plan

OTHER_CASE = "case-wwwwwwwwwwww"
SETTING = replace(DECISION, setting="900001")
TOLD_ON = date(2024, 6, 10)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = banded_records(tmp_path)
    yield found
    found.close()


def letters_that_tell(database: Database, band: str) -> list[Letter]:
    """The letters of the act that tells a band, with what the records fill in."""
    with database.read() as session:
        fields = with_known(session, CATALOGUE["band_told"], {"band": band, "setting": "urn-900002"})
    return letters_of(database, CASE, [Act("band_told", TOLD_ON, None, fields)], {}, Policy(), NOW)


def text_of(letter: Letter) -> str:
    assert letter.paper is not None, letter.missing
    return " ".join([*letter.paper.address, *words(letter.paper).split()])


def in_the_register(database: Database) -> None:
    larch = replace(LARCH, address=("1 Sample Road", "Exampleton", "EX4 6PL"))
    with database.write() as session:
        settings.replace_settings(session, [larch], settings.Load(NOW + timedelta(days=1), None, 1, None))
        keep_profile(
            session, {"authority": {"name": "Sample Council", "telephone": "01632 960000"}}, None, NOW
        )


def test_the_setting_is_told_its_band_at_its_address(database: Database) -> None:
    in_the_register(database)
    profiled(database)
    decision = banding.decide(database, CASE, SETTING, "officer-1", TODAY)
    (letter,) = letters_that_tell(database, decision.id)
    said = text_of(letter)
    assert "Sample Larch Primary School" in said and "EX4 6PL" in said and NAME in said
    assert "The top-up (element 3) is £3,400.00 a year" in said and "from Wednesday 14 October 2026" in said
    assert "9 points" in said and "whatever the band" in said


def test_a_family_gets_a_copy_where_the_authority_chose_that(database: Database) -> None:
    in_the_register(database)
    with database.write() as session:
        keep_profile(session, {"authority": {"name": "Sample Council", "telephone": "01632 960000"}, "bands": {"copy_to_family": True}}, None, NOW)  # fmt: skip
    profiled(database)
    decision = banding.decide(database, CASE, SETTING, "officer-1", TODAY)
    letters = letters_that_tell(database, decision.id)
    assert [(one.kind, one.to_role) for one in letters] == [("funding_band", "setting"), ("funding_band_copy", "family")]  # fmt: skip
    assert "You do not have to do anything." in text_of(letters[1])


def test_a_band_of_another_child_is_never_told(database: Database) -> None:
    in_the_register(database)
    register(database, OTHER_CASE)
    Story(OTHER_CASE).then("assessment_agreed 2024-04-10", "plan_agreed 2024-06-03").record(database)
    save(database, OTHER_CASE, sample_plan(NAME), "officer-1")
    banding.profile(database, OTHER_CASE, given(), "officer-1", TODAY)
    decision = banding.decide(database, OTHER_CASE, SETTING, "officer-1", TODAY)
    (letter,) = letters_that_tell(database, decision.id)
    assert letter.paper is None and any(
        "decision on the band for this child" in one for one in letter.missing
    )
    with database.read() as session:
        told = why_not(session, CASE, "band_told", {"band": decision.id})
    assert told is not None and "no such decision" in told


def test_only_the_decision_that_pays_now_is_told(database: Database) -> None:
    profiled(database)
    first = banding.decide(database, CASE, DECISION, "officer-1", TODAY)

    def refused(band: str) -> str:
        with database.read() as session:
            return str(why_not(session, CASE, "band_told", {"band": band}))

    assert "names no school or college" in refused(first.id)
    second = banding.decide(database, CASE, SETTING, "officer-1", TODAY)
    assert "a later one replaces it" in refused(first.id)
    assert refused(second.id) == "None"
    with database.write() as session:
        off = [{"starts": "2024-01-01", "switched_on": False}]
        keep_profile(session, {"authority": {"name": "Sample Council"}, "reforms": {"bands_and_tariffs": off}}, None, NOW)  # fmt: skip
    assert "is switched off" in refused(second.id)


def test_a_panel_that_decided_is_one_that_had_the_case(database: Database) -> None:
    profiled(database)
    with pytest.raises(WrongField, match="had this case on its agenda") as wrong:
        banding.decide(database, CASE, replace(DECISION, process="sitting-abc234def567"), "officer-1", TODAY)
    assert wrong.value.field == "who"
