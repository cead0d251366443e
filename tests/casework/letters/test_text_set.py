"""The texts in force: every kind has one, an authority's own is used and evidenced, and no words are left in Python."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from casework.letters.letter_facts import Incomplete
from casework.letters.letter_templates import kinds, letter, version
from casework.letters.notice_sentences import sentence
from casework.letters.notices import LETTER_KINDS
from casework.letters.outgoing import missing_facts, render
from casework.letters.short_messages import announcement, notice
from casework.letters.text_set import in_force, shipped, sources_in
from casework.letters.text_version import text_used
from casework.processes.registry import PROCESSES
from tests.casework.letters.samples import dispatch
from tests.casework.letters.test_decision_letters import words
from tests.casework.letters.test_family_letters import FACTS
from tests.casework.letters.test_outgoing import FILE, REFUSED
from tests.running import ROOT

SOURCES = sources_in(ROOT / "casework" / "letters" / "texts")
NAME = "letters/assessment_refused.md.jinja"
OWN = SOURCES[NAME].replace("## Our reasons", "## Why we decided this").replace("version: 1", "version: 7")


def test_every_kind_of_notice_has_its_texts() -> None:
    assert kinds() >= LETTER_KINDS
    for kind in LETTER_KINDS:
        assert shipped().find("notice", kind) is not None, kind


def test_an_authoritys_own_text_is_used_and_its_evidence_says_so() -> None:
    before = render(REFUSED, FILE)
    with in_force(shipped().with_own({NAME: OWN})):
        after = render(REFUSED, FILE)
        assert "Why we decided this" in words(letter("assessment_refused", FACTS))
    assert "Why we decided this" not in words(letter("assessment_refused", FACTS))
    ours, own = text_used(before.template), text_used(after.template)
    assert ours is not None and own is not None
    assert (ours.name, ours.version, ours.is_own) == ("assessment_refused", 1, False)
    assert (own.name, own.version, own.is_own) == ("assessment_refused", 7, True)
    assert ours.hash != own.hash and b"Why we decided this" in after.content
    assert text_used("plain") is None and text_used(None) is None


def test_the_version_of_a_letter_changes_with_a_part_that_it_includes_and_with_no_other() -> None:
    part = "parts/recommendations.md.jinja"
    own = shipped().with_own({part: SOURCES[part].replace("power to make", "power of making")})
    before = {kind: version(kind) for kind in ("plan_refused", "assessment_refused")}
    with in_force(own):
        assert version("plan_refused") != before["plan_refused"] and version("plan_refused").endswith("-own")
        assert version("assessment_refused") == before["assessment_refused"]


def test_what_people_write_is_never_read_as_markup() -> None:
    written = "# No heading\n\n- no bullet **no term** {{ child }} {% include 'x' %} \ue0000\ue001"
    said = words(letter("assessment_refused", replace(FACTS, reasons=written)))
    assert "# No heading\n- no bullet **no term** {{ child }} {% include 'x' %} \ue0000\ue001" in said


def test_messages_and_notices_can_be_replaced_too() -> None:
    own = {
        "messages/announcement.md.jinja": SOURCES["messages/announcement.md.jinja"].replace(
            "by post", "in the post"
        ),
        "notices/advice_request.md.jinja": SOURCES["notices/advice_request.md.jinja"].replace(
            "Please give", "Do give"
        ),
    }
    with in_force(shipped().with_own(own)):
        assert "We wrote to you in the post on" in announcement("final_plan", "case-1", FACTS.on, None).text
        assert sentence("advice_request", until="Monday").startswith("Do give your advice")
        assert notice("advice_request", "case-1", None, "T").subject == "Do give your advice: case-1"
    assert (
        sentence("advice_request")
        == "Please give your advice for an education, health and care needs assessment."
    )


def test_a_digest_and_a_kind_without_a_letter_are_evidenced() -> None:
    digest = render(dispatch("digest", channel="email", to_role="adviser", text="[]"), FILE)
    assert digest.template.startswith("digest-v1-")
    assert render(dispatch("something_else"), FILE).template == "plain"


@pytest.mark.parametrize("name", sorted(shipped().files))
def test_every_text_is_in_the_folder_of_its_subject(name: str) -> None:
    folder = name.split("/")[0]
    assert folder in {"letters", "messages", "notices", "parts", *(process.kind for process in PROCESSES)}


def sentences_in(path: Path) -> list[str]:
    """The string constants of a file that are whole sentences or long parts of them; docstrings are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        if len(node.value) > 60 and node.value.count(" ") > 5
    ]


NOT_SAID_IN_LETTERS = {
    "dispatch_refusals.py": "why a message may not leave: a sentence for the officer",
    "resending.py": "why a message is not sent again: a sentence for the officer",
    "fact_catalogue.py": "what a fact is, for docs/change/letters.md",
    "held_message.py": "why a message is held: a sentence for the team manager",
    "markdown_blocks.py": "a fault of a text",
    "notice_sentences.py": "what a fact is, for docs/change/letters.md",
    "short_messages.py": "what a fact is, for docs/change/letters.md",
    "text_file.py": "a fault of a text",
    "text_lint.py": "a fault of a text",
}
"""Files of casework/letters with sentences that no letter, e-mail or text message to a person outside is made of."""


def test_no_words_of_letters_are_left_in_python() -> None:
    found = {
        path.name: sentences_in(path)
        for path in sorted((ROOT / "casework" / "letters").glob("*.py"))
        if path.name not in NOT_SAID_IN_LETTERS and sentences_in(path)
    }
    assert found == {}


def test_a_text_that_fails_on_its_facts_holds_its_letter_and_never_stops_an_act() -> None:
    broken = {NAME: OWN.replace("{{ reasons }}", "{{ reasons }} {{ 1 / (reasons | length - 29) }}")}
    with in_force(shipped().with_own(broken)):
        (lack,) = missing_facts(REFUSED, FILE)
        assert (
            lack == f"a text that can be used ({NAME}, line {lack.split('line ')[1][:2]}: division by zero)"
        )
        with pytest.raises(Incomplete):
            render(REFUSED, FILE)
    name = "notices/plan_maintained.md.jinja"
    with in_force(shipped().with_own({name: SOURCES[name].replace("We have", "{{ nothing }} We have")})):
        assert sentence("plan_maintained") == "We have decided to keep the plan as it is."
