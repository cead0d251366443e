"""What was done in a case, as text: each act has one form, which is read as it was written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.takeover.past_acts import joined, split_acts, words_of, written
from office.act_fields import settings_written

ON = date(2026, 4, 1)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_text_of_an_act_is_read_as_it_was_written(texts: list[str]) -> None:
    acts = joined(written("plan_agreed", ON, None, {"reason": text}) for text in texts)
    read = [words_of(act) for act in split_acts(acts)]
    assert [words[:2] for words in read] == [["plan_agreed", "2026-04-01"]] * len(texts)
    assert [words[2].removeprefix("reason=") for words in read] == texts


def test_acts_are_separated_by_lines_and_semicolons_but_not_within_quotes() -> None:
    acts = 'assessment_agreed 2026-04-01; advice_requested 2026-04-02 of=school note="One; two\nthree"\n\n plan_agreed today ;'
    assert [words_of(act)[0] for act in split_acts(acts)] == [
        "assessment_agreed",
        "advice_requested",
        "plan_agreed",
    ]
    assert words_of(split_acts(acts)[1])[-1] == "note=One; two\nthree"


def test_the_fields_of_an_act_stand_in_the_order_of_the_catalogue_whatever_order_they_came_in() -> None:
    one = {"ground": "unsuitable", "answer": "cannot_meet_need"}
    other = dict(reversed(one.items()))
    forms = {written("setting_responded", ON, "urn-900001", fields, "officer-1") for fields in (one, other)}
    assert forms == {
        "setting_responded 2026-04-01 of=urn-900001 by=officer-1 answer=cannot_meet_need ground=unsuitable"
    }


def test_flags_and_lists_are_written_as_they_are_entered() -> None:
    text = written(
        "mediation_requested", ON, None, {"issues": ["education", "health"], "placement_only": True}
    )
    assert text == "mediation_requested 2026-04-01 issues=education,health placement_only=true"
    assert settings_written(words_of(text)[2:]) == (
        None,
        {"issues": "education,health", "placement_only": True},
    )


def test_a_quote_that_is_not_closed_is_told_with_its_act() -> None:
    (act,) = split_acts('plan_agreed 2026-04-01 reason="We agree; advice_requested 2026-04-02')
    with pytest.raises(ValueError, match="has an unclosed quote; close it"):
        words_of(act)
