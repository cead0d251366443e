"""The ports of an embedded engine."""

from __future__ import annotations

import socket

import pytest

from engine.embedded import LOOPBACK, free_ports, is_taken


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
