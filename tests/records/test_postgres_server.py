"""The tests' PostgreSQL starts where PATH holds no folder of system programs."""

from __future__ import annotations

import os
import shutil

import pytest

from bench.postgres import find_system_programs


def test_the_program_that_makes_the_servers_user_is_found_whatever_path_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    find_system_programs()
    assert shutil.which("useradd") is not None


def test_a_path_that_holds_them_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/sbin:/sbin:/bin")
    find_system_programs()
    assert os.environ["PATH"] == "/usr/sbin:/sbin:/bin"
