"""Files wait between the page that shows them and the click that loads them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from office.refusals import ActRefused
from office.staged_files import StagedFiles


def test_a_file_waits_until_it_is_dropped_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    staged = StagedFiles(tmp_path / "staged")
    file_id = staged.keep(b"content")
    assert staged.open(file_id) == b"content"
    assert (staged.folder.stat().st_mode & 0o777, (staged.folder / file_id).stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
    staged.drop(file_id)
    for wrong in (file_id, "../secret", "", "A" * 64):
        with pytest.raises(ActRefused, match="no longer here"):
            staged.open(wrong)


def test_a_file_that_no_person_loads_is_removed_after_a_day(tmp_path: Path) -> None:
    staged = StagedFiles(tmp_path)
    old = staged.keep(b"old")
    os.utime(tmp_path / old, (time.time() - 90_000,) * 2)
    staged.keep(b"new")
    assert [one.name for one in tmp_path.iterdir()] == [staged.keep(b"new")]
