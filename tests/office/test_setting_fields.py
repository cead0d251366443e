"""A person names a setting by its id, its bare number or words; several matches are listed to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from casework.case.actions import Action, Field
from casework.processes.question import Question
from casework.settings.settings import Setting
from office.refusals import ActRefused
from office.setting_fields import with_settings
from records import settings
from records.database import Database
from starter.console.views.act_summary import summary
from starter.console.views.answers import read
from starter.console.views.setting_answers import with_settings_found
from tests.databases import new_records

REFER = Action(
    "refer_it", "Refer it", "it was referred", frozenset(),
    fields=(Field("school", "id", True, asks="Which school?", holds="setting"), Field("evidence", "id")),
)  # fmt: skip
SEVERAL = (Question("settings", "Which settings do you consult?", "settings", required=True),)
ASKED = (Question("school", "Which school?", "setting", required=True),)
TODAY = date(2026, 11, 28)
LOAD = settings.Load(datetime(2026, 11, 1, tzinfo=UTC), None, 3, None)


def named(urn: str, name: str, town: str) -> Setting:
    return Setting(urn, name, "mainstream", "Sample", 4, 11, True, address=(town, "ZZ1 1ZA"))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with closing(new_records(tmp_path_factory.mktemp("settings"))) as made:
        rows = [
            named("900001", "Hill Primary School", "Exampleton"),
            named("900002", "Hill Road School", "Sampleford"),
            named("900003", "Larch School", "Exampleton"),
        ]
        with made.write() as session:
            settings.replace_settings(session, rows, LOAD)
        yield made


@pytest.mark.parametrize("written", ["urn-900003", "900003", "URN 900003", "larch", "Larch school"])
def test_a_setting_is_taken_by_id_number_or_name(database: Database, written: str) -> None:
    assert with_settings(database, REFER, {"school": written, "evidence": "doc-1"}) == {
        "school": "urn-900003",
        "evidence": "doc-1",
    }


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("hill", "school: 2 settings match 'hill'. Select one: urn-900001 and urn-900002."),
        ("oak", "school: No setting is called 'oak'. Check the name, or enter the number (URN)."),
    ],
)
def test_words_that_mean_no_one_setting_are_refused(database: Database, written: str, said: str) -> None:
    with pytest.raises(ActRefused) as refused:
        with_settings(database, REFER, {"school": written})
    assert str(refused.value) == said


def test_a_form_offers_the_settings_that_match_and_shows_the_one_found_by_name(database: Database) -> None:
    asked, raw, errors = with_settings_found(database, ASKED, {"school": ["hill"]})
    assert errors == {"school": "2 settings match 'hill'. Select one"}
    assert asked[0].options == (
        ("900001", "Hill Primary School, Exampleton, ZZ1 1ZA"),
        ("900002", "Hill Road School, Sampleford, ZZ1 1ZA"),
    )
    asked, raw, errors = with_settings_found(database, ASKED, {"school": ["900002", ""]})
    answers = read(asked, raw, TODAY)
    assert errors == {} and answers.errors == {} and answers.fields == {"school": "urn-900002"}
    assert summary(asked, answers)[0]["text"] == "Hill Road School (URN 900002)"
    _, _, errors = with_settings_found(database, ASKED, {"school": ["123456"]})
    assert errors == {"school": "There is no setting 123456 in the register. Check the number"}
    assert read(ASKED, {}, TODAY).errors == {"school": "Enter an answer to “Which school?”"}


@pytest.mark.parametrize(
    "written",
    [
        "900001 900003",
        "Hill Primary School, larch",
        "Larch School, Exampleton\nhill primary",
        "urn-900001; Larch School",
        "Hill Primary School,900003",
    ],
)
def test_several_settings_are_taken_by_number_name_or_town(database: Database, written: str) -> None:
    asked, raw, errors = with_settings_found(database, SEVERAL, {"settings": [written]})
    answers = read(asked, raw, TODAY)
    assert (errors, answers.errors) == ({}, {})
    assert set(answers.fields["settings"]) == {"urn-900001", "urn-900003"}
    assert "Larch School" in summary(asked, answers)[0]["text"], "the check page names each"


def test_words_that_mean_several_settings_are_offered_beside_those_that_are_clear(database: Database) -> None:
    asked, raw, errors = with_settings_found(database, SEVERAL, {"settings": ["larch, hill"]})
    assert errors == {"settings": "2 settings match 'hill'. Select one"}
    assert [urn for urn, _ in asked[0].options] == ["900003", "900001", "900002"]
    assert raw["settings"] == ["900003"], "the settings to choose from stand in place of the words"
    chosen = {"settings": [*raw["settings"], "900002", ""]}
    asked, raw, errors = with_settings_found(database, SEVERAL, chosen)
    assert (errors, read(asked, raw, TODAY).fields) == ({}, {"settings": ["urn-900003", "urn-900002"]})
    _, raw, errors = with_settings_found(database, SEVERAL, {"settings": ["larch\noak"]})
    assert errors == {"settings": "No setting is called 'oak'. Check the name, or enter the number (URN)"}
    assert raw["settings"] == ["900003", "oak"]
