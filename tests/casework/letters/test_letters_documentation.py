"""docs/change/letters.md lists every fact that a text may use, and every item of the notices that the law asks for."""

from __future__ import annotations

import re

from casework.letters.fact_catalogue import CATALOGUE, GIVEN
from casework.letters.notice_sentences import NOTICE_FACTS
from casework.letters.short_messages import MESSAGE_FACTS
from casework.letters.text_set import shipped
from tests.running import ROOT

PAGE = (ROOT / "docs" / "change" / "letters.md").read_text(encoding="utf-8")


def test_every_fact_is_documented_as_it_is() -> None:
    for name, fact in CATALOGUE.items():
        assert f"| `{name}` | {fact.what} | {'no' if name in GIVEN else 'yes'} |" in PAGE, name
    for name, what in (*NOTICE_FACTS.items(), *MESSAGE_FACTS.items()):
        assert f"| `{name}` | {what} |" in PAGE, name


def test_every_text_and_part_that_the_table_names_exists() -> None:
    table = PAGE[PAGE.index("## What each notice must contain") :]
    named = set(re.findall(r"`([a-z_.]+)`", table))
    stems = {name.rpartition("/")[2].removesuffix(".md.jinja") for name in shipped().files}
    unknown = {name for name in named if name not in stems and name not in CATALOGUE and name != "act.note"}
    assert unknown == set()
    parts = set(re.findall(r"part `([a-z_]+)`", table))
    assert all(f"parts/{part}.md.jinja" in shipped().files for part in parts) and "recommendations" in parts
