"""The notices of the acts that a placement reports to its case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import MANAGER, OFFICER, day_in, to_inside
from casework.processes.ap_placement.codes import in_words
from casework.processes.ap_placement.moments import MISSED, roles_of, title_of
from statute.words import long_date

DECIDED = "placement_decision"
EDUCATION = "placement_education"
REVIEW = "placement_early_review"
STARTED = "placement_start"
LENGTHENED = "placement_longer"
RETURN = "placement_return"
ENDED = "placement_end"
CHASED = "placement_sessions"
_FAMILY = {
    "placement_decided": (DECIDED, "decision"),
    "education_decided": (EDUCATION, "education"),
    "placement_review_offered": (REVIEW, None),
    "placement_started": (STARTED, None),
    "placement_lengthened": (LENGTHENED, None),
    "placement_return_planned": (RETURN, None),
    "placement_ended": (ENDED, "how"),
}
"""The kind of letter for each report that the family is told of, and the field that its sentence depends on."""
_DAYS = ("planned_end", "until", "look_again_on")


def notices(act: Act, on: date) -> tuple[Notice, ...]:
    """Return the notices of an act that a placement reports to a case; empty if no one needs to be told."""
    if act.action in _FAMILY:
        return _to_family(act, on)
    day = day_in(act, "day")
    until = long_date(day) if day else None
    match act.action:
        case "placement_referred":
            tier = in_words("tier", act.fields.get("tier")).partition(",")[0]
            return to_inside(OFFICER, act, on, sentence(act.action, tier=tier))
        case "placement_waits":
            why, about = str(act.fields.get("why")), str(act.fields.get("about"))
            outcome = "missed" if why == MISSED else None
            text = sentence(act.action, limit=title_of(about), until=until, outcome=outcome)
            return to_inside(roles_of(why, about), act, on, text)
        case "placement_unmarked":
            told = to_inside(OFFICER, act, on, sentence(act.action, until=until))
            return (*_to_provider(act, on, until or "an earlier day"), *told)
        case "placement_checks_end":
            return to_inside(MANAGER, act, on, sentence(act.action, until=until))
    return ()


def _to_family(act: Act, on: date) -> tuple[Notice, ...]:
    kind, name = _FAMILY[act.action]
    days = [day for field in _DAYS if (day := day_in(act, field)) is not None]
    text = sentence(
        kind,
        outcome=str(act.fields.get(name)) if name else None,
        until=long_date(days[0]) if days else None,
    )
    return (Notice(on, kind, "family", act.action, act.of, text),)


def _to_provider(act: Act, on: date, said: str) -> Iterable[Notice]:
    """Yield the notice to a provider that is a school or college on the register of settings."""
    provider = str(act.fields.get("provider") or "")
    if provider.startswith("urn-"):
        yield Notice(on, CHASED, "setting", act.action, provider, sentence(CHASED, until=said))
