"""Every rule that was read in its instrument has a few words of it that support its period, and says where they stand.

A second person can follow each to its paragraph. The words must give the number and the unit that the rule counts with,
and the way in which it counts: "of", "after" and "from" leave the day out; "beginning with" and "starting with" count it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from statute.pack import Counting, Rule, load_pack

PACK = load_pack("england-2014")
READ = [rule for rule in PACK.rules if rule.confidence == "verified_text"]
NOT_READ = {
    "rule21.la_response": "Tribunal Rules r.21",
    "code9_83.setting_reply": "Code 9.83",
    "code9_178.under5": "Code 9.178",
    "cp.multi_agency_panel": "change programme",
    "cp.advisory_tailored_list": "change programme",
    "cp.strengthened_mediation": "change programme",
    "cp.standard_template": "change programme",
    "target.draft_by": "our own target",
    "target.answer_provision_concern": "our own target",
}
"""Everything that was not read in an instrument, and what it rests on: the whole list, as docs/change/law.md gives it."""

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
MONTHS = {2: "February", 3: "March", 7: "July"}
COUNTED_IN = {
    "weeks_after": "week",
    "weeks_beginning_with": "week",
    "weeks_before": "week",
    "days_after": "day",
    "at_least_days_beginning_with": "day",
    "working_days_after": "working day",
    "working_days_beginning_with": "working day",
    "working_days_before": "working day",
    "transfer_day": "working day",
    "school_days_after": "school or institution day",
    "months_after": "month",
    "months_beginning_with": "month",
    "months_before": "month",
    "months_look_back": "month",
    "later_of_review_and_transfer": "month",
    "appeal_window": "month",
    "age": "age of",
}
"""The unit of each way of counting that has a number."""
WITH_THE_DAY = r"\bbeginning (with|on)\b|\bstarting with\b|\bthe first \w+ (weeks|months)\b"
WAYS: dict[str, str] = {
    "weeks_after": r"\bwithin\b",
    "days_after": r"\bwithin\b",
    "months_after": r"\bwithin\b",
    "working_days_after": r"\bwithin\b",
    "appeal_window": r"\bwithin\b",
    "school_days_after": r"\bfor a period of\b.*\bafter\b",
    "weeks_beginning_with": WITH_THE_DAY,
    "working_days_beginning_with": WITH_THE_DAY,
    "months_beginning_with": WITH_THE_DAY,
    "later_of_review_and_transfer": WITH_THE_DAY,
    "transfer_day": WITH_THE_DAY,
    "at_least_days_beginning_with": r"\bat least\b.*\bbeginning with\b",
    "weeks_before": r"(?i)\bat least\b.*\b(notice|in advance)\b",
    "working_days_before": r"\bat least\b.*\bprior to\b",
    "months_before": r"\bat least\b.*\bbefore\b",
    "months_look_back": r"\bprior to\b",
    "before_fixed_date": r"\bbefore\b",
    "school_leaving_date": r"\blast Friday in June\b",
    "academic_year_end": r"\bon\b|\bfinishes\b|\bto end\b",
    "age": r"\battains\b",
    "as_soon_as_practicable": r"\bas soon as\b",
    "at_once": r"\b(must|shall)\b|\bmust arrange\b",
    "at_the_same_time": r"\b(When sending|notice sent)\b",
    "as_other_rules": r"\bas if\b|\bstarted but not completed\b",
    "while_the_plan_is_open": r"\bduring the period\b",
    "before_the_act": r"\b(Before|considering)\b",
    "starts_the_clock": r"\bbrought to\b",
}
"""What the words must say for a rule to count as it does; a rule without a period may say anything."""


def joined(rule: Rule) -> str:
    return " | ".join(phrase.says for phrase in rule.phrases)


def numbers_of(counting: Counting) -> Iterator[int]:
    yield from (
        number for number in (counting.n, counting.certificate_months, counting.transfer_months) if number
    )


def says(text: str, number: int, unit: str) -> bool:
    """Whether a text gives a number of a unit, in digits or in words."""
    written = {str(number), *([NUMBERS[number - 1]] if number <= len(NUMBERS) else [])}
    if unit == "age of":
        return any(f"{unit} {each}" in text for each in written)
    return any(re.search(rf"(?i)\b{each} {unit}s?\b", text) for each in written)


def test_what_was_not_read_in_an_instrument_is_this_short_list() -> None:
    assert {rule.id for rule in PACK.rules} - {rule.id for rule in READ} == set(NOT_READ)
    assert {rule.confidence for rule in PACK.rules if rule.id in NOT_READ} == {
        "verified_secondary",
        "derived",
    }


def test_rule_12_was_read_in_a_copy_only_and_a_working_day_is_our_own_reading() -> None:
    confidence = {one["id"]: one["confidence"] for one in PACK.counting}
    assert confidence["count.tribunal_roll"] == "verified_secondary"
    assert confidence["count.working_day"] == "derived"


@pytest.mark.parametrize("rule", READ, ids=lambda rule: rule.id)
def test_a_rule_that_was_read_has_its_words_its_paragraph_and_its_address(rule: Rule) -> None:
    assert rule.phrases
    for phrase in rule.phrases:
        assert 1 < len(phrase.says.split()) <= 12
        assert re.search(r"(reg|s\.|r\.|art) ?\d", phrase.at), phrase.at
        assert phrase.address.startswith("https://www.legislation.gov.uk/")
        number = re.search(r"(?:regs? |s\.|r\.|art )(\d+)", phrase.at)
        assert number and (f"/{number[1]}" in phrase.address or "inserted by" in phrase.at)
        assert phrase.address in rule.sources


@pytest.mark.parametrize("rule", READ, ids=lambda rule: rule.id)
def test_the_words_give_the_number_and_the_unit_that_the_rule_counts_with(rule: Rule) -> None:
    unit = COUNTED_IN.get(rule.counting.convention)
    for number in numbers_of(rule.counting):
        assert unit is not None and says(joined(rule), number, unit), (number, unit, joined(rule))
    if rule.counting.day is not None and rule.counting.month is not None:
        day = f"{rule.counting.day}(st)? {MONTHS[rule.counting.month]}"
        assert re.search(day, joined(rule)), day


@pytest.mark.parametrize("rule", READ, ids=lambda rule: rule.id)
def test_the_words_count_in_the_way_that_the_rule_counts(rule: Rule) -> None:
    way = WAYS.get(rule.counting.convention)
    if way is None:
        assert rule.counting.convention == "none"
        return
    text = joined(rule)
    assert re.search(way, text), (rule.counting.convention, text)
    if rule.counting.convention.endswith("_after"):
        assert not re.search(WITH_THE_DAY, text), text


def test_a_wrong_number_unit_or_way_of_counting_would_be_seen() -> None:
    assert says("within 6 weeks of", 6, "week") and says("within two weeks of", 2, "week")
    assert not says("within 6 weeks of", 5, "week")
    assert not says("within 15 working days", 15, "day") and not says("within 15 days", 15, "working day")
    assert re.search(WITH_THE_DAY, "within 5 weeks beginning with the date")
    assert not re.search(WITH_THE_DAY, "within 6 weeks of the date")
