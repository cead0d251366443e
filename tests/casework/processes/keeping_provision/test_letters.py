"""What a family reads when a concern is received and answered."""

from __future__ import annotations

from dataclasses import replace

from casework.letters.letter_templates import _SAMPLE, letter
from casework.processes.keeping_provision.letters import LETTERS
from casework.processes.keeping_provision.notices import ANSWER, RECEIPT

FACTS = replace(
    _SAMPLE,
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
    assert "If you are not content, tell us" in words


def test_no_announcement_says_what_the_letter_is_about() -> None:
    for added in LETTERS.values():
        assert "provision" not in f"{added.stage} {added.to_do}"
