"""Calling a sitting asks only for its date: the usual members are chosen, and the waiting cases can be listed at once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from office.dependencies import read_only_parts
from tests.databases import new_records
from tests.starter.console.office import CASE, STAFF, TODAY, furnish
from tests.starter.console.signed import browser_of


def test_the_form_begins_with_the_last_members_and_offers_the_waiting_cases(tmp_path: Path) -> None:
    with closing(new_records(tmp_path)) as database:
        furnish(database)
        page = browser_of(read_only_parts(database, lambda: TODAY), STAFF["officer"]).get("/panel/new").text
    chosen = page.partition('name="for_health"')[2].partition(">")[0]
    assert 'value="panel-health-1"' in chosen
    assert 'value="chair-1"' in page.partition('name="chair"')[2].partition(">")[0]
    assert "Which waiting cases do you list now?" in page and f'value="{CASE}:assess"' in page
    assert " checked" not in page.partition("Which waiting cases")[2].partition("</fieldset>")[0]
