"""Every workflow, for the worker, replays and tests."""

from __future__ import annotations

from workflows import process
from workflows.case import EhcpCase

WORKFLOWS: tuple[type, ...] = (EhcpCase, *process.WORKFLOWS.values())
