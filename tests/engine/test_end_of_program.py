"""A program says what it has to say and ends with its own exit code, whatever its threads do just then."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from tests.running import ROOT


def ended(main: str) -> subprocess.CompletedProcess[str]:
    """Run a program with this `main`, and a thread that keeps Python from an orderly end."""
    program = """
        import sys, threading, time
        from engine.end_of_program import end_with
        def main():
            threading.Thread(target=time.sleep, args=(600,)).start()
            {main}
        end_with(main)
    """
    text = textwrap.dedent(program).format(main=main)
    return subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("main", "code", "out", "err"),
    [
        ("print('done', end=''); return 0", 0, "done", ""),
        ("sys.stderr.write('The disk is full.'); return 1", 1, "", "The disk is full."),
        ("sys.exit(2)", 2, "", ""),
        ("import gc; print(gc.get_freeze_count() > 1000, end=''); return 0", 0, "True", ""),
        ("sys.exit('The key file is damaged.')", 1, "", "The key file is damaged.\n"),
    ],
)
def test_it_ends_at_once_with_its_own_code_and_all_that_it_said(
    main: str, code: int, out: str, err: str
) -> None:
    program = ended(main)
    assert (program.returncode, program.stdout, program.stderr) == (code, out, err)


def test_a_failure_that_it_does_not_answer_is_reported_with_code_1() -> None:
    program = ended("raise LookupError('no such key')")
    assert program.returncode == 1 and program.stderr.endswith("LookupError: no such key\n")
