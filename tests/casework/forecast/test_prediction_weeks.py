"""What came true of the predictions of each week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from casework.authority.local_policy import Warnings
from casework.case.ledger_line import LedgerLine
from casework.case.outlook import outlook_of
from casework.forecast.came_true import Prediction
from casework.forecast.prediction_weeks import PredictionWeek, in_all, prediction_weeks
from casework.measures.case_life import CaseLife, StageSpan, life_of
from statute.local_time import start_of_day

RECEIVED = date(2026, 8, 3)
DUE = RECEIVED + timedelta(weeks=6)
POLICY = Warnings(from_percent=60, over_below_percent=45, foretold_weeks=4)


def life(case_id: str, told_on: date, team: str | None = "north") -> CaseLife:
    """A case whose family was told whether there will be an assessment on a day."""
    spans = (
        StageSpan("deciding_to_assess", RECEIVED, told_on),
        StageSpan("assessing", told_on, None),
    )
    return replace(_LIFE, case_id=case_id, team=team, stages=spans)


def _plain() -> CaseLife:
    from casework.case.recording import record
    from casework.case.stages import Stage
    from casework.case.transition import Opening, Transition

    at = start_of_day(RECEIVED) + timedelta(hours=9)
    opening = Opening("request_received", RECEIVED, fields={"source": "parent"})
    lines: tuple[LedgerLine, ...] = record(
        (), [Transition(1, at, Stage.DECIDING_TO_ASSESS, opening=opening)]
    )[0].outlook.lines
    return life_of("case-a", outlook_of(lines, at))


_LIFE = _plain()
IN_TIME, LATE = DUE, DUE + timedelta(days=1)


def said(
    case_id: str, chance: float, made_on: date = DUE - timedelta(days=10), limit: str = "decide_to_assess"
) -> Prediction:
    return Prediction(case_id, made_on, limit, DUE, chance, "advice")


def test_each_prediction_is_a_hit_a_false_alarm_a_miss_or_met_and_counts_in_its_week_and_team() -> None:
    lives = {
        one.case_id: one
        for one in (
            life("hit", LATE), life("alarm", IN_TIME), life("miss", LATE), life("met", IN_TIME), life("south", LATE, "south"),
        )
    }  # fmt: skip
    made = [said("hit", 0.6), said("alarm", 0.9), said("miss", 0.59), said("met", 0.1), said("south", 0.8)]
    found = prediction_weeks(made, lives, POLICY, DUE + timedelta(days=2))
    monday = date(2026, 8, 31)
    assert found == [
        PredictionWeek(monday, "north", hits=1, false_alarms=1, misses=1, met=1),
        PredictionWeek(monday, "south", hits=1),
    ]
    (both,) = in_all(found)
    assert (both.hits, both.predicted, both.missed) == (2, 3, 3)


def test_what_is_not_known_yet_too_far_ahead_excused_or_gone_is_not_judged() -> None:
    excused = replace(life("excused", LATE), excused=frozenset({"decide_to_assess"}))
    lives = {"open": life("open", LATE), "excused": excused}
    early = said("open", 0.9, DUE - timedelta(weeks=5))
    made = [said("open", 0.9), early, said("excused", 0.9), said("gone", 0.9)]
    assert prediction_weeks(made, lives, POLICY, DUE) == [
        PredictionWeek(date(2026, 8, 31), "north", not_known=1)
    ]
