"""The key file: made once and atomically, and readable only by its owner."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.keys import key_ring


def test_a_key_file_is_made_at_the_first_run_and_read_ever_after(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "payload.json"
    first = key_ring(path)
    assert key_ring(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["payload.json"]


def test_of_many_that_start_at_once_all_read_one_key(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "payload.json"
    with ThreadPoolExecutor(8) as threads:
        rings = list(threads.map(lambda _: key_ring(path), range(16)))
    assert len({ring.active for ring in rings}) == 1


@pytest.mark.parametrize(
    "text", ["", "{}", '{"active": "a", "keys": {}}', '{"active": "a", "keys": {"a": "c2hvcnQ="}}', "[]"]
)
def test_a_damaged_key_file_is_reported_in_one_sentence_and_not_changed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "payload.json"
    path.write_text(text)
    with pytest.raises(EngineError, match="is damaged; restore it"):
        key_ring(path)
    assert path.read_text() == text


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file")
    with pytest.raises(EngineError, match="cannot be"):
        key_ring(tmp_path / "keys" / "payload.json")
