"""The answers that the form of an act starts with: today, the advice that every assessment needs, the newest plan."""

from __future__ import annotations

from collections.abc import Sequence

from casework.case.actions import Action
from casework.case.case import Case
from casework.case.day_of_act import is_mostly_today
from casework.processes.question import Question
from office.advice import to_ask
from starter.console.views.answers import TODAY, Raw
from starter.console.views.case import File
from starter.console.views.questions import ALSO_ASK


def preset(file: File, case: Case, action: Action, asked: Sequence[Question]) -> Raw:
    """Return the answers that a form proposes; the person can change each of them."""
    raw: dict[str, list[str]] = {}
    for one in asked:
        options = {value for value, _ in one.options}
        if one.kind == "today" and is_mostly_today(action):
            raw[one.name] = [TODAY]
        elif one.name == "of" and action.of == "adviser" and action.many:
            raw[one.name] = [of for of in to_ask(case) if of in options]
        elif one.name == ALSO_ASK:
            raw[one.name] = [value for value, _ in one.options]
        elif one.name == "document" and action.paper is not None and file.case["plans"]:
            newest = str(file.case["plans"][-1]["plan"])
            raw[one.name] = [newest] if newest in options else []
    return raw
