"""Inputs of all forms: the type fits what is asked, and names and numbers are not spell-checked or filled in by a browser."""

from __future__ import annotations

import re

import pytest

from starter.console.views.page import ENV
from tests.running import ROOT

TEMPLATES = ROOT / "starter" / "console" / "templates"
_NAMES = re.compile(
    r"\b(name|author|user id|number|setting|urn|email|telephone|address|school|person|see it|service)\b",
    re.IGNORECASE,
)
"""What an input asks for that is no sentence."""
_ONE = '{% from "parts/plan_fields.html" import one %}{{ one(field, 10, 20) }}'
_SENTENCE = re.compile(r"\b(why|reason|save this view|most pages)\b", re.IGNORECASE)


def _inputs() -> list[tuple[str, str]]:
    """Return every input of one line in the templates, by its file."""
    found = []
    for file in sorted(TEMPLATES.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        name = file.relative_to(TEMPLATES).as_posix()
        found += [(name, one) for one in re.findall(r"govukInput\((\{.*?\})\) \}\}", text, re.DOTALL)]
        found += [(name, one) for one in re.findall(r'<input [^>]*type="(?:text|email|tel)"[^>]*>', text)]
    return found


@pytest.mark.parametrize(("file", "one"), _inputs(), ids=lambda each: each[:60])
def test_an_input_for_a_name_or_number_has_no_spell_check_and_is_filled_in_by_no_browser(
    file: str, one: str
) -> None:
    label = re.search(r'"label": (\{"text": .*?\}|\w[\w.]*)', one)
    asked = label[1] if label else one
    if _SENTENCE.search(asked) or "numeric" in one or not _NAMES.search(f"{asked} {one[:80]}"):
        return
    assert re.search(r'"?spellcheck"?(: false|="false")', one), f"{file}: {one[:200]}"
    assert re.search(r'"?autocomplete"?(: "off"|="off")', one), f"{file}: {one[:200]}"


@pytest.mark.parametrize(
    ("name", "kind"), [("email", "email"), ("telephone", "tel"), ("name", "text"), ("relationship", "text")]
)
def test_a_line_of_the_plan_has_the_type_of_what_it_asks(name: str, kind: str) -> None:
    field = {
        "kind": "line",
        "name": f"row-abc.{name}",
        "label": "Label",
        "value": "",
        "hint": "",
        "error": None,
    }
    shown = ENV.from_string(_ONE).render(field=field)
    assert f'type="{kind}"' in shown and ('spellcheck="false"' in shown) == (name != "relationship")


def test_every_email_that_a_form_asks_for_has_the_type_of_an_email() -> None:
    asked = [one for one in _inputs() if "email" in one[1].lower() or "e-mail" in one[1].lower()]
    assert asked
    for file, one in asked:
        assert re.search(r'"?type"?(: |=)"?(email|type|field\.type)', one), f"{file}: {one[:200]}"
