"""Standards over the API: every fault with its line, links that decide nothing, and the report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from office.dependencies import read_only_parts
from records.database import Database
from starter.api.app import api
from tests.office.planned_case import CASE, planned
from tests.running import ROOT
from tests.starter.api.conftest import EVERYBODY, FAST, Caller, calling

SAMPLE = (ROOT / "samples" / "standards.yaml").read_text(encoding="utf-8")


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Database]:
    found = planned(tmp_path)
    yield found
    found.close()


@pytest.fixture
def caller(records: Database) -> Iterator[Caller]:
    with calling(api(read_only_parts(records), pace=FAST), records, EVERYBODY) as found:
        yield found


def test_a_catalogue_is_loaded_whole_and_linked_and_withdrawn(caller: Caller) -> None:
    bad = SAMPLE.replace("owner: local", "owner: mine").replace("layer: specialist", "layer: x")
    refused = caller("POST", "/standards", {"name": "standards.yaml", "content": bad})
    assert refused.status_code == 422
    assert [one["sentence"].split(":")[0] for one in refused.json()["errors"]] == ["Line 4", "Line 69"]
    assert caller.get("/standards")["catalogues"] == []
    loaded = caller("POST", "/standards", {"name": "standards.yaml", "content": SAMPLE})
    assert (loaded.status_code, loaded.json()["new"]) == (201, True)
    links = [{"kind": "evidence", "answer": "not_tried", "standard": "T-01"}]
    assert caller("POST", f"/cases/{CASE}/standards", {"on": "2024-05-01", "links": links}).status_code == 201
    wrong = caller(
        "POST", f"/cases/{CASE}/standards", {"on": "2024-05-01", "links": [{**links[0], "standard": "X"}]}
    )
    assert (wrong.status_code, wrong.json()["detail"][:27]) == (409, "There is no standard 'X' in")
    gone = {"version": "2026.1", "standard": "T-01", "on": "2024-06-01", "because": "It is merged."}
    assert caller("POST", "/standards/ordinarily-available/withdrawals", gone).status_code == 201
    (kept,) = caller.get(f"/cases/{CASE}/standards")["links"]
    assert kept["statement"].startswith("A small group works on language")
    version = caller.get("/standards/ordinarily-available?version=2026.1")
    assert [one["id"] for one in version["standards"] if one["withdrawn_on"]] == ["T-01"]
    assert (
        caller("POST", "/settings/900001/offer", {"on": "2024-05-01", "standards": ["T-02"]}).status_code
        == 201
    )
    assert caller.get("/settings/900001/offer")["offers"][0]["standard"] == "T-02"
    assert caller.get("/standards-report")["not_tried"]["total"] is None
