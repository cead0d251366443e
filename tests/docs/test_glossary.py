"""Each word of the glossary leads to a file or folder that is there."""

from __future__ import annotations

import re

import pytest

from tests.running import ROOT
from tests.test_layout import WORDS

ROWS = {
    row[0]: row[3]
    for row in re.findall(
        r"^\| ([^|`]+) \| ([^|]+) \| ([^|]+) \| `([^`|]+)` \|$",
        (ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}
LINES = (ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("word", ROWS)
def test_a_word_leads_to_a_file_or_folder(word: str) -> None:
    assert (ROOT / ROWS[word]).exists()


def test_every_row_names_a_word_its_meaning_its_source_and_its_file() -> None:
    heads = sum(line.startswith("| Word |") for line in LINES)
    assert len(ROWS) == sum(line.startswith("| ") for line in LINES) - heads > 50


def test_the_words_that_lead_to_a_file_are_in_the_glossary() -> None:
    assert set(WORDS) <= set(ROWS)
