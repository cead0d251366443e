"""What a family reads when a concern is received and answered."""

from __future__ import annotations

from dataclasses import replace

from casework.letters.letter_templates import letter
from casework.letters.text_set import head_of, shipped
from casework.processes.keeping_provision.concern import OUTCOMES
from casework.processes.keeping_provision.notices import ANSWER, RECEIPT, REOPENED, outcome_said
from tests.casework.letters.test_family_letters import FACTS as LETTER

FACTS = replace(
    LETTER,
    said={
        "text": "We aim to answer you by Thursday 16 May 2024.",
        "provision": "Speech therapy, 30 minutes a week.",
        "missing_since": "2024-04-15",
        "answer": "The therapist came back.",
    },
)


def test_the_receipt_says_what_is_missing_since_when_and_by_when_we_answer() -> None:
    words = repr(letter(RECEIPT, FACTS))
    for said in (
        "by Thursday 16 May 2024",
        "Speech therapy, 30 minutes a week.",
        "since Monday 15 April 2024",
        "section 42",
    ):
        assert said in words


def test_the_answer_is_in_the_letter_that_tells_it() -> None:
    words = repr(letter(ANSWER, FACTS))
    assert "The therapist came back." in words
    assert "If you are not satisfied, tell us" in words


def test_no_announcement_says_what_the_letter_is_about() -> None:
    for kind in (RECEIPT, REOPENED, ANSWER):
        added = head_of(shipped().text("letter", kind)).announcement
        assert added is not None and "provision" not in f"{added.stage} {added.to_do}"


def test_every_outcome_has_words_of_its_own() -> None:
    said = {outcome_said(outcome) for outcome in OUTCOMES}
    assert len(said) == len(OUTCOMES) and outcome_said("") not in said
