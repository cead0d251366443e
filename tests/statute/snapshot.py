"""Write the reviewed snapshots of the rule packs: `python -m tests.statute.snapshot`.

Each line of `rules_of_<pack>.tsv` is one rule, in the order of the pack. `test_law_pack_is_whole.py` compares the files with
the packs. Check each changed line against the instrument before you commit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from statute.pack import Rule, RulePack, packs_of_law

COLUMNS = ("rule", "citation", "period", "confidence", "has a clock", "grounds of exceptions")


def snapshot_of(pack: RulePack) -> Path:
    """The snapshot file of a pack."""
    return Path(__file__).with_name(f"rules_of_{pack.id}.tsv")


def lines(pack: RulePack) -> Iterator[str]:
    """The lines of the snapshot of a pack: a heading, then one line for each rule."""
    yield "\t".join(COLUMNS)
    for rule in pack.rules:
        clock = "clock" if rule.id in pack.bound else "no clock"
        grounds = ", ".join(ground.written[0] for ground in rule.exceptions)
        yield "\t".join((rule.id, rule.citation, period(rule), rule.confidence, clock, grounds)).rstrip("\t")


def period(rule: Rule) -> str:
    """The period of a rule in a few words."""
    counting = rule.counting
    n, months = counting.n, counting.transfer_months
    words = {
        "weeks_after": f"{n} weeks",
        "days_after": f"{n} days",
        "months_after": f"{n} months",
        "months_beginning_with": f"{n} months from and with the day",
        "weeks_beginning_with": f"{n} weeks from and with the day",
        "working_days_beginning_with": f"{n} working days from and with the day",
        "at_least_days_beginning_with": f"at least {n} days from and with the day",
        "weeks_before": f"{n} weeks before",
        "months_before": f"{n} months before",
        "working_days_before": f"{n} working days before",
        "school_days_after": f"{n} school days",
        "before_fixed_date": f"before {counting.day}/{counting.month}",
        "working_days_after": f"{n} working days",
        "tribunal_working_days_after": f"{n} tribunal working days",
        "appeal_window": f"later of {n} months and certificate + {counting.certificate_months} month",
        "transfer_day": f"day of the move, or {n} working days from learning",
        "later_of_review_and_transfer": f"later of {n} months and transfer + {months} months",
        "months_look_back": f"{n} months back",
        "age": f"age {n}",
    }
    if counting.from_months:
        return f"{counting.from_months} to {n} months"
    said = words.get(counting.convention, counting.convention.replace("_", " "))
    return f"1 {said[2:].replace('weeks', 'week')}" if said.startswith("1 ") else said


def write() -> None:
    """Write the snapshot of every pack that is law."""
    for pack in packs_of_law():
        snapshot_of(pack).write_text("".join(f"{line}\n" for line in lines(pack)), encoding="utf-8")


if __name__ == "__main__":
    write()
