"""A program that dies is restarted, also one that dies while it restarts, and the cause that is named is the true one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from engine import supervisor as supervising
from engine.child_processes import Program
from engine.errors import EngineError
from engine.supervisor import Supervisor

READY = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
FAILS_TWICE = """
import pathlib, sys, time
runs = pathlib.Path(sys.argv[1] + ".runs")
count = int(runs.read_text()) + 1 if runs.exists() else 1
runs.write_text(str(count))
if 1 < count < 4:
    sys.exit("The records at records.db cannot be used: disk full.")
pathlib.Path(sys.argv[1]).touch()
time.sleep(600)
"""


def program(folder: Path, code: str) -> Program:
    return Program("worker", [sys.executable, "-c", code, str(folder / "ready")], {}, folder / "log")


def when_ready(folder: Path, patience: float = 20.0) -> supervising.Ready:
    def wait(process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + patience
        while not (folder / "ready").exists():
            if process.poll() is not None:
                raise EngineError("The worker ended before it was ready.")
            if time.monotonic() > end:
                raise EngineError("it was not ready within a minute")
            time.sleep(0.01)
        (folder / "ready").unlink()

    return wait


def test_a_program_that_dies_while_it_restarts_is_restarted_again_and_its_own_words_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "_PAUSE_SECONDS", 0.01)
    said = list[str]()
    kept = Supervisor(said.append)
    pid = kept.add(program(tmp_path, FAILS_TWICE), when_ready(tmp_path))
    watching = threading.Thread(target=kept.watch, args=(lambda: None,))
    watching.start()
    try:
        os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 20
        while (tmp_path / "ready.runs").read_text() != "4" and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(0.3)
        assert kept.pids["worker"] != pid and watching.is_alive()
    finally:
        kept.request_stop()
        watching.join()
        kept.stop_all()
    assert "ended from outside by signal 9 (SIGKILL)" in said[0]
    assert all("The records at records.db cannot be used: disk full." in each for each in said[1:])
    assert len(said) == 3


def test_a_program_that_keeps_dying_ends_all_with_its_true_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "_PAUSE_SECONDS", 0.01)
    kept = Supervisor(lambda _: None)
    pid = kept.add(program(tmp_path, FAILS_TWICE.replace("< 4", "< 99")), when_ready(tmp_path))
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(
        EngineError, match=r"keeps ending: The records at records\.db cannot be used: disk full;"
    ):
        kept.watch(lambda: None)
    kept.stop_all()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import sys; sys.exit('The key file is damaged.')", "The key file is damaged."),
        ("raise SystemExit(3)", "The worker does not start: it ended with code 3 and logged no reason; see"),
        (
            """print('{"event": "crashed", "error": ["OSError"]}'); raise SystemExit(1)""",
            "The worker does not start: it crashed with OSError; see",
        ),
        ("import time; time.sleep(600)", "The worker does not start: it was not ready within a minute; see"),
    ],
)
def test_a_program_that_does_not_start_is_refused_with_its_true_cause(
    tmp_path: Path, code: str, said: str
) -> None:
    (tmp_path / "log").write_text("A sentence of an earlier run.\n")
    kept = Supervisor(lambda _: None)
    with pytest.raises(EngineError) as refused:
        kept.add(program(tmp_path, code), when_ready(tmp_path, 0.3))
    assert str(refused.value).startswith(said) and str(refused.value).endswith((".", "log."))
    kept.stop_all()
    assert kept.pids
