"""`ehcp standards`: from a file with faults to the report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from office.plans import save
from office.standard_links import of_case
from records.database import Database
from tests.activities.people import NAME
from tests.office.planned_case import CASE, planned
from tests.plans import sample_plan
from tests.running import ROOT, Answer, here

SAMPLE = ROOT / "samples" / "standards.yaml"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = planned(tmp_path)
    yield found
    found.close()


def test_a_catalogue_is_loaded_linked_reported_and_withdrawn(database: Database, tmp_path: Path) -> None:
    def ehcp(*words: str) -> Answer:
        return here("standards", *words, data=tmp_path)

    bad = tmp_path / "bad.yaml"
    bad.write_text(
        SAMPLE.read_text().replace("owner: local", "owner: mine").replace("layer: specialist", "layer: x")
    )
    refused = ehcp("load", str(bad))
    assert refused.code == 2
    assert [line.split(":")[0] for line in refused.err.strip().splitlines()] == ["Line 4", "Line 69"]
    assert "nothing was changed" in ehcp("load", str(SAMPLE), "--dry-run").out
    assert "No catalogue is loaded" in ehcp("show").out
    loaded = ehcp("load", str(SAMPLE), "--json").json
    assert (loaded["new"], loaded["standards"]) == (True, 7)
    assert ehcp("load", str(ROOT / "samples" / "standards.csv"), "--json").json["version"] == "draft-1"
    assert [(one["catalogue"], one["in_force"]) for one in ehcp("show", "--json").json["catalogues"]] == [
        ("inclusion-standards", False),
        ("ordinarily-available", True),
    ]
    save(database, CASE, sample_plan(NAME), "officer-1")
    row = of_case(database, CASE)["rows"][0]["id"]
    for words in (
        ("link", CASE, "T-01", "--answer", "not_tried"),
        ("link", CASE, "--row", row, "--above"),
        ("link", "urn-900001", "T-02"),
    ):
        assert ehcp(*words).code == 0, words
    assert ehcp("link", CASE, "T-01").code == 2, "an answer is needed"
    shown = ehcp("show", CASE, "--json").json
    assert [(one["kind"], one["answer"]) for one in shown["links"]] == [
        ("evidence", "not_tried"),
        ("provision", "above"),
    ]
    assert ehcp("show", "urn-900001", "--json").json["offers"][0]["standard"] == "T-02"
    assert ehcp("link", "urn-900001", "T-02", "--end").code == 0
    report = ehcp("report", "--json").json
    assert report["not_tried"]["rows"][0]["all"] is None
    gone = ehcp("withdraw", "ordinarily-available", "2026.1", "T-01", "--reason", "It is merged.")
    assert "T-01 of ordinarily-available 2026.1 is withdrawn from" in gone.out
    assert "Withdrawn from" in ehcp("show", "ordinarily-available").out
    assert ehcp("show", CASE, "--json").json["links"][0]["statement"].startswith("A small group works")
