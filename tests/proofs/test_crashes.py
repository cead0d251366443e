"""Nothing acknowledged is lost and nothing is done twice, whatever is killed in between.

One office lives through all of it, in the order of the tests, because each start of an office takes 15 seconds of work.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.chaos import prove_at
from bench.chaos_faults import Site
from bench.chaos_place import Place, place
from tests.conftest import days_ago
from tests.running import Up, ehcp, free_port, processes_of, start, wait_until

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("crashes"), pytest.mark.timeout(600)]


@dataclass
class Survivor:
    """A running office that the tests kill."""

    running: Up
    folder: Path
    around: Place

    def begin(self) -> str:
        """Open a case and agree to its assessment."""
        file = self.folder / "intake.json"
        name = f"Sample Child {free_port()}"
        file.write_text(json.dumps([{"child_name": name, "received_on": days_ago(30), "team": "north"}]))
        case: str = self.running("open", str(file), "--json").json["cases"][0]["case"]
        assert self.running("act", case, "assessment_agreed", "--on", days_ago(20)).code == 0
        return case

    def refer(self, case: str) -> str:
        """Refer the pupil for alternative provision, long after a permanent exclusion."""
        codes = (
            "--tier",
            "tier_2",
            "--reason",
            "OTH",
            "--home-school",
            "urn-900001",
            "--sen",
            "N",
            "--exclusion",
            "permanent",
        )
        words = ("--excluded-on", days_ago(60), "--aim", "Sample", "--tried", "Sample")
        answer = self.running(
            "placement", "refer-placement", case, "--on", days_ago(18), *codes, *words, "--json"
        )
        return str(answer.json["placement"])


def steps(office: Up, placement: str) -> list[str]:
    """Return the events in the ledger of a placement."""
    return [line["event"] for line in office("placement", "show", placement, "--json").json["ledger"]]


@pytest.fixture(scope="module")
def survivor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survivor]:
    """An office of its own."""
    folder = tmp_path_factory.mktemp("crashes")
    with place(folder, "sqlite", 0, small_disk=False) as around, pytest.MonkeyPatch.context() as environment:
        for name, value in around.environment.items():
            environment.setenv(name, value)
        alive = Survivor(start(around.data), folder, around)
        yield alive
        if alive.running.process.poll() is None:
            alive.running.stop()


async def test_nothing_is_lost_or_done_twice_while_programs_are_killed_and_halted(survivor: Survivor) -> None:
    """A short `make chaos`: one seed, and every fault that one office lives through without starting again."""
    site = Site(survivor.running.data, survivor.around.environment)
    kinds = ("kill worker", "kill Temporal server", "kill console", "halt worker", "kill mail server")
    run = await prove_at(
        site, survivor.around, seed=1, records="sqlite", cases=12, faults=len(kinds), kinds=kinds
    )
    assert run.wrong == []
    assert (sorted(run.faults), run.acknowledged, run.subjects) == (sorted(kinds), 47, 19)


def test_killed_outright_it_leaves_no_process_and_a_case_goes_on_where_it_was(survivor: Survivor) -> None:
    case, data = survivor.begin(), survivor.running.data
    placement = survivor.refer(case)
    wait_until(lambda: "missed" in steps(survivor.running, placement), "the limit that has passed")
    survivor.running.process.kill()
    survivor.running.process.wait()
    wait_until(lambda: not processes_of(data), "the end of what `ehcp up` had started")
    ports = json.loads((data / "engine.json").read_text())
    with socket.create_server(("127.0.0.1", ports["ui"])):  # another program took a port meanwhile
        survivor.running = again = start(data)
        assert json.loads((data / "engine.json").read_text())["ui"] != ports["ui"]
    assert (
        again(
            "placement", "act", placement, "screen_referral", "--on", "today", "--set", "outcome=ready"
        ).code
        == 0
    )
    assert steps(again, placement) == [
        "placement_opened",
        "refer_placement",
        "take_in_policy",
        "missed",
        "screen_referral",
    ]
    assert again("act", case, "withdrawn", "--on", "today").code == 0
    assert again("open", str(survivor.folder / "intake.json"), "--json").json["already_open"] == 1
    lines = again("history", case, "--json").json["ledger"]
    assert [line["event"] for line in lines if line["kind"] != "moment"] == [
        "request_received",
        "request_considered",
        "assessment_agreed",
        "placement_referred",
        "placement_waits",
        "withdrawn",
        "case_closed",
    ]


def test_stopped_it_leaves_no_process_and_a_command_says_how_to_start_it(survivor: Survivor) -> None:
    assert survivor.running.stop() == 0
    assert processes_of(survivor.running.data) == {}
    answer = survivor.running("open", str(survivor.folder / "intake.json"))
    assert answer.code == 1 and "start it with `ehcp up" in answer.err


def test_it_does_not_start_without_the_server_s_store_of_its_open_cases(survivor: Survivor) -> None:
    data = survivor.running.data
    for file in data.glob("temporal.db*"):
        file.unlink()
    answer = ehcp("up", "--port", str(free_port()), data=data)
    assert (answer.code, answer.out) == (1, "")
    assert "it does not know the open case" in answer.err and "restore both" in answer.err
