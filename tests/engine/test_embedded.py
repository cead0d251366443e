"""The ports of an embedded engine."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from engine.configuration import load
from engine.embedded import LOOPBACK, free_ports, is_taken, prepare
from engine.errors import EngineError
from engine.folder_modes import open_to_others


def test_a_chosen_port_is_not_assigned_to_other_programs() -> None:
    (port,) = free_ports(1)
    with socket.socket() as other, pytest.raises(OSError):
        other.bind((LOOPBACK, port))


def test_a_server_can_listen_on_a_chosen_port() -> None:
    (port,) = free_ports(1)
    assert not is_taken(port)
    with socket.create_server((LOOPBACK, port)):
        assert is_taken(port)


def test_several_ports_are_different_ones() -> None:
    assert len(set(free_ports(20))) == 20


def test_an_open_data_folder_is_closed_to_other_users_at_start(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    (folder / "uploads").mkdir(parents=True, mode=0o755)
    (folder / "records.db").write_text("sample")
    for path in (folder, folder / "uploads", folder / "records.db"):
        path.chmod(0o755)
    prepare(load(folder, {}))
    for path in (folder, folder / "uploads", folder / "records.db"):
        assert not open_to_others(path), path


def test_a_data_folder_that_stays_open_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda *_: None)
    with pytest.raises(EngineError, match="Other users of this machine can read"):
        prepare(load(tmp_path, {}))
