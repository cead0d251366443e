"""What a command prints about an appeal."""

from __future__ import annotations

from casework.disputes.commands import PrintedDispute
from casework.processes.commands import Told


class PrintedAppeal(PrintedDispute):
    """What a command prints about an appeal."""

    def arranged(self, told: Told) -> dict[str, str | None]:
        """The days that the Tribunal directed."""
        return {
            "Response by": told["response_by"],
            "Evidence by": told["evidence_by"],
            "Hearing": told["hearing_on"],
        }
