"""The words that pages show for codes and refusals."""

from __future__ import annotations

import pytest

from starter.console.views.labels import regulation, without_commands


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("There is no case 'case-a'; `ehcp cases` lists them.", "There is no case 'case-a'."),
        ("There is no case 'case-a'. Run `ehcp cases` to list them.", "There is no case 'case-a'."),
        ("The workflow keeps failing (`ehcp stuck` says why). Try later.", "The workflow keeps failing. Try later."),
        ("the address (`ehcp party add`; or `ehcp settings load FILE`)", "the address"),
        ("the plan itself, saved with `ehcp plan save` and named by the act (reg 14(1))", "the plan itself (reg 14(1))"),
        ("It needs how they were told (told_how) and a document (told_evidence).", "It needs how they were told and a document."),
        ("You cannot do this in this stage.", "You cannot do this in this stage."),
    ],
)  # fmt: skip
def test_a_text_on_a_page_names_no_command(text: str, shown: str) -> None:
    assert without_commands(text) == shown


@pytest.mark.parametrize(("code", "shown"), [("reg13(3)(c)", "reg 13(3)(c)"), ("s39(4)", "s39(4)"), ("", "")])
def test_a_regulation_has_a_space_after_reg(code: str, shown: str) -> None:
    assert regulation(code) == shown
