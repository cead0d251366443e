"""Every workflow of this program, for the worker, for replays and for tests."""

from __future__ import annotations

from workflows import process
from workflows.case import EhcpCase

WORKFLOWS: tuple[type, ...] = (EhcpCase, *process.WORKFLOWS.values())
