"""What a command prints about a mediation."""

from __future__ import annotations

from casework.disputes.commands import PrintedDispute
from casework.processes.commands import Told
from casework.processes.form import plain


class PrintedMediation(PrintedDispute):
    """What a command prints about a mediation."""

    def arranged(self, told: Told) -> dict[str, str | None]:
        """The mediator, the arrangements and the outcome, by label."""
        mediator, answer = told["mediator"], "accepted" if told["accepted"] else "invited"
        return {
            "Mediator": f"{mediator} ({answer})" if mediator else None,
            "Offers": None if told["session_on"] else ", ".join(told["proposed"]),
            "Decides for the authority": told["decision_maker"],
            "Session": told["session_on"],
            "Outcome": told["outcome"],
            "Agreed on": plain(", ".join(told["agreed_on"])),
        }
