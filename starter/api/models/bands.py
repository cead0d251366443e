"""Bands and tariffs: local policy, not law. Amounts are pounds as text, such as 1600.50."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from casework.money.reconciliation import Result
from starter.api.models.base import Asked, Code, Day, Told

File = Annotated[str, StringConstraints(min_length=1, max_length=2_000_000)]
Reason = Annotated[str, StringConstraints(min_length=10, max_length=1000)]
Line = Annotated[str, StringConstraints(max_length=1000)]
Pounds = Annotated[str, StringConstraints(pattern=r"^-?\d{1,10}\.\d{2}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]


class Framework(Told):
    """A version of a framework that is loaded. `fallback` names what new decisions use once it is off."""

    framework: str
    version: str
    name: str
    label: str
    starts: date
    off_from: date | None
    off: bool
    fallback: dict[str, str]
    categories: list[str]
    setting_types: list[str]
    bands: list[str]


class Frameworks(Told):
    """The frameworks that are loaded."""

    frameworks: list[Framework]


class FrameworkToLoad(Asked):
    """A framework to load. With `check` nothing is kept."""

    text: File = Field(description="The file, as YAML or CSV.")
    check: bool = False


class Repricing(Told):
    """An open decision that gets other prices. Amounts are pence a year."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)

    case: str
    band: str
    from_: date = Field(alias="from")
    before: int
    after: int


class Effect(Told):
    """What loading a version changes for the open decisions. `difference` is pence a year."""

    framework: str
    version: str
    label: str
    new: bool
    repriced: list[Repricing]
    without_band: list[str]
    difference: int


class SwitchWanted(Asked):
    """A switch of a framework: off from a day, or on again without a day."""

    framework: Name
    off_from: Day | None = None
    reason: Reason


class Level(Told):
    """The level of a category, with the rows of the plan and the words that are its evidence."""

    level: int
    rows: list[str] = Field(default_factory=list)
    says: str = ""


class Profile(Told):
    """The needs of a child by level, and the band that they give. Personal."""

    profile: str
    framework: str
    version: str
    setting_type: str
    levels: dict[str, Level]
    points: str
    band: str
    plan: str
    on: date
    by: str


class Price(Told):
    """What a band is worth from a day on, in pounds a year."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)

    from_: date = Field(alias="from")
    year: str
    element_1: Pounds
    element_2: Pounds
    place: Pounds
    element_3: Pounds


class Decision(Told):
    """A decision on a band with its amounts."""

    decision: str
    framework: str
    version: str
    computed: str
    decided: str
    reason: str | None
    by: str
    by_panel: bool
    process: str | None
    decided_on: date
    setting: str | None
    setting_type: str
    covers_section_f: Literal["yes", "no"]
    covers_says: str | None
    extra: Pounds
    starts_on: date
    left_on: date | None
    paid_to: date | None
    prices: list[Price]
    now: Price | None


class PaymentLine(Told):
    """One line of a schedule."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)

    case: str
    setting: str
    setting_name: str
    setting_type: str
    band: str
    framework: str
    from_: date = Field(alias="from")
    to: date
    days: int
    year: str
    amount_of_year: Pounds
    amount: Pounds


class Schedule(Told):
    """The payments to the day and the penny."""

    lines: list[PaymentLine]


class CaseBands(Told):
    """The bands of a case, with the payments of its financial year. Personal."""

    case: str
    label: str | None
    profile: Profile | None
    section_f_changed: bool
    decisions: list[Decision]
    now: str | None
    schedule: list[PaymentLine]


class LevelGiven(Asked):
    """The level of a category with its evidence. A level above the lowest needs a row or words."""

    level: Annotated[int, Field(ge=0, le=99)]
    rows: Annotated[list[Code], Field(max_length=100)] = Field(default_factory=list)
    says: Annotated[str, StringConstraints(max_length=500)] = ""


class ProfileGiven(Asked):
    """A profile to keep. `second` is the second banding of a moderation, by another person."""

    setting_type: Name
    levels: dict[Name, LevelGiven] = Field(max_length=50)
    framework: Name | None = None
    second: bool = False


class DecisionGiven(Asked):
    """A decision to keep. Without a band it is the computed one; another one needs a reason."""

    starts_on: Day
    decided_on: Day
    covers: Literal["yes", "no"] = Field(description="Whether the money covers what Section F says.")
    covers_says: Line = ""
    band: Name | None = None
    reason: Line = ""
    extra: Annotated[str, StringConstraints(max_length=20)] = "0"
    by_panel: bool = False
    setting: Annotated[str, StringConstraints(max_length=20)] = ""
    process: Annotated[str, StringConstraints(max_length=80)] = Field(
        default="", description="The process in which a panel decided, if it is recorded here."
    )


class EndingGiven(Asked):
    """The day on which a child or young person left, and why."""

    left_on: Day
    reason: Reason


class Group(Told):
    """A group of cases before and after, in pounds a year."""

    cases: int
    before: Pounds
    after: Pounds
    difference: Pounds
    winners: int
    gained: Pounds
    losers: int
    lost: Pounds
    unchanged: int


class Move(Group):
    """The cases that go from a band to a band."""

    before_band: str
    after_band: str


class LeftOut(Told):
    """A case that the framework cannot band."""

    case: str
    why: str


class CaseRecosted(Told):
    """A case with the band that the framework gives it, and its top-up before and after in pounds a year."""

    case: str
    band: str
    before: Pounds
    after: Pounds


class SimulationWanted(Asked):
    """A framework to try on every case. `cases` is a CSV file of other cases to try it on."""

    text: File = Field(description="The framework, as YAML or CSV.")
    on: Day
    keep_bands: bool = False
    cases: File | None = None


class Simulation(Told):
    """What a framework would cost. No case is changed."""

    framework: str
    version: str
    label: str
    on: date
    total: Group
    by_setting_type: dict[str, Group]
    by_band: list[Move]
    chosen_by_a_person: int
    cases: list[CaseRecosted]
    left_out: list[LeftOut]


class Moderated(Told):
    """A decision of the sample, with its first and its second band."""

    case: str
    decision: str
    framework: str
    first: str
    second: str | None
    by: str
    second_by: str | None


class Agreement(Told):
    """How far two people agree: the rate in per cent, and Cohen's kappa."""

    agreed: int
    of: int
    rate: float | None
    kappa: float | None


class Moderation(Told):
    """A sample of decisions. The same seed draws the same sample."""

    drawn_from: int
    sample: list[Moderated]
    agreement: Agreement


class Changed(Told):
    """How often a computed band was changed to another."""

    framework: str
    computed: str
    decided: str
    number: int


class Override(Told):
    """A decision that differs from the computed band, and why."""

    case: str
    framework: str
    computed: str
    decided: str
    reason: str


class Refinement(Told):
    """Where people decided another band than the computed one."""

    moves: list[Changed]
    overrides: list[Override]


class PaymentsToKeep(Asked):
    """What finance paid, as CSV with case, from, to, amount and reference."""

    text: File


class Compared(Told):
    """What is due and what was paid for some days of a case."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, serialize_by_alias=True)

    case: str
    from_: date = Field(alias="from")
    to: date
    due: Pounds
    paid: Pounds
    difference: Pounds
    result: Result


class Payments(Told):
    """What is due and paid, for the days of every payment that was kept."""

    payments: list[Compared]
