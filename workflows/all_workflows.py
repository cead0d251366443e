"""Every workflow, for the worker, replays and tests."""

from __future__ import annotations

from casework.case.law_vocabulary import is_of_law
from workflows import process
from workflows.case import EhcpCase
from workflows.webhooks import WEBHOOK_WORKFLOWS

WORKFLOWS: tuple[type, ...] = (EhcpCase, *process.WORKFLOWS.values(), *WEBHOOK_WORKFLOWS)

is_of_law("")  # the rule packs are read here, since a workflow reads no file
