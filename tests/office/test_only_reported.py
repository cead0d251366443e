"""What only a process or the service reports to a case is refused to people, whichever way they record it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.case.acts import CATALOGUE, NOT_BY_PEOPLE
from casework.case.casework_acts import STEPS_CHANGED
from casework.case.guard import only_reported
from casework.case.letter_days import LETTER_DAYS
from office.bad_intake import BadIntake
from office.intake import request_of, request_written
from office.intake_row import WrittenAct
from office.office import Office
from office.past_work import read_rows
from office.refusals import ActRefused
from records.database import Database
from tests.activities.steps import Story
from tests.databases import new_records
from workflows.messages import ActMessage

CASE, TODAY = "case-abc234def567", date(2024, 9, 2)
ROW: dict[str, Any] = {
    "child_name": "Wren Sample",
    "received_on": "2024-03-04",
    "team": "north",
    "source": "parent",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office without a server, so that an act that is not refused fails the test."""
    folder: Path = tmp_path_factory.mktemp("reported")
    database: Database = new_records(folder)
    Story(CASE).record(database)
    yield Office(None, database, "none")  # type: ignore[arg-type]
    database.close()


def _where(name: str) -> str:
    """Return what a sentence says about who records an act."""
    if name == STEPS_CHANGED:
        return "change the policy of the council"
    return "the service records it" if name in LETTER_DAYS else "it tells the case"


def test_each_such_act_has_one_sentence_that_says_where_to_record_it() -> None:
    for name in NOT_BY_PEOPLE:
        said = str(only_reported(name))
        assert CATALOGUE[name].title in said and said.count(". ") == 0 and said.endswith(".")
        assert name not in said, "a sentence for people has no code"
        assert _where(name) in said
    assert not [name for name in CATALOGUE.keys() - NOT_BY_PEOPLE if only_reported(name)]


@pytest.mark.parametrize("name", sorted(NOT_BY_PEOPLE))
def test_no_way_in_records_it(office: Office, name: str) -> None:
    said = str(only_reported(name))
    message = ActMessage(action=name, on=TODAY, of=None, fields={}, by="officer-1", request_id="request-1")
    with pytest.raises(ActRefused) as acted:
        asyncio.run(office.act(CASE, message))
    with pytest.raises(ActRefused) as entered:
        read_rows([{"action": name, "on": "2024-08-01"}], TODAY)
    with pytest.raises(BadIntake) as imported:
        request_of("Row 1", ROW, (WrittenAct(name, TODAY, None, {}),), TODAY)
    with pytest.raises(BadIntake) as opened:
        request_written({**ROW, "acts": f"{name} 2024-08-01"}, TODAY)
    for refused in (acted, entered, imported, opened):
        assert said in str(refused.value)
