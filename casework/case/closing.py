"""When a case closes, and the ledger line for it."""

from __future__ import annotations

from collections.abc import Iterable

from casework.case.clock import Clock, is_owed
from casework.case.ledger_line import LedgerLine
from casework.case.stages import DECIDED, ENDED, Stage
from casework.case.transition import Transition
from casework.case.transition_lines import system_line


def is_closed(clocks: Iterable[Clock], stage: Stage, disputed: bool) -> bool:
    """Whether nothing is left to wait for: the case has ended, or it was decided and the family's time is over."""
    if stage in ENDED:
        return True
    if stage not in DECIDED or disputed:
        return False
    for clock in clocks:
        if not clock.keeps_case_open:
            continue
        if clock.status == "open" or (clock.kind == "limit" and is_owed(clock)):
            return False
    return True


def closing_line(transition: Transition) -> LedgerLine:
    """The ledger line that closes a case."""
    text = "The case is closed: nothing is left to wait for."
    return system_line(transition, "case_closed", transition.stage, text)
