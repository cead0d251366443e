"""The lint of the texts finds each fault that is planted in them, with its file and line."""

from __future__ import annotations

import pytest

from casework.letters.text_file import BadText
from casework.letters.text_lint import faults
from casework.letters.text_set import TextSet, shipped, sources_in
from tests.running import ROOT

TEXTS = ROOT / "casework" / "letters" / "texts"
SOURCES = sources_in(TEXTS)
REFUSED = "letters/plan_refused.md.jinja"


def line_of(name: str, words: str) -> int:
    return next(at for at, row in enumerate(SOURCES[name].splitlines(), start=1) if words in row)


def found(name: str, before: str, after: str) -> list[BadText]:
    """The faults of the shipped texts once some words of an authority's own copy are changed."""
    assert before in SOURCES[name]
    try:
        chosen = shipped().with_own({name: SOURCES[name].replace(before, after, 1)})
    except BadText as fault:
        return [fault]
    return faults(chosen)


def test_the_shipped_texts_have_no_fault() -> None:
    assert faults(shipped()) == []
    assert faults(shipped().with_own(SOURCES)) == []


@pytest.mark.parametrize(
    ("before", "after", "at", "said"),
    [
        ("{{ reasons }}", "{{ resons }}", "{{ reasons }}", "the fact 'resons' is used and not declared"),
        ("{{ reasons }}", "We have our reasons.", None, "the words do not use the required fact 'reasons'"),
        ("{{ reasons }}", "{{ reasons", None, "expected token"),
        ("{{ reasons }}", "{% if reasons %}", None, "Unexpected end of template"),
        ("{{ reasons }}", "1. {{ reasons }}", "{{ reasons }}", "A numbered list is not for letters"),
        ("{{ reasons }}", "<b>{{ reasons }}</b>", "{{ reasons }}", "HTML is not for letters"),
        ("{{ reasons }}", "See *this*: {{ reasons }}", "{{ reasons }}", "Italics is not for letters"),
        ("{{ reasons }}", "See **this**: {{ reasons }}", "{{ reasons }}", "Bold type inside a sentence"),
        ("{{ reasons }}", "[here](x) {{ reasons }}", "{{ reasons }}", "A link is not for letters"),
        ("## Our reasons", "# Our reasons", "## Our reasons", "A heading of level 1 is not for letters"),
        ("parts/appeal.md.jinja", "parts/apeal.md.jinja", "parts/appeal", "there is no part 'parts/apeal.md.jinja'"),
        ('{% include "parts/recommendations.md.jinja" %}', "", None, "do not include the part 'recommendations'"),
        ("kind: plan_refused", "kind: plan_refusd", "kind:", "the name of its file says 'plan_refused'"),
        ("version: 1", "version: none", "version:", "version is wrong"),
        ("version: 1\n", "", None, "version is missing"),
        ("version: 1", "version: 1\nfont: Arial", None, "font is not part of the front matter"),
        ("name: reasons", "name: raisons", None, "there is no fact 'raisons'"),
        ("  - {name: appeal_by,", "  # {name: appeal_by,", None, "the required fact 'appeal_by'"),
        ("  - {part: recommendations,", "  # {part: recommendations,", None, "the required statement 'recommendations'"),
        ("unless: detained", "unless: young_person", None, "the required statement 'recommendations'"),
        ("announcement:\n", "another:\n", None, "another is not part of the front matter"),
        ("to: family", "to: others", None, "kind and to must stay"),
        ("---\nkind", "kind", None, "does not begin with front matter"),
        ("title: We", "title: [We", None, "the front matter is not YAML"),
    ],
)  # fmt: skip
def test_each_planted_fault_is_found(before: str, after: str, at: str | None, said: str) -> None:
    told = found(REFUSED, before, after)
    assert any(said in str(one) for one in told), [str(one) for one in told]
    assert all(str(one).startswith(f"{REFUSED}, line ") and str(one).count("\n") == 0 for one in told)
    if at is not None:
        assert line_of(REFUSED, at) in {one.line for one in told if said in str(one)}


def test_a_fault_in_a_part_names_the_part() -> None:
    told = found("parts/appeal.md.jinja", "### Appeal", "> Appeal")
    assert [one.name for one in told][:1] == ["parts/appeal.md.jinja"]
    (without,) = {
        str(one).split(": ", 1)[1]
        for one in found("parts/mediation.md.jinja", "{{ mediation_adviser }}", "us")
    }
    assert without.startswith("the words do not use the required fact 'mediation_adviser'")


def test_a_fact_that_may_not_be_there_is_asked_for_before_it_is_used() -> None:
    name = "letters/plan_agreed.md.jinja"
    told = found(name, "{% if final_plan_by and not final_plan_by_is_past %}", "{% if true %}")
    assert [(one.name, one.what) for one in told] == [(name, "a fact is used that is not there")]
    assert told[0].line == line_of(name, "{{ final_plan_by }}")


def test_a_text_message_that_would_be_cut_is_found() -> None:
    told = found(REFUSED, "Please read it soon:", f"Please read it soon{' and again' * 30}:")
    assert [one.what for one in told] == ["its text message is longer than 306 characters"]


def test_a_text_can_neither_read_files_nor_reach_into_python() -> None:
    for planted in (
        "{{ reasons.__class__.__mro__ }}",
        '{% include "/etc/passwd" %}',
        "{{ range(9999999) | list }}",
    ):
        assert found(REFUSED, "{{ reasons }}", f"{{{{ reasons }}}} {planted}"), planted


def test_a_kind_without_a_text_and_a_text_that_replaces_none_are_found() -> None:
    files = {name: text for name, text in shipped().files.items() if name != REFUSED}
    assert [one.what for one in faults(TextSet(files))] == ["there is no text for this kind of letter"]
    with pytest.raises(BadText, match="no text of this name is shipped"):
        shipped().with_own({"letters/plan_refusd.md.jinja": SOURCES[REFUSED]})
