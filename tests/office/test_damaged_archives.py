"""A Word file or a spreadsheet whose archive or XML is damaged is refused in a sentence, and leaves nothing behind."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from activities.paper_word import as_word
from casework.dashboard.figure import BadPublishedFile
from casework.plans.plan import plan_of
from casework.plans.plan_paper import plan_paper
from office.plan_import import read_word
from office.plan_writing import Desk
from office.published_figures import load
from office.refusals import ActRefused
from records.database import Database
from records.tables.base import metadata
from tests.bad_values import TRIES, bad_file
from tests.casework.dashboard.published import spreadsheet
from tests.casework.plans.test_draft import whole
from tests.databases import new_records
from tests.starter.console.office import CASE, furnish

_DAY = date(2026, 3, 4)
_RATES = {
    "SEND_1": [["Year"], ["2021", "9,000", "450,000", "2.0%"]],
    "SEND_2": [["Table"], ["Local Authority", "2021", "", ""], ["LONDON"], ["Camden3", "-", "1,000", "0.0%"]],
}


def stored(database: Database) -> str:
    """A digest of every row."""
    digest = hashlib.sha256()
    with database.read() as session:
        for table in metadata.sorted_tables:
            digest.update(repr((table.name, session.execute(select(table)).fetchall())).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("kind", ["docx", "ods"])
def test_a_damaged_archive_is_refused_in_a_sentence_and_leaves_nothing(tmp_path: Path, kind: str) -> None:
    paper = plan_paper(plan_of(whole()), "case-1", 1, final=False)
    content = as_word(paper) if kind == "docx" else spreadsheet(_RATES)
    with closing(new_records(tmp_path)) as database:
        furnish(database)
        desk, refused = Desk(database, CASE, "officer-n1"), 0
        for number in range(TRIES * 4):
            before, wrong = stored(database), bad_file(Random(f"{kind} {number}"), content)
            try:
                if kind == "docx":
                    read_word(desk, "plan.docx", wrong)
                else:
                    load(database, wrong, "rates.ods", None, released_on=_DAY, today=_DAY)
            except (ActRefused, BadPublishedFile) as said:
                assert str(said) and stored(database) == before, number
                refused += 1
        assert refused
