"""The council's own policy: teams, steps of alerts, early warnings, targets, capacity. None of it is law, or moves its dates.

What letters say of the council is in its profile (casework.authority.profile), and its retention schedule in the records.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from casework.case.alert_steps import (
    STANDARD,
    AlertSteps,
    Ladder,
    chase_advice,
    chase_setting,
    ladder_of,
)
from casework.case.moment import Role

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
Percent = Annotated[int, Field(ge=1, le=100)]
Staff = Literal["case_officer", "team_manager", "head_of_service", "service_manager"]
LimitOfRequest = Literal["decide_to_assess", "decide_on_a_plan", "final_plan"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
MOST_STEPS = 8
_MOST_DAYS_BEFORE = 60


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Team(_Part):
    """A team of case officers."""

    name: Line


class Step(_Part):
    """A step: working days before the last day (negative), or 0 for the day after it, and who is told."""

    working_days: Annotated[int, Field(ge=-_MOST_DAYS_BEFORE, le=0)]
    to: Annotated[tuple[Staff, ...], Field(min_length=1)]

    @field_validator("to")
    @classmethod
    def _are_told_once(cls, to: tuple[Staff, ...]) -> tuple[Staff, ...]:
        if len(set(to)) < len(to):
            raise ValueError("someone is named twice; name each role once")
        return to


class Repeats(_Part):
    """How an alert about a missed limit is repeated: every some working days, and to which roles."""

    every: Annotated[int, Field(ge=1, le=20)]
    to: Annotated[tuple[Staff, ...], Field(min_length=1)]


class Steps(_Part):
    """The steps before a date that no law sets."""

    steps: Annotated[tuple[Step, ...], Field(max_length=MOST_STEPS)]

    @field_validator("steps")
    @classmethod
    def _are_in_order(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        days = [one.working_days for one in steps]
        if days != sorted(set(days)):
            raise ValueError(
                "the steps are not in order of their days; write the earliest first, each day once"
            )
        return steps


class StepsOfLimit(Steps):
    """The steps of a limit of the law. The officer and the manager always learn of a breach, and go on learning of it."""

    repeats: Repeats

    @model_validator(mode="after")
    def _end_with_the_breach(self) -> StepsOfLimit:
        last = self.steps[-1] if self.steps else None
        if last is None or last.working_days != 0 or not {"case_officer", "team_manager"} <= set(last.to):
            raise ValueError(
                "the last step must be {working_days: 0, to: [case_officer, team_manager]}: both learn of every missed deadline"
            )
        return self


class StepsOfTarget(Steps):
    """The steps of a target: reminders only, as nothing is missed that the law asks for."""

    @field_validator("steps")
    @classmethod
    def _are_before(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if any(one.working_days == 0 for one in steps):
            raise ValueError(
                "a target has reminders before its day only; take out the step with working_days 0"
            )
        return steps


def _written(ladder: Ladder) -> dict[str, object]:
    """A ladder of the program in the form of a policy."""
    steps = [{"working_days": one.working_days, "to": one.roles} for one in ladder.rungs]
    repeats = {"repeats": {"every": ladder.then_every, "to": ladder.then.roles}} if ladder.then else {}
    return {"steps": steps, **repeats}


def _in_order(written: tuple[int, ...]) -> tuple[int, ...]:
    if list(written) != sorted(set(written)):
        raise ValueError("the numbers are not in order; write the smallest first, each once")
    return written


class Ladders(_Part):
    """Who is reminded and alerted when. Where it leaves a part out, the steps of the program hold."""

    limit: StepsOfLimit = StepsOfLimit.model_validate(_written(STANDARD.limit))
    late_advice: StepsOfLimit = StepsOfLimit.model_validate(_written(STANDARD.late_advice))
    target: StepsOfTarget = StepsOfTarget.model_validate(_written(STANDARD.target))
    guidance: Steps = Steps.model_validate(_written(STANDARD.guidance))
    chase_advice_weeks: Annotated[tuple[Annotated[int, Field(ge=1, le=6)], ...], Field(max_length=6)] = tuple(
        (one.days_after_start or 0) // 7 for one in STANDARD.chase_advice.rungs
    )
    chase_setting_days: Annotated[tuple[Annotated[int, Field(ge=1, le=15)], ...], Field(max_length=5)] = (
        tuple(one.days_after_start or 0 for one in STANDARD.chase_setting.rungs)
    )

    _advice = field_validator("chase_advice_weeks")(_in_order)
    _setting = field_validator("chase_setting_days")(_in_order)

    @property
    def alert_steps(self) -> AlertSteps:
        """The steps for a case."""
        return AlertSteps(
            limit=_with_repeats("limit", self.limit),
            late_advice=_with_repeats("late_advice", self.late_advice),
            target=ladder_of("target", _pairs(self.target), None, ()),
            guidance=ladder_of("guidance", _pairs(self.guidance), None, ()),
            chase_advice=chase_advice(self.chase_advice_weeks),
            chase_setting=chase_setting(self.chase_setting_days),
        )


def _pairs(given: Steps) -> Sequence[tuple[int, tuple[Role, ...]]]:
    return [(one.working_days, one.to) for one in given.steps]


def _with_repeats(name: str, given: StepsOfLimit) -> Ladder:
    return ladder_of(name, _pairs(given), given.repeats.every, given.repeats.to)


class Warnings(_Part):
    """Early warnings: from which chance of missing a limit, and below which the warning is over and may come again.

    `foretold_weeks` is how many weeks before its last day a limit is counted among the predictions of a week.
    """

    from_percent: Percent = 60
    over_below_percent: Percent = 45
    foretold_weeks: Annotated[int, Field(ge=1, le=20)] = 4

    @model_validator(mode="after")
    def _are_apart(self) -> Warnings:
        if self.over_below_percent >= self.from_percent:
            raise ValueError(
                "over_below_percent must be lower than from_percent, or a warning would come and go from night to night"
            )
        return self


class Targets(_Part):
    """The council's own targets: weeks for each limit of a request, and the share that is to be in time.

    `measures` holds a share for each measure that may have one (`target` in casework/measures/measures.yaml). `in_time_percent`
    is the share of plans within 20 weeks.
    """

    weeks: dict[LimitOfRequest, Annotated[int, Field(ge=1, le=20)]] = Field(default_factory=dict)
    in_time_percent: Percent | None = None
    measures: dict[Code, Percent] = Field(default_factory=dict)


class Capacity(_Part):
    """What the council has: officers and psychologists (full-time equivalents), and places at its decision meetings a week."""

    officers: Annotated[float, Field(ge=0, le=1000)] | None = None
    psychologists: Annotated[float, Field(ge=0, le=1000)] | None = None
    panel_places_a_week: Annotated[int, Field(ge=0, le=1000)] | None = None


class LocalPolicy(_Part):
    """The council's own policy. What it leaves out is as the program has it."""

    teams: dict[Code, Team] = Field(default_factory=dict)
    ladders: Ladders = Ladders()
    warnings: Warnings = Warnings()
    targets: Targets = Targets()
    panel_days: tuple[Weekday, ...] = ()
    capacity: Capacity = Capacity()


SHIPPED = LocalPolicy()
"""The policy where a council has none of its own."""
