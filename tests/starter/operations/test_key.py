"""A key file is made once and never replaced."""

from __future__ import annotations

import stat
from pathlib import Path

from engine.keys import key_ring
from tests.running import ehcp


def test_a_key_file_is_made_for_its_owner_alone_and_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "payload.json"
    made = ehcp("key", str(file))
    assert (made.code, key_ring(file).active in made.out) == (0, True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    again = ehcp("key", str(file))
    assert (again.code, "exists already" in again.err, file.read_bytes()) == (1, True, before)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = ehcp("key", str(tmp_path / "file" / "payload.json"))
    assert answer.code == 1 and answer.err.endswith(".")
