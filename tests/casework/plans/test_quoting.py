"""Phrases of advice, and the row that quotes them with their source."""

from __future__ import annotations

from casework.plans.draft import DraftPart, draft_plan
from casework.plans.quoting import Source, phrases_of, places, quoted, without_quote
from casework.plans.template import NATIONAL
from tests.casework.plans.test_draft import COMMUNICATION, section

SOURCE = Source("doc-1", "A. Sample", "2026-03-02", "K1")


def test_a_line_that_breaks_off_is_joined_and_a_phrase_is_offered_once() -> None:
    text = "Wren understands two\npieces of information.\n\nHeading of a part\n\nWren understands two pieces of information.\nNo.\n"
    assert phrases_of(text) == ("Wren understands two pieces of information.", "Heading of a part")


def test_a_long_paragraph_is_divided_into_sentences() -> None:
    sentence = "Wren needs help with reading every day of the week and more."
    assert len(phrases_of(" ".join(f"{number} {sentence}" for number in range(9)))) == 9


def test_a_phrase_goes_into_a_provision_with_its_source_and_its_link() -> None:
    row = {"need": "Reading.", "provision": [{"what": "Help", "advice": []}], "outcome": ""}
    area = section(COMMUNICATION)
    assert list(places(row, area)) == ["need", "provision-1-what", "outcome"]
    new = quoted(row, "provision-1-what", ("Daily phonics for Wren.",), SOURCE)
    assert new["provision"][0] == {"what": "Help\n\n“Daily phonics for Wren.”", "advice": ["K1"]}
    entry = {"id": "K1", "of": "school", "on": "2026-03-02"}
    parts = [
        DraftPart("row-q", COMMUNICATION, 1, quoted(new, "need", ("Two.",), SOURCE)),
        DraftPart("row-k", "advice", 1, entry),
    ]
    (stored,) = draft_plan(parts).areas["communication_and_interaction"].rows
    assert [(one.text, one.document, one.adviser, str(one.on), one.advice) for one in stored.quotes] == [
        ("Daily phonics for Wren.", "doc-1", "A. Sample", "2026-03-02", "K1"),
        ("Two.", "doc-1", "A. Sample", "2026-03-02", "K1"),
    ]
    assert row["need"] == "Reading." and len(without_quote(new, 1)["quotes"]) == 0


def test_every_section_with_rows_of_needs_may_quote() -> None:
    assert all(places({}, one) for one in NATIONAL.sections if one.provisions)
