"""`ehcp setup`: a new place is prepared, and one that is ready stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.configuration import load
from engine.embedded import running_server
from tests.running import ehcp

pytestmark = pytest.mark.long


def test_what_is_missing_is_made_and_the_second_time_there_is_nothing_to_do(tmp_path: Path) -> None:
    data = tmp_path / "var"
    with running_server(load(data, {})) as address:
        place = {
            "EHCP_TEMPORAL_ADDRESS": address,
            "EHCP_TEMPORAL_NAMESPACE": "council",
            "EHCP_DATABASE_URL": f"sqlite:///{tmp_path / 'council.db'}",
        }
        first = ehcp("setup", "--retention-days", "30", data=data, **place)
        assert first.code == 0, first.err
        records, namespace, attributes = first.out.splitlines()
        assert records.startswith("Records: made, to release 0")
        assert namespace == "Namespace council: made; closed cases are kept for 30 days."
        assert attributes == "Search attributes: added Breached, CaseOfficer, NextDueDate, Rag, Stage, Team."
        again = ehcp("setup", data=data, **place)
        assert (again.code, again.out) == (
            0,
            "Nothing to do: records and namespace council are those of this release.\n",
        )
        told = ehcp("setup", "--json", data=data, **place).json
        assert (told["namespace_made"], told["search_attributes"]) == (False, [])
        assert told["records"]["from"] == told["records"]["to"]


def test_where_nothing_answers_it_is_one_sentence(tmp_path: Path) -> None:
    refused = ehcp("setup", data=tmp_path / "var", EHCP_TEMPORAL_ADDRESS="127.0.0.1:1")
    assert refused.code == 1 and len(refused.err.splitlines()) == 1
    assert refused.err.startswith("The Temporal server at 127.0.0.1:1 cannot be reached")
