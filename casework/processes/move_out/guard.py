"""Whether an act may be recorded in a move out of the area: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.case.actions import Act, Action
from casework.case.particulars import malformed
from casework.processes.authority_numbers import wrong_number
from casework.processes.move_out.move import ACTS, CALLS, MoveOut
from casework.processes.recorded_facts import misdated
from statute.words import short_date

_ORDER: Mapping[str, str] = {CALLS: "you learned of the move", "transfer_plan": "the transfer"}
_WITH_PLAN = frozenset({"transfer_plan", "record_receipt", "offer_copy"})


def refusal(move: MoveOut, act: Act, today: date) -> str | None:
    """Return why an act may not be recorded today, in one sentence; None if it may."""
    return (
        malformed("move", ACTS, act)
        or not_now(move, act.action)
        or misdated(move, act, today, _ORDER)
        or _too_early(move, act)
        or _badly_written(act)
    )


def allowed(move: MoveOut) -> tuple[Action, ...]:
    """Return the acts that may be recorded now, in display order."""
    return tuple(action for name, action in ACTS.items() if name != CALLS and not_now(move, name) is None)


def not_now(move: MoveOut, action: str) -> str | None:
    """Return why an act may not be recorded at this stage, or None."""
    if move.is_over:
        return "This move is closed. Record a new one if they move again."
    if action == CALLS:
        return "The move is already recorded." if move.facts else None
    transferred = move.transferred_on is not None
    if action in _WITH_PLAN and not move.has_plan:
        return "There is no plan to transfer, and the new authority makes its own decisions. Record the new authority."
    if action == "record_export" and move.has_plan:
        return "There is a plan. Record that it was transferred."
    if action == "transfer_plan":
        if not move.is_in_england:
            return "A plan is transferred within England only. Offer the family a copy."
        return "The plan is already transferred." if transferred else None
    if action == "offer_copy" and move.is_in_england:
        return "They move within England. Transfer the plan."
    if action == "record_receipt" and not transferred:
        return "Record first that the plan was transferred."
    if action in ("correct_move", "stop_move") and transferred:
        return "The plan is already transferred."
    return None


def _too_early(move: MoveOut, act: Act) -> str | None:
    """Return why a transfer is too early: the old authority is responsible until the day of the move (SEND Regs 2014 reg 15(1))."""
    moves_on = move.moves_on
    if act.action != "transfer_plan" or act.on is None or moves_on is None or act.on >= moves_on:
        return None
    return (
        f"The plan is transferred on the day of the move, {short_date(moves_on)}, or later. "
        "If they moved earlier, correct the day of the move."
    )


def _badly_written(act: Act) -> str | None:
    number = act.fields.get("new_authority")
    return wrong_number(number, "new") if number is not None else None
