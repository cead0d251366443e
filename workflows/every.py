"""Every workflow of this program, for the worker, for replays and for tests."""

from __future__ import annotations

from workflows.appeal import Appeal
from workflows.case import EhcpCase
from workflows.mediation import Mediation
from workflows.sitting import PanelSitting

WORKFLOWS: tuple[type, ...] = (EhcpCase, PanelSitting, Mediation, Appeal)
