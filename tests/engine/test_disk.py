"""A full disk is found by writing to it."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.disk import DiskCheck


def test_a_disk_on_which_nothing_more_can_be_written_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not DiskCheck(tmp_path).is_full()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    check = DiskCheck(tmp_path)
    assert check.is_full()
    monkeypatch.undo()
    assert check.is_full()  # looked at a moment ago
    monkeypatch.setattr("engine.disk._FRESH_SECONDS", 0)
    assert not check.is_full()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)],
            capture_output=True,
            check=False,
        ).returncode
    ):
        pytest.skip("nothing can be mounted here")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_real_disk_that_is_full(small: Path) -> None:
    assert DiskCheck(small).is_full()


def test_a_folder_that_is_not_there_is_not_a_full_disk(tmp_path: Path) -> None:
    assert not DiskCheck(tmp_path / "none").is_full()
