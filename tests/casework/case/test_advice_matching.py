"""Which adviser a report seems to be from, by the name of its file."""

from __future__ import annotations

import pytest

from casework.case.advice_matching import _NAMES, adviser_named
from casework.case.advisers import ADVISERS


@pytest.mark.parametrize(
    ("name", "adviser"),
    [
        ("WS_EP_advice-final.pdf", "educational_psychologist"),
        ("Educational Psychology report.docx", "educational_psychologist"),
        ("CAMHS mental health letter.pdf", "camhs"),
        ("health.pdf", "health"),
        ("SALT report (2).pdf", "speech_therapist"),
        ("report.pdf", None),
        ("School and social care.pdf", "social_care"),
        ("steps.pdf", None),
        ("mother and school.pdf", None),
    ],
)
def test_the_longest_words_of_a_file_name_tell_the_adviser(name: str, adviser: str | None) -> None:
    assert adviser_named(name, ADVISERS) == adviser


def test_only_advisers_who_were_asked_are_proposed() -> None:
    assert adviser_named("School report.pdf", ("health",)) is None
    assert set(_NAMES) == set(ADVISERS)
